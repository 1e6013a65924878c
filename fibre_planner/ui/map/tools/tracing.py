"""What all tools share that take places one after the other: course, snapping, ending, Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.signs import paint_course, paint_handle, paint_snap
from fibre_planner.ui.map.tools.snapping import Place, Snap, right_angle, snap
from fibre_planner.ui.map.tools.typed_places import typed_place
from fibre_planner.ui.map.viewport import Viewport

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

SNAP_PX = 10.0
_ANGLE_PX = 7.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Tracing(MapTool):
    """Takes the points of a line or an area by clicks, by Enter in the middle, or typed.

    Double click and Enter end it, Backspace and Escape take the last point back. Ctrl or Alt
    suspends snapping.

    shape: line, polygon or point. snaps: whether places snap to what is on the map.
    """

    cursor = Qt.CursorShape.CrossCursor
    takes_typed = True
    shape = "line"
    snaps = True

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.course: list[Place] = []
        self.now: Snap | None = None
        self._bases: list[Place] = []

    # --- what a tool of this kind decides

    def ended(self) -> None:
        """Take the course, which has enough points; called once when it is ended."""

    def fewest(self) -> int:
        """Return how many points a course needs."""
        return {"point": 1, "line": 2, "polygon": 3}[self.shape]

    # --- places

    def snapped(self, at: Pointer) -> Snap:
        """Return where a place is taken to be."""
        if not self.snaps or at.ctrl or at.alt:
            return Snap(at.x, at.y)
        canvas = self.canvas
        metres = canvas.view.resolution
        if self.shape == "polygon" and len(self.course) > 2 and self._near_start(at):
            return Snap(*self.course[0], "start")
        layers = canvas.scene.shown(canvas.seen_groups())
        found = snap(layers, at.x, at.y, SNAP_PX * metres)
        if found.kind:
            return found
        base = self._bases[0] if self._bases else (0.0, 0.0)
        return right_angle(self.course, at.x, at.y, _ANGLE_PX * metres, base)

    def add(self, place: Snap) -> None:
        """Add a point; one at the same place as the last is passed over, one at the start ends."""
        if place.kind == "start":
            self.finish()
            return
        if self.course and self.course[-1] == place.place:
            return
        self.course.append(place.place)
        self._bases.append(place.direction)
        if self.shape == "point":
            self.finish()
        self.canvas.update()

    def enter(self, text: str) -> None:
        """Add a place that was typed; raises PlannerError where it is none."""
        towards = self.now.place if self.now is not None else None
        self.add(Snap(*typed_place(text, self.course, towards)))

    def finish(self) -> None:
        """End the course where it has enough points."""
        if len(self.course) >= self.fewest():
            self.ended()
            self.canvas.update()

    def start_anew(self) -> None:
        """Drop the course."""
        self.course, self._bases = [], []
        self.canvas.update()

    # --- mouse and keys

    def end(self) -> None:
        self.start_anew()
        self.now = None
        super().end()

    def click(self, at: Pointer) -> None:
        self.now = self.snapped(at)
        self.add(self.now)

    def hover(self, at: Pointer) -> None:
        self.now = self.snapped(at)
        self.canvas.set_hover(None, self.now.x, self.now.y)
        self.canvas.update()

    def double_click(self, at: Pointer) -> bool:  # noqa: ARG002 - its first click has added it
        self.finish()
        return True

    def key(self, key: Qt.Key, at: Pointer) -> bool:
        if key in _ENTER:
            place = self.snapped(at)
            is_new = not self.course or self.course[-1] != place.place
            if self.canvas.crosshair and is_new:  # moved by the keyboard: the middle is meant
                self.add(place)
            else:
                self.finish()
            return True
        if key == Qt.Key.Key_Backspace:
            self.step_back()
            return True
        return False

    def step_back(self) -> bool:
        """Take the last point back; return whether there was one."""
        if not self.course:
            return False
        self.course.pop()
        self._bases.pop()
        self.canvas.update()
        return True

    def cancel(self) -> bool:
        return self.step_back()

    # --- painting

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        places = np.array(self.shown_places()).reshape(-1, 2)
        paint_course(painter, view, look, places, filled=self.shape == "polygon")
        for x, y in self.course:  # what one person has clicked
            paint_handle(painter, look, view.to_screen(x, y))
        if self.now is not None:
            paint_snap(painter, view, look, self.now)

    def shown_places(self) -> list[Place]:
        """Return the course with the place of the mouse at its end."""
        now = [self.now.place] if self.course and self.now is not None else []
        return [*self.course, *now]

    def _near_start(self, at: Pointer) -> bool:
        x, y = self.canvas.view.to_screen(*self.course[0])
        return bool(np.hypot(x - at.px, y - at.py) <= SNAP_PX)
