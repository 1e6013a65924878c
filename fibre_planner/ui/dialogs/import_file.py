"""Asks for a file, what it holds and what its columns mean, with its first rows in view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.file_reading import FileReading
from fibre_planner.ui.layer_guess import FILE_PATTERNS
from fibre_planner.ui.layouts import take_room
from fibre_planner.ui.manual.context import give_help


class ImportDialog(QDialog):
    """One file, and how it is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "import")
        self.setWindowTitle(tr("Import file"))
        take_room(self, 960, 640)
        self.path_line = QLineEdit(readOnly=True)
        self.path_line.setPlaceholderText(tr("No file chosen yet"))
        self.path_line.setAccessibleName(tr("File"))
        choose = QPushButton(tr("&Choose file …"), autoDefault=False)
        choose.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self.path_line, 1)
        row.addWidget(choose)
        self.reading = FileReading()
        self.reading.form.insertRow(0, tr("File"), row)
        self.reading.changed.connect(self._allow)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.import_button = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setDefault(True)
        self.import_button.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.reading, 1)
        column.addWidget(buttons)

    def look_at(self, path: Path) -> None:
        """Show what a file holds and guess what it is for."""
        self.path_line.setText(str(path))
        self.reading.look_at(path)

    def choice(self) -> Any:
        """Return file, layer, columns, coordinate system and sub-layer as they were chosen."""
        return self.reading.choice()

    def done(self, result: int) -> None:
        """Close the dialog, after the look into the file is at its end."""
        self.reading.close_down()
        super().done(result)

    def _allow(self) -> None:
        self.import_button.setEnabled(self.reading.ready)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Import file"), settings.last_folder(), f"{tr('Data')} ({FILE_PATTERNS})"
        )
        if name:
            settings.set_last_folder(Path(name).parent)
            self.look_at(Path(name))
