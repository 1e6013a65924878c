"""The tools that choose rows: by click, by a box, by a polygon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal

from fibre_planner.language import tr
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.share_layer import SHARE_TABLES
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.box import BoxTool
from fibre_planner.ui.map.tools.choosing import CHOOSABLE, box_outline, rows_within
from fibre_planner.ui.map.tools.tracing import Tracing
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.selection import Mode

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas


def mode_of(at: Pointer) -> Mode:
    """Return what the keys held say: Shift adds, Ctrl toggles, both remove."""
    if at.shift and at.ctrl:
        return "remove"
    if at.ctrl:
        return "toggle"
    return "add" if at.shift else "new"


class Chooser(MapTool):
    """A tool that chooses rows.

    table: from which rows are wanted; empty for the topmost ones. present_table: of what is
    chosen already, to which rows are added.

    Signals: chosen(table, ids, mode); an empty table where there is nothing.
    """

    chosen = Signal(str, object, str)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.table = ""
        self.present_table = ""

    def choose_at(self, at: Pointer) -> Hit | None:
        """Choose the topmost row under a place."""
        known = (*CHOOSABLE, *SHARE_TABLES)
        hits = [hit for hit in self.canvas.hits_at(at.px, at.py) if hit.table in known]
        if self.table:
            hits = [hit for hit in hits if hit.table == self.table]
        mode = mode_of(at)
        if hits:
            self.chosen.emit(hits[0].table, [hits[0].row_id], mode)
            return hits[0]
        if mode == "new":
            self.chosen.emit("", [], mode)
        return None

    def choose_within(self, outline: np.ndarray, mode: Mode) -> None:
        """Choose what lies within a polygon (n, 2) in metres."""
        canvas = self.canvas
        layers = canvas.scene.shown(canvas.seen_groups())
        table = self.table or (self.present_table if mode != "new" else "")
        self.chosen.emit(*rows_within(layers, outline, table), mode)


class SelectBox(BoxTool, Chooser):
    """Chooses by a box that is drawn out, or by a click."""

    def hint(self) -> str:
        return tr("Drag a box around what is to be chosen; Shift adds, Ctrl toggles.")

    def take_box(self, box: Box, at: Pointer) -> None:
        self.choose_within(box_outline(box), mode_of(at))

    def click(self, at: Pointer) -> None:
        super().click(at)
        self.choose_at(at)


class SelectPolygon(Tracing, Chooser):
    """Chooses by a polygon whose corners are clicked."""

    shape = "polygon"
    snaps = False
    takes_typed = False

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._mode: Mode = "new"

    def hint(self) -> str:
        return tr("Click the corners of an area; a double click or Enter chooses what is in it.")

    def click(self, at: Pointer) -> None:
        self._mode = mode_of(at)
        super().click(at)

    def ended(self) -> None:
        corners = np.array(self.course)
        self.start_anew()
        self.choose_within(corners, self._mode)
