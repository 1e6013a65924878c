"""A data frame as a table model: texts by the reader's language, numbers sorted as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

SORT_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
"""Parent of the rows of a table."""


@dataclass(frozen=True)
class TableColumn:
    """One column: its title, its values, and how a value is written (as it is where None)."""

    title: str
    values: Sequence[Any]
    write: Callable[[Any], str] | None = None

    @property
    def is_number(self) -> bool:
        """Return whether values stand on the right."""
        return self.write is not None


class FrameModel(QAbstractTableModel):
    """Shows columns of equal length; sorting goes by value, not by text."""

    def __init__(self, columns: Sequence[TableColumn] = ()) -> None:
        super().__init__()
        self._columns = list(columns)

    def show(self, columns: Sequence[TableColumn]) -> None:
        """Replace all columns."""
        self.beginResetModel()
        self._columns = list(columns)
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() or not self._columns else len(self._columns[0].values)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self._columns[index.column()]
        value = column.values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.write(value) if column.write else str(value)
        if role == SORT_ROLE:
            return float(value) if column.is_number else str(value).casefold()
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            right = self._columns[section].is_number
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
