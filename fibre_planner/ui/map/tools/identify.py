"""The tools for a single place: explain and choose what is there, or answer with the place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from fibre_planner.ui.map.stepping import next_stop
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.box import BoxTool
from fibre_planner.ui.map.tools.choosing import box_outline
from fibre_planner.ui.map.tools.select import Chooser
from fibre_planner.ui.map.viewport import Box


class Identify(BoxTool, Chooser):
    """Explains what is under the cursor and chooses it; Shift and a drag choose by a box."""

    cursor = Qt.CursorShape.ArrowCursor

    def press(self, at: Pointer) -> bool:
        return at.shift and super().press(at)

    def take_box(self, box: Box, at: Pointer) -> None:
        self.choose_within(box_outline(box), "add" if at.ctrl else "new")

    def click(self, at: Pointer) -> None:
        super().click(at)
        if at.shift or at.ctrl:
            self.choose_at(at)
            return
        hits = self.canvas.hits_at(at.px, at.py)
        self.canvas.select(hits[:1])
        self.choose_at(at)
        self.canvas.clicked.emit(hits, at.x, at.y)

    def key(self, key: Qt.Key, at: Pointer) -> bool:
        if key != Qt.Key.Key_N:
            return super().key(key, at)
        self._step(-1 if at.shift else 1)
        return True

    def _step(self, step: int) -> None:
        """Choose and explain the next feature that is seen."""
        canvas = self.canvas
        present = canvas.selection[0] if canvas.selection else None
        layers = canvas.scene.shown(canvas.seen_groups())
        stop = next_stop(layers, canvas.view.box(), self.table, present, step)
        if stop is None:
            return
        canvas.select((stop.hit,))
        self.chosen.emit(stop.hit.table, [stop.hit.row_id], "new")
        canvas.clicked.emit((stop.hit,), stop.x, stop.y)

    def hover(self, at: Pointer) -> None:
        hits = self.canvas.hits_at(at.px, at.py)
        self.canvas.set_hover(hits[0] if hits else None, at.x, at.y)

    def cancel(self) -> bool:
        if not super().cancel():
            self.canvas.select(())
            self.chosen.emit("", [], "new")
        return True


class PickPlace(MapTool):
    """Answers with the place of the next click.

    Signals: picked(x, y) in metres of the project's CRS; cancelled().
    """

    cursor = Qt.CursorShape.CrossCursor
    picked = Signal(float, float)
    cancelled = Signal()

    def click(self, at: Pointer) -> None:
        self.picked.emit(at.x, at.y)

    def hover(self, at: Pointer) -> None:
        self.canvas.set_hover(None, at.x, at.y)

    def cancel(self) -> bool:
        self.cancelled.emit()
        return False
