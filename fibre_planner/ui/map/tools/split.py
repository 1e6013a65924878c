"""Splitting a street, a duct or a planned trench where it is clicked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.signs import paint_figure, paint_snap
from fibre_planner.ui.map.tools.snapping import Snap
from fibre_planner.ui.map.tools.typed_places import typed_place
from fibre_planner.ui.map.viewport import Viewport
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

TABLES = ("plan_trenches", "streets", "ducts")
_VERTEX_PX = 8.0


class Split(MapTool):
    """Splits the line under the mouse; of several, one that is chosen, else the topmost.

    find: returns the geometry of a row by table and id, None where it is gone. chosen: returns
    the ids that are chosen in a table.

    Signals: split(table, id, x, y) for a place on a line.
    """

    cursor = Qt.CursorShape.CrossCursor
    split = Signal(str, str, float, float)
    takes_typed = True

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.find: Callable[[str, str], Any] = lambda _table, _row_id: None
        self.chosen: Callable[[str], Collection[str]] = lambda _table: ()
        self._hit: Hit | None = None
        self._snap: Snap | None = None
        self._lengths_m = (0.0, 0.0)

    def hint(self) -> str:
        if self._hit is None:
            return tr("Click a street, duct or planned trench where it is to be split.")
        return tr("Split here: {parts}").format(parts=self._figure())

    def end(self) -> None:
        self._forget()
        super().end()

    def hover(self, at: Pointer) -> None:
        hit = self._look(at)
        self.canvas.set_hover(hit, at.x, at.y)
        self.hint_changed.emit()
        self.canvas.update()

    def click(self, at: Pointer) -> None:
        hit = self._look(at)
        if hit is not None and self._snap is not None:
            place = self._snap.place
            self._forget()
            self.split.emit(hit.table, hit.row_id, *place)

    def double_click(self, at: Pointer) -> bool:  # noqa: ARG002 - the first click has split it
        return True

    def enter(self, text: str) -> None:
        """Split the line at a place that was typed; raises PlannerError where it is none."""
        x, y = typed_place(text, [])
        self.click(Pointer(*self.canvas.view.to_screen(x, y), x, y))

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        if self._hit is None or self._snap is None:
            return
        paint_snap(painter, view, look, self._snap)
        at = QPointF(*view.to_screen(*self._snap.place))
        paint_figure(painter, view, look, at, self._figure())

    def _forget(self) -> None:
        self._hit = self._snap = None
        self.hint_changed.emit()
        self.canvas.update()

    def _look(self, at: Pointer) -> Hit | None:
        """Return the line under the mouse, and keep where on it."""
        self._hit = self._snap = None
        hits = [hit for hit in self.canvas.hits_at(at.px, at.py) if hit.table in TABLES]
        hits.sort(key=lambda hit: hit.row_id not in self.chosen(hit.table))
        line = self.find(hits[0].table, hits[0].row_id) if hits else None
        if line is None or line.geom_type != "LineString":
            return None
        self._hit = hits[0]
        self._snap = self._on(line, at)
        first = float(line.project(shapely.Point(self._snap.place)))
        self._lengths_m = (first, float(line.length) - first)
        return self._hit

    def _on(self, line: Any, at: Pointer) -> Snap:
        """Return the place on a line nearest to the mouse; a vertex catches it."""
        vertices = shapely.get_coordinates(line)[1:-1]
        if len(vertices):
            away = np.hypot(vertices[:, 0] - at.x, vertices[:, 1] - at.y)
            if away.min() <= _VERTEX_PX * self.canvas.view.resolution:
                x, y = vertices[int(np.argmin(away))].tolist()
                return Snap(x, y, "vertex")
        foot = line.interpolate(line.project(shapely.Point(at.x, at.y)))
        return Snap(float(foot.x), float(foot.y), "edge")

    def _figure(self) -> str:
        write = numbers().format_length
        return " | ".join(write(length_m) for length_m in self._lengths_m)
