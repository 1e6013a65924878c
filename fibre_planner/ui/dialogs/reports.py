"""Asks which reports to write, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui.manual.context import give_help

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class ReportsDialog(QDialog):
    """Kinds of reports with what they are good for, and a folder."""

    def __init__(self, folder: Path, plan: Plan | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_help(self, "reports")
        self.setWindowTitle(tr("Reports"))
        self.setMinimumWidth(560)
        self.boxes = {
            "xlsx": QCheckBox(tr("&Workbook (XLSX): summary, addresses, bill, coverage, sources")),
            "html": QCheckBox(tr("&Map for the browser (HTML): opens without internet")),
            "gpkg": QCheckBox(tr("&Layers for a GIS (GeoPackage): styled for QGIS")),
        }
        self.folder_line = QLineEdit(str(folder))
        self.folder_line.setAccessibleName(tr("Folder"))
        choose = QPushButton(tr("&Choose …"), autoDefault=False)
        choose.clicked.connect(self._choose)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self.write_button = self._buttons.addButton(
            tr("Write"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.write_button.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        about = QLabel(_about(plan), wordWrap=True)
        about.setProperty("role", "muted")
        column.addWidget(about)
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._allow)
            column.addWidget(box)
        row = QHBoxLayout()
        name = QLabel(tr("&Folder"))
        name.setBuddy(self.folder_line)
        for widget in (name, self.folder_line, choose):
            row.addWidget(widget)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._buttons)
        self.folder_line.textChanged.connect(self._allow)

    def kinds(self) -> list[str]:
        """Return the kinds that are ticked."""
        return [kind for kind, box in self.boxes.items() if box.isChecked()]

    def folder(self) -> Path:
        """Return the folder to write to."""
        return Path(self.folder_line.text().strip()).expanduser()

    def _allow(self) -> None:
        self.write_button.setEnabled(bool(self.kinds() and self.folder_line.text().strip()))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder"), self.folder_line.text())
        if name:
            self.folder_line.setText(name)


def _about(plan: Plan | None) -> str:
    if plan is None:
        return tr("There is no plan yet: the reports will show coverage alone.")
    return tr("Of the plan for scenario “{name}”.").format(name=plan.scenario.name)
