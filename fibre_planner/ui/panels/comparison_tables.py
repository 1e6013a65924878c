"""The tables of a comparison as sortable lists that bring their rows onto the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fibre_planner.ui.panels.frame_model import SORT_ROLE, FrameModel, TableColumn
from fibre_planner.ui.wording import numbers

_WIDEST_PX = 200
_SIGNED = ("length_m", "cost_base_eur", "quantity_base_eur", "price_base_eur")
"""Columns that hold differences."""


class DifferenceTable(QTableView):
    """One table of a comparison, with an id behind each row.

    Signals: row_wanted(id) when a row is chosen by mouse or keyboard.
    """

    row_wanted = Signal(str)

    def __init__(self, name: str, *, wraps: bool = False) -> None:
        """wraps: share the width among the columns and break long texts into lines."""
        super().__init__()
        self._wraps = wraps
        self.setAccessibleName(name)
        self._model = FrameModel()
        self._ids: list[str] = []
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(SORT_ROLE)
        self.setModel(self._proxy)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        if wraps:
            rows = self.verticalHeader()
            rows.setMinimumSectionSize(26)
            rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentRowChanged.connect(self._chosen)

    def show_table(self, table: Any, wanted: Sequence[tuple[str, str]], ids: Sequence[str]) -> None:
        """Show some columns (name and title) of a report table, the rows in its order.

        ids: one for each row of the table, empty where it has no place.
        """
        self.selectionModel().blockSignals(True)
        self._ids = list(ids)
        columns = {column.name: column for column in table.columns}
        self._model.show(
            [
                TableColumn(title, table.rows[name].tolist(), _writer(columns[name]))
                for name, title in wanted
            ]
        )
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().blockSignals(False)
        if self._wraps:
            self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            return
        self.resizeColumnsToContents()
        for place in range(len(wanted)):
            self.setColumnWidth(place, min(self.columnWidth(place), _WIDEST_PX))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    @property
    def row_count(self) -> int:
        """Return how many rows are listed."""
        return self._model.rowCount()

    def choose(self, row_id: str) -> None:
        """Choose the row of an id without asking for its place on the map."""
        if row_id not in self._ids:
            return
        index = self._proxy.mapFromSource(self._model.index(self._ids.index(row_id), 0))
        self.selectionModel().blockSignals(True)
        self.selectRow(index.row())
        self.selectionModel().blockSignals(False)
        self.scrollTo(index)
        self.viewport().update()

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            row_id = self._ids[self._proxy.mapToSource(current).row()]
            if row_id:
                self.row_wanted.emit(row_id)


def _writer(column: Any) -> Callable[[Any], str] | None:
    """Return how a value of a report column is written, None for texts."""
    write = numbers()
    if column.kind == "text":
        return None
    plain = write.format_money
    if column.kind != "money":
        digits = 1 if column.kind == "number" else 0

        def plain(value: Any) -> str:
            return str(write.format_number(value, digits))

    def text(value: Any) -> str:
        if value != value:  # NaN: not known
            return ""
        return str(write.format_change(value, plain) if column.name in _SIGNED else plain(value))

    return text
