"""Asks for a file, what it holds and what its columns mean, with its first rows in view."""

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
    QSplitter,
    QTableView,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import settings
from fibre_planner.ui.layer_guess import FILE_PATTERNS, guess_layer, layer_titles
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.panels.frame_model import FrameModel, TableColumn
from fibre_planner.ui.wording import column_title, table_columns

_CRS = ("EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:31467", "EPSG:31468", "EPSG:3857")
_AS_FOUND = ""


class ImportDialog(QDialog):
    """File, layer, sub-layer, coordinate system, columns, and the first rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import file"))
        self.resize(960, 640)
        self._path: Path | None = None
        self.path_line = QLineEdit(readOnly=True)
        self.path_line.setPlaceholderText(tr("No file chosen yet"))
        choose = QPushButton(tr("&Choose file …"))
        choose.clicked.connect(self._ask_file)
        self.layer_box = QComboBox()
        for layer, title in layer_titles().items():
            self.layer_box.addItem(title, layer)
        self.layer_box.currentIndexChanged.connect(self._show_mapping)
        self.source_box = QComboBox()
        self.source_box.activated.connect(self._look_again)
        self.crs_box = QComboBox(editable=True)
        self.crs_box.addItem(tr("As the file says"), _AS_FOUND)
        for crs in _CRS:
            self.crs_box.addItem(crs, crs)
        self.notice = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.notice.setProperty("role", "muted")
        self.mapping = flat_list(tr("Wanted"), tr("Column of the file"))
        self.mapping.setAccessibleName(tr("Columns"))
        self.mapping.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.rows = FrameModel()
        self._preview: Any = None
        self._form = QFormLayout()
        self._lay_out(choose)
        self._form.setRowVisible(2, False)
        self.layer_box.setCurrentIndex(self.layer_box.findData("addresses"))

    def _lay_out(self, choose: QPushButton) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path_line, 1)
        row.addWidget(choose)
        self._form.addRow(tr("File"), row)
        self._form.addRow(tr("What it &holds"), self.layer_box)
        self._form.addRow(tr("&Layer in the file"), self.source_box)
        self._form.addRow(tr("C&oordinate system"), self.crs_box)
        table = QTableView()
        table.setModel(self.rows)
        table.setAccessibleName(tr("First rows of the file"))
        table.verticalHeader().hide()
        table.setAlternatingRowColors(True)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.mapping)
        halves.addWidget(table)
        halves.setSizes([300, 190])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.import_button = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.import_button.setDefault(True)
        self.import_button.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._form)
        column.addWidget(self.notice)
        column.addWidget(halves, 1)
        column.addWidget(buttons)

    def look_at(self, path: Path) -> None:
        """Show what a file holds and guess what it is for."""
        self._path = path
        self.path_line.setText(str(path))
        self.layer_box.setCurrentIndex(self.layer_box.findData(guess_layer(path)))
        self.source_box.clear()
        self._look(None)

    def choice(self) -> Any:
        """Return file, layer, columns, coordinate system and sub-layer as they were chosen."""
        assert self._path is not None
        crs = self.crs_box.currentText().strip()
        if self.crs_box.currentIndex() == 0 and crs == self.crs_box.itemText(0):
            crs = ""
        return importlib.import_module("fibre_planner.ui.tasks").ImportChoice(
            path=self._path,
            layer=self._layer(),
            columns=self._columns(),
            crs=crs or None,
            source_layer=self.source_box.currentText() or None,
        )

    def _layer(self) -> str:
        return str(self.layer_box.currentData())

    def _columns(self) -> dict[str, str] | None:
        """Return the columns that were chosen; None where the program is to guess."""
        chosen = {}
        for number in range(self.mapping.topLevelItemCount()):
            item = self.mapping.topLevelItem(number)
            if item is not None:
                box = self.mapping.itemWidget(item, 1)
                chosen[item.data(0, Qt.ItemDataRole.UserRole)] = box.currentData()
        return chosen or None

    def _look_again(self) -> None:
        self._look(self.source_box.currentText())

    def _look(self, source_layer: str | None) -> None:
        """Look into the file; osm files and rasters have no columns to choose."""
        self._preview = None
        path = self._path
        if path is not None and self._layer() not in ("osm", "raster", "census"):
            workflow = importlib.import_module("fibre_planner.workflow")
            try:
                self._preview = workflow.preview(path, source_layer)
            except PlannerError as error:
                self._show_trouble(str(error))
                return
        self.import_button.setEnabled(path is not None)
        self._show_preview()

    def _show_trouble(self, text: str) -> None:
        self.notice.setText(text)
        self.import_button.setEnabled(False)
        self.mapping.clear()
        self.rows.show([])

    def _show_preview(self) -> None:
        preview = self._preview
        layers = list(preview.layers) if preview is not None else []
        if self.source_box.count() == 0:
            self.source_box.addItems(layers)
        self._form.setRowVisible(2, len(layers) > 1)
        if preview is not None:
            names = list(preview.columns)
            self.rows.show(
                [
                    TableColumn(str(name), [str(row[place]) for row in preview.rows])
                    for place, name in enumerate(names)
                ]
            )
            crs = preview.crs or tr("not said in the file")
            self.notice.setText(tr("Coordinate system: {crs}").format(crs=crs))
        else:
            self.rows.show([])
            self.notice.setText(tr("This kind of file needs no choice of columns."))
        self._show_mapping()

    def _show_mapping(self) -> None:
        self.mapping.clear()
        preview = self._preview
        if preview is None:
            return
        guessed = dict(preview.mapping)
        for target, title in _targets(self._layer()):
            item = QTreeWidgetItem([title])
            item.setToolTip(0, target)
            item.setData(0, Qt.ItemDataRole.UserRole, target)
            self.mapping.addTopLevelItem(item)
            box = QComboBox()
            box.addItem("–", "")
            for name in preview.columns:
                box.addItem(str(name), str(name))
            box.setCurrentIndex(max(box.findData(guessed.get(target, "")), 0))
            box.setAccessibleName(title)
            self.mapping.setItemWidget(item, 1, box)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Import file"), settings.last_folder(), f"{tr('Data')} ({FILE_PATTERNS})"
        )
        if name:
            settings.set_last_folder(Path(name).parent)
            self.look_at(Path(name))


def _targets(layer: str) -> list[tuple[str, str]]:
    """Return the columns a layer can take, with their titles."""
    table = "supply" if layer == "supply_areas" else layer
    known = [(column.name, column_title(column)) for column in table_columns(table)]
    places = [("x", tr("Easting or longitude")), ("y", tr("Northing or latitude"))]
    return [pair for pair in known if pair[0] != "source"] + places
