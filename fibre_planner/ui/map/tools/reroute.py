"""Leading a planned trench through another street: dragged there, its price shown meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.signs import paint_course, paint_figure
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_REACH_PX = 60.0


class Reroute(MapTool):
    """Takes a trench where it is pressed and leads it through the street it is dragged to.

    detours: what measures the ways around the trench, None until it is known; route: the way
    through the street under the mouse, None where there is none.

    Signals: pressed(x, y) where a trench is taken; then give `detours`, or call `let_go`.
    chosen(detours, route) where it is dropped.
    """

    cursor = Qt.CursorShape.CrossCursor
    pressed = Signal(float, float)
    chosen = Signal(object, object)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.detours: Any = None
        self.route: Any = None
        self.is_held = False
        self._lines: list[np.ndarray] = []
        self._at: Pointer | None = None

    def hint(self) -> str:
        if not self.is_held:
            return tr("Drag a planned trench to the street it is to take; Escape ends this.")
        if self.detours is None:
            return tr("Measuring the ways around this trench …")
        if self.route is None:
            return tr("Drag it to a street that leads around.")
        return tr("Let go to take this route: {change}").format(change=change_text(self.route))

    def end(self) -> None:
        self.let_go()
        super().end()

    def let_go(self) -> None:
        """Hold no trench."""
        self.detours = self.route = self._at = None
        self.is_held, self._lines = False, []
        self.hint_changed.emit()
        self.canvas.update()

    def give(self, detours: Any) -> None:
        """Take the ways around the trench that is held; the one to the mouse is shown at once."""
        self.detours = detours
        self._show()

    def press(self, at: Pointer) -> bool:
        if not any(hit.table == "plan_trenches" for hit in self.canvas.hits_at(at.px, at.py)):
            return False
        self.is_held = True
        self.pressed.emit(at.x, at.y)
        return self.is_held

    def drag(self, at: Pointer) -> None:
        if self.is_held:
            self._at = at
            self._show()

    def drop(self, at: Pointer) -> None:  # noqa: ARG002 - the last movement has told it
        detours, route = self.detours, self.route
        self.let_go()
        if route is not None:
            self.chosen.emit(detours, route)

    def click(self, at: Pointer) -> None:  # noqa: ARG002 - a trench is dragged, not clicked
        self.let_go()

    def hover(self, at: Pointer) -> None:
        hits = self.canvas.hits_at(at.px, at.py)
        hits = tuple(hit for hit in hits if hit.table == "plan_trenches")
        self.canvas.set_hover(hits[0] if hits else None, at.x, at.y)

    def cancel(self) -> bool:
        held = self.is_held
        self.let_go()
        return held

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        if self._at is None or self.route is None:
            return
        for line in self._lines:  # the edges of one way
            paint_course(painter, view, look, line)
        paint_figure(painter, view, look, QPointF(self._at.px, self._at.py), self._text())

    def _text(self) -> str:
        return change_text(self.route)

    def _show(self) -> None:
        if self.detours is not None and self._at is not None:
            reach = _REACH_PX * self.canvas.view.resolution
            self.route = self.detours.route(self._at.x, self._at.y, reach)
            lines = self.route.lines if self.route is not None else []
            self._lines = [shapely.get_coordinates(line) for line in lines]
        self.hint_changed.emit()
        self.canvas.update()


def change_text(route: Any) -> str:
    """Return what a route changes: metres of trench and what digging costs."""
    write = numbers()
    length = write.format_change(route.length_m, write.format_length)
    return f"{length} · {write.format_change(route.cost_eur, write.format_money)}"
