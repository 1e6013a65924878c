"""The rows of a table as a Qt model over column arrays: an order of rows, and which are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fibre_planner.language import tr
from fibre_planner.ui.table.fields import Field, sorted_rows
from fibre_planner.ui.table.sources import Content

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
"""Parent of the rows of a table."""

_KEPT_TEXTS = 20_000
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

CHOSEN_ROLE = Qt.ItemDataRole.UserRole + 1


class TableModel(QAbstractTableModel):
    """Shows some columns of a content, its rows filtered and sorted.

    order: the row of the content behind each row shown. chosen: a flag per row of the content.
    change_cell: called with id, column and typed text when a cell is edited.
    """

    def __init__(self, change_cell: Callable[[str, Field, Any], bool]) -> None:
        super().__init__()
        self.content = Content("")
        self.fields: tuple[Field, ...] = ()
        self.order = np.empty(0, dtype=np.int64)
        self.chosen = np.empty(0, dtype=bool)
        self._mask: np.ndarray | None = None
        self._only_chosen = False
        self._sorted_by: tuple[str, bool] | None = None
        self._texts: dict[tuple[int, int], str] = {}
        self._change_cell = change_cell

    # --- what is shown

    def show(self, content: Content, columns: Sequence[str]) -> None:
        """Replace the content; columns are named in the order they are shown."""
        self.beginResetModel()
        self.content = content
        self.fields = _named(content, columns)
        self._texts = {}
        self._mask = None
        self.chosen = np.zeros(len(content.ids), dtype=bool)
        if self._sorted_by and content.field(self._sorted_by[0]) is None:
            self._sorted_by = None
        self.order = self._ordered()
        self.endResetModel()

    def replace(self, content: Content) -> None:
        """Take over the same table after a change; columns, order and place on screen stay."""
        shown = [field.name for field in self.fields]
        alike = len(content.ids) == len(self.content.ids) and bool(
            np.all(content.ids == self.content.ids)
        )
        if not alike or len(_named(content, shown)) != len(shown):
            self.show(content, shown)
            return
        self.layoutAboutToBeChanged.emit()
        self.content = content
        self.fields = _named(content, shown)
        self._texts = {}
        self.layoutChanged.emit()

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self.fields = _named(self.content, columns)
        self._texts = {}
        self.endResetModel()

    def filter(self, mask: np.ndarray | None, *, only_chosen: bool) -> None:
        """Show the rows of a mask (all where None), of these the chosen ones alone if wished."""
        self._mask, self._only_chosen = mask, only_chosen
        self._reorder()

    def sort_by(self, name: str, *, descending: bool) -> None:
        """Sort the rows by a column; an empty name gives the order of the table back."""
        self._sorted_by = (name, descending) if name else None
        self._reorder()

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Return the column the rows are sorted by and whether downwards."""
        return self._sorted_by

    def choose(self, chosen: np.ndarray) -> None:
        """Mark rows of the content as chosen."""
        self.chosen = chosen
        if self._only_chosen:
            self._reorder()
        elif len(self.order) and self.fields:
            last = self.index(len(self.order) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [CHOSEN_ROLE])

    def ids_of(self, rows: np.ndarray) -> list[str]:
        """Return the ids of rows that are shown."""
        ids: list[str] = self.content.ids[self.order[rows]].tolist()
        return ids

    def _reorder(self) -> None:
        order = self._ordered()
        if np.array_equal(order, self.order):
            return
        self.beginResetModel()
        self.order = order
        self._texts = {}
        self.endResetModel()

    def _ordered(self) -> np.ndarray:
        shown = self._mask
        if self._only_chosen:
            shown = self.chosen if shown is None else shown & self.chosen
        if self._sorted_by is None:
            count = len(self.content.ids)
            return np.arange(count) if shown is None else np.flatnonzero(shown)
        field = self.content.field(self._sorted_by[0])
        assert field is not None
        order = sorted_rows(field, descending=self._sorted_by[1])
        return order if shown is None else order[shown[order]]

    # --- the Qt model

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.fields[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field.is_number else _LEFT
        if role == CHOSEN_ROLE:
            return bool(self.chosen[self.order[index.row()]])
        if role == Qt.ItemDataRole.EditRole:
            return field.cells[self.order[index.row()]]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(index.row(), index.column()) if field.kind == "text" else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return tr("chosen") if self.chosen[self.order[index.row()]] else ""
        return None

    def _text(self, row: int, column: int) -> str:
        key = (row, column)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.clear()
            known = self.fields[column].text(int(self.order[row])).replace("\n", " ")
            self._texts[key] = known
        return known

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        row_id = str(self.content.ids[self.order[index.row()]])
        return self._change_cell(row_id, self.fields[index.column()], value)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.fields[index.column()].owned:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{field.about} ({field.name})" if field.about else field.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field.is_number else _LEFT
        return None


def _named(content: Content, columns: Sequence[str]) -> tuple[Field, ...]:
    found = (content.field(name) for name in columns)
    return tuple(field for field in found if field is not None)
