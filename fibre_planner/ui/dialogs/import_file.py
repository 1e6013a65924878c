"""Asks for a file, what it holds and what its columns mean, with its first rows in view."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Mapping
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

from fibre_planner.language import mark, ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES
from fibre_planner.ui import settings
from fibre_planner.ui.column_titles import IDENTIFIERS
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.layer_guess import FILE_PATTERNS, guess_layer, layer_titles
from fibre_planner.ui.layouts import flat_list
from fibre_planner.ui.panels.frame_model import FrameModel, TableColumn
from fibre_planner.ui.wording import column_description, column_title, numbers, table_columns

_CRS = ("EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:31467", "EPSG:31468", "EPSG:3857")
_AS_FOUND = ""
_WITHOUT_COLUMNS = ("osm", "raster", "census")
_COMBINED: Mapping[str, str] = {
    "x": mark("Easting or longitude"),
    "y": mark("Northing or latitude"),
    "wkt": mark("Geometry as text (WKT)"),
    "street_and_number": mark("Street and house number together"),
    "postcode_and_city": mark("Postcode and post town together"),
    "rates": mark("Download and upload rate together"),
}
"""Columns a file may have that are none of the table's own."""


class ImportDialog(QDialog):
    """File, layer, sub-layer, coordinate system, columns, and the first rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import file"))
        self.resize(960, 640)
        self._path: Path | None = None
        self.path_line = QLineEdit(readOnly=True)
        self.path_line.setPlaceholderText(tr("No file chosen yet"))
        choose = QPushButton(tr("&Choose file …"), autoDefault=False)
        choose.clicked.connect(self._ask_file)
        self.layer_box = QComboBox()
        for layer, title in layer_titles().items():
            self.layer_box.addItem(title, layer)
        self.layer_box.activated.connect(self._layer_changed)
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
        self._job: Job | None = None
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
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.mapping)
        halves.addWidget(table)
        halves.setSizes([300, 190])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
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
        self._look("")

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

    def done(self, result: int) -> None:
        """Close the dialog, after the look into the file is at its end."""
        if self._job is not None:
            self._job.wait()
        super().done(result)

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

    def _look(self, source_layer: str) -> None:
        """Look into the file in the background; some kinds of files have no columns to choose."""
        path = self._path
        self._preview = None
        self._show_mapping()
        self.rows.show([])
        if path is None or self._job is not None:
            return
        if self._layer() in _WITHOUT_COLUMNS:
            self.import_button.setEnabled(True)
            self.notice.setText(tr("This kind of file needs no choice of columns."))
            return
        self.import_button.setEnabled(False)
        self.notice.setText(tr("Looking into the file …"))
        workflow = importlib.import_module("fibre_planner.workflow")
        job = Job(tr("Look into the file"), lambda _: workflow.preview(path, source_layer), self)
        job.ended.connect(self._forget_job)
        job.succeeded.connect(self._show_preview)
        job.failed.connect(self._show_trouble)
        job.broke.connect(self._show_fault)
        self._job = job
        job.start()

    def _forget_job(self) -> None:
        self._job = None

    def _show_fault(self, _details: str) -> None:
        self._show_trouble(PlannerError(tr("The file cannot be read.")))

    def _show_trouble(self, error: PlannerError) -> None:
        """Say what is wrong; files of house coordinates have no names of columns and may pass."""
        text = str(error)
        may_pass = self._layer() == "addresses"
        if may_pass:
            text += " " + tr("Official house coordinates can be imported all the same.")
        self.notice.setText(text)
        self.import_button.setEnabled(may_pass)

    def _show_preview(self, preview: Any) -> None:
        self._preview = preview
        if self.source_box.count() == 0:
            self.source_box.addItems(list(preview.sub_layers))
        self.source_box.setCurrentText(preview.sub_layer)
        self._form.setRowVisible(2, len(preview.sub_layers) > 1)
        if preview.suggested_layer:
            self.layer_box.setCurrentIndex(self.layer_box.findData(preview.suggested_layer))
        head = preview.first_rows
        self.rows.show([TableColumn(name, head[name].tolist()) for name in preview.columns])
        rows = ntr("{count} row.", "{count} rows.", preview.row_count)
        parts = [rows.format(count=numbers().format_number(preview.row_count))]
        if preview.crs:
            parts.append(tr("Coordinate system of the file: {crs}.").format(crs=preview.crs))
        self.notice.setText(" ".join([*parts, *preview.notes]))
        self.import_button.setEnabled(True)
        self._show_mapping()

    def _layer_changed(self) -> None:
        if self._preview is None:
            self._look(self.source_box.currentText())
        self._show_mapping()

    def _show_mapping(self) -> None:
        self.mapping.clear()
        preview, layer = self._preview, self._layer()
        if preview is None or layer in _WITHOUT_COLUMNS:
            return
        guessed = dict(preview.mappings.get(layer, {}))
        for target in targets_of(layer):
            title = target_title(layer, target)
            item = QTreeWidgetItem([title])
            item.setToolTip(0, target)
            item.setData(0, Qt.ItemDataRole.UserRole, target)
            self.mapping.addTopLevelItem(item)
            box = QComboBox()
            box.addItem("–", "")
            for name in preview.columns:
                box.addItem(name, name)
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


def targets_of(layer: str) -> list[str]:
    """Return the columns that an import can fill, in the order of `resources/columns`."""
    with (RESOURCES / "columns" / f"{layer}.csv").open(encoding="utf-8", newline="") as stream:
        return list(dict.fromkeys(row["target"] for row in csv.DictReader(stream)))


def target_title(layer: str, target: str) -> str:
    """Return what a column that can be filled is called."""
    if target in _COMBINED:
        return tr(_COMBINED[target])
    table = "supply" if layer == "supply_areas" else layer
    known = {column.name: column for column in table_columns(table)}
    if target not in known:
        return target.replace("_", " ")
    # Several identifiers may stand side by side here; their descriptions tell them apart.
    column = known[target]
    return column_description(column) if target in IDENTIFIERS else column_title(column)
