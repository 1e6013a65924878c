"""The rows that are chosen, the same for the map, the attribute table and the charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QObject, Signal

Mode = Literal["new", "add", "remove", "toggle"]


class Selection(QObject):
    """Holds chosen rows of one table at a time.

    table: name of the table as in the data dictionary, such as addresses or plan_trenches; empty
    while nothing is chosen. ids: ids of the chosen rows.

    Signals: changed() after every change, with both already in their new state.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = ""
        self.ids: frozenset[str] = frozenset()

    def choose(self, table: str, ids: Iterable[str], mode: Mode = "new") -> None:
        """Choose rows; rows of another table than the present one always replace them."""
        given = frozenset(ids)
        before = self.ids if table == self.table else frozenset()
        after = {
            "new": given,
            "add": before | given,
            "remove": before - given,
            "toggle": before ^ given,
        }[mode]
        self._put(table if after else "", after)

    def clear(self) -> None:
        """Choose nothing."""
        self._put("", frozenset())

    def _put(self, table: str, ids: frozenset[str]) -> None:
        if (table, ids) != (self.table, self.ids):
            self.table, self.ids = table, ids
            self.changed.emit()
