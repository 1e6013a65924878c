"""The rows that are chosen, the same for the map, the attribute table and the charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QObject, Signal

Mode = Literal["new", "add", "remove", "toggle"]


class Selection(QObject):
    """Holds chosen rows of one table at a time.

    table: name of the table as in the data dictionary, such as addresses or plan_trenches; empty
    while nothing is chosen. ids: ids of the chosen rows. told: what they have in common, empty
    where somebody just chose them. left_out: rows of the same table that the same question left
    out, such as addresses a budget does not reach.

    Signals: changed() after every change, with all of it already in its new state.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = ""
        self.ids: frozenset[str] = frozenset()
        self.told = ""
        self.left_out: frozenset[str] = frozenset()

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

    def choose_as(self, told: str, table: str, ids: Iterable[str], out: Iterable[str] = ()) -> None:
        """Choose rows that have something in common. out: what the same question left out."""
        given, left_out = frozenset(ids), frozenset(out)
        self._put(table if given or left_out else "", given, told, left_out)

    def clear(self) -> None:
        """Choose nothing."""
        self._put("", frozenset())

    def _put(
        self,
        table: str,
        ids: frozenset[str],
        told: str = "",
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        wanted = (table, ids, told, left_out)
        if wanted != (self.table, self.ids, self.told, self.left_out):
            self.table, self.ids, self.told, self.left_out = wanted
            self.changed.emit()
