"""The tools for a single place: explain and choose what is there, or answer with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.choosing import box_outline
from fibre_planner.ui.map.tools.rubber import Rubber
from fibre_planner.ui.map.tools.select import Chooser
from fibre_planner.ui.map.viewport import Viewport

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas


class Identify(Chooser):
    """Explains what is under the cursor and chooses it; Shift and a drag choose by a box."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._rubber = Rubber()

    def end(self) -> None:
        self._rubber.drop()
        super().end()

    def press(self, at: Pointer) -> bool:
        if at.shift:
            self._rubber.begin(at)
        return at.shift

    def drag(self, at: Pointer) -> None:
        self._rubber.stretch(at)
        self.canvas.update()

    def drop(self, at: Pointer) -> None:
        if self._rubber.is_drawn:
            box = box_outline(self._rubber.take())
            self.choose_within(box, "add" if at.ctrl else "new")
        self.canvas.update()

    def click(self, at: Pointer) -> None:
        self._rubber.drop()
        if at.shift or at.ctrl:
            self.choose_at(at)
            return
        hits = self.canvas.hits_at(at.px, at.py)
        self.canvas.select(hits[:1])
        self.choose_at(at)
        self.canvas.clicked.emit(hits, at.x, at.y)

    def hover(self, at: Pointer) -> None:
        hits = self.canvas.hits_at(at.px, at.py)
        self.canvas.set_hover(hits[0] if hits else None, at.x, at.y)

    def cancel(self) -> bool:
        if not self._rubber.drop():
            self.canvas.select(())
            self.chosen.emit("", [], "new")
        return True

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        self._rubber.paint(painter, view, look)


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
