"""How one file is read: what it holds, its columns and coordinate system, with its first rows."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.dialogs.column_choice import (
    WITHOUT_COLUMNS,
    chosen_columns,
    column_list,
    show_columns,
)
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.layer_guess import guess_layer, layer_titles
from fibre_planner.ui.panels.frame_model import FrameModel, TableColumn
from fibre_planner.ui.wording import numbers

_CRS = ("EPSG:25832", "EPSG:25833", "EPSG:4326", "EPSG:31467", "EPSG:31468", "EPSG:3857")
_AS_FOUND = ""


class FileReading(QWidget):
    """Layer, sub-layer, coordinate system and columns of one file, looked into in the background.

    ready: whether the file can be imported as it is set. form: rows above may be added to it.

    Signals: changed() when ready or the layer may have changed; looked() at the end of a look.
    """

    changed = Signal()
    looked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.ready = False
        self._preview: Any = None
        self._job: Job | None = None
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
        self.mapping = column_list()
        self.rows = FrameModel()
        self.form = QFormLayout()
        self._lay_out()
        self.form.setRowVisible(self.source_box, False)
        self.layer_box.setCurrentIndex(self.layer_box.findData("addresses"))

    def _lay_out(self) -> None:
        self.form.addRow(tr("What it &holds"), self.layer_box)
        self.form.addRow(tr("&Layer in the file"), self.source_box)
        self.form.addRow(tr("C&oordinate system"), self.crs_box)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.form)
        column.addWidget(self.notice)
        column.addWidget(halves, 1)

    @property
    def layer(self) -> str:
        """Return what the file is for."""
        return str(self.layer_box.currentData())

    @property
    def is_looking(self) -> bool:
        """Return whether the look into the file is under way."""
        return self._job is not None

    def set_path(self, path: Path) -> None:
        """Take a file and guess by its name what it is for, without looking into it."""
        self.path = path
        self.layer_box.setCurrentIndex(self.layer_box.findData(guess_layer(path)))

    def look_at(self, path: Path) -> None:
        """Show what a file holds and guess what it is for."""
        self.set_path(path)
        self.source_box.clear()
        self._look("")

    def choice(self) -> Any:
        """Return file, layer, columns, coordinate system and sub-layer as they were chosen."""
        assert self.path is not None
        crs = self.crs_box.currentText().strip()
        if self.crs_box.currentIndex() == 0 and crs == self.crs_box.itemText(0):
            crs = ""
        return importlib.import_module("fibre_planner.ui.tasks").ImportChoice(
            path=self.path,
            layer=self.layer,
            columns=chosen_columns(self.mapping),
            crs=crs or None,
            source_layer=self.source_box.currentText() or None,
        )

    def close_down(self) -> None:
        """Wait until the look into the file is at its end."""
        if self._job is not None:
            self._job.wait()

    def _look_again(self) -> None:
        self._look(self.source_box.currentText())

    def _set_ready(self, ready: bool, notice: str) -> None:
        self.ready = ready
        self.notice.setText(notice)
        self.changed.emit()

    def _look(self, source_layer: str) -> None:
        """Look into the file in the background; some kinds of files have no columns to choose."""
        path = self.path
        self._preview = None
        self._show_mapping()
        self.rows.show([])
        if path is None or self._job is not None:
            return
        if self.layer in WITHOUT_COLUMNS:
            self._set_ready(True, tr("This kind of file needs no choice of columns."))
            self.looked.emit()
            return
        self._set_ready(False, tr("Looking into the file …"))
        workflow = importlib.import_module("fibre_planner.workflow")
        job = Job(tr("Look into the file"), lambda _: workflow.preview(path, source_layer), self)
        job.ended.connect(self._forget_job)
        job.succeeded.connect(self._show_preview)
        job.failed.connect(self._show_trouble)
        job.broke.connect(self._show_fault)
        job.finished.connect(self.looked)
        self._job = job
        job.start()

    def _forget_job(self) -> None:
        self._job = None

    def _show_fault(self, _details: str) -> None:
        self._show_trouble(PlannerError(tr("The file cannot be read.")))

    def _show_trouble(self, error: PlannerError) -> None:
        """Say what is wrong; files of house coordinates have no names of columns and may pass."""
        text = str(error)
        may_pass = self.layer == "addresses"
        if may_pass:
            text += " " + tr("Official house coordinates can be imported all the same.")
        self._set_ready(may_pass, text)

    def _show_preview(self, preview: Any) -> None:
        self._preview = preview
        if self.source_box.count() == 0:
            self.source_box.addItems(list(preview.sub_layers))
        self.source_box.setCurrentText(preview.sub_layer)
        self.form.setRowVisible(self.source_box, len(preview.sub_layers) > 1)
        if preview.suggested_layer:
            self.layer_box.setCurrentIndex(self.layer_box.findData(preview.suggested_layer))
        head = preview.first_rows
        self.rows.show([TableColumn(name, head[name].tolist()) for name in preview.columns])
        rows = ntr("{count} row.", "{count} rows.", preview.row_count)
        parts = [rows.format(count=numbers().format_number(preview.row_count))]
        if preview.crs:
            parts.append(tr("Coordinate system of the file: {crs}.").format(crs=preview.crs))
        self._show_mapping()
        self._set_ready(True, " ".join([*parts, *preview.notes]))

    def _layer_changed(self) -> None:
        if self._preview is None:
            self._look(self.source_box.currentText())
        self._show_mapping()
        self.changed.emit()

    def _show_mapping(self) -> None:
        show_columns(self.mapping, self.layer, self._preview)
