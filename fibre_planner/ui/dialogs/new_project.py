"""Asks for a name and the files a new project is made of."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import icons, settings
from fibre_planner.ui.layer_guess import FILE_PATTERNS, guess_layer, layer_titles
from fibre_planner.ui.layouts import flat_list

_PATH_ROLE = Qt.ItemDataRole.UserRole


class NewProjectDialog(QDialog):
    """A list of files, each with the layer it is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New project"))
        self.resize(720, 460)
        self.name_line = QLineEdit(tr("New project"))
        self.name_line.selectAll()
        self.municipality_line = QLineEdit()
        self.municipality_line.setPlaceholderText(tr("Name or official key (AGS), if you like"))
        form = QFormLayout()
        form.addRow(tr("&Name"), self.name_line)
        form.addRow(tr("&Municipality"), self.municipality_line)
        about = QLabel(
            tr(
                "Add the files you have: OpenStreetMap, official house coordinates, tables or"
                " layers of a GIS. More can be imported later."
            ),
            wordWrap=True,
        )
        about.setProperty("role", "muted")
        self.files = flat_list(tr("File"), tr("What it holds"))
        self.files.setAccessibleName(tr("Files"))
        header = self.files.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        add = QPushButton(icons.icon("plus"), tr("&Add files …"), autoDefault=False)
        add.clicked.connect(self._ask_files)
        remove = QPushButton(icons.icon("minus"), tr("&Remove"), autoDefault=False)
        remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        make = buttons.addButton(tr("Make project"), QDialogButtonBox.ButtonRole.AcceptRole)
        make.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(about)
        column.addWidget(self.files, 1)
        column.addLayout(row)
        column.addWidget(buttons)

    def name(self) -> str:
        """Return the name of the project."""
        return self.name_line.text().strip()

    def municipality(self) -> str:
        """Return the municipality, empty where none was given."""
        return self.municipality_line.text().strip()

    def add_file(self, path: Path) -> None:
        """Put a file on the list with the layer its name speaks of."""
        item = QTreeWidgetItem([path.name])
        item.setToolTip(0, str(path))
        item.setData(0, _PATH_ROLE, str(path))
        self.files.addTopLevelItem(item)
        box = QComboBox()
        for layer, title in layer_titles().items():
            box.addItem(title, layer)
        box.setCurrentIndex(box.findData(guess_layer(path)))
        box.setAccessibleName(tr("What {file} holds").format(file=path.name))
        self.files.setItemWidget(item, 1, box)

    def choices(self) -> list[Any]:
        """Return the files with their layers; OpenStreetMap first, as others lean on it."""
        made = importlib.import_module("fibre_planner.ui.tasks").ImportChoice
        found = []
        for number in range(self.files.topLevelItemCount()):
            item = self.files.topLevelItem(number)
            if item is not None:
                box = self.files.itemWidget(item, 1)
                found.append(made(Path(item.data(0, _PATH_ROLE)), box.currentData()))
        order = list(layer_titles())
        return sorted(found, key=lambda choice: order.index(choice.layer))

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Add files"), settings.last_folder(), f"{tr('Data')} ({FILE_PATTERNS})"
        )
        for name in names:
            settings.set_last_folder(Path(name).parent)
            self.add_file(Path(name))

    def _remove(self) -> None:
        for item in self.files.selectedItems():
            self.files.takeTopLevelItem(self.files.indexOfTopLevelItem(item))
