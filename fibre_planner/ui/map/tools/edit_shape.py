"""Editing what is on the map: vertices moved, inserted and deleted, features moved and deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter

from fibre_planner.language import tr
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.outline import Outline, outline_of
from fibre_planner.ui.map.tools.signs import paint_course, paint_handle, paint_snap
from fibre_planner.ui.map.tools.snapping import Snap, on_segments, snap
from fibre_planner.ui.map.tools.tracing import SNAP_PX
from fibre_planner.ui.map.tools.typed_places import typed_place
from fibre_planner.ui.map.viewport import Viewport

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

TABLES = (
    *("addresses", "streets", "ducts", "nodes", "sites", "areas", "buildings", "places"),
    *("plan_nodes", "node_wishes"),
)
"""Tables whose features are edited on the map; a moved node of the plan asks for another plan."""

_GRAB_PX = 8.0
_MOST_HANDLES = 1500


@dataclass(frozen=True)
class Grabbed:
    """What is being dragged: a vertex, or the whole feature (vertex None) from a place on."""

    vertex: int | None
    x: float
    y: float


class EditShape(MapTool):
    """Edits one feature at a time; while it is dragged, only the tool's signs are painted.

    find: returns the geometry of a row by table and id, None where it is gone.

    Signals: changed(table, id, geometry, what) for one edit, what: vertex, insert, remove,
    part or move; delete_wanted(table, id).
    """

    changed = Signal(str, str, object, str)
    delete_wanted = Signal(str, str)
    takes_typed = True
    snaps = True

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self.find: Callable[[str, str], Any] = lambda _table, _row_id: None
        self.table, self.row_id = "", ""
        self.outline: Outline | None = None
        self.vertex: int | None = None
        self._grabbed: Grabbed | None = None
        self._before: Outline | None = None
        self._now: Snap | None = None

    def hint(self) -> str:
        if self.outline is None:
            return tr("Click what you want to edit; Escape ends this.")
        if self.outline.dimension == 0:
            return tr("Drag it to another place, or press Delete.")
        return tr("Drag squares to move, circles to insert, the inside to move all; Delete.")

    # --- what is edited

    def edit(self, table: str, row_id: str) -> bool:
        """Take a feature to edit; return whether its shape can be edited."""
        self.outline = outline_of(self.find(table, row_id))
        self.vertex = self._grabbed = self._before = self._now = None
        there = self.outline is not None
        self.table, self.row_id = (table, row_id) if there else ("", "")
        self.hint_changed.emit()
        self.canvas.update()
        return there

    def refresh(self) -> None:
        """Read the feature again, as after an edit or an undo; the vertex stays chosen."""
        if self.row_id:
            vertex = self.vertex
            if self.edit(self.table, self.row_id) and vertex is not None:
                assert self.outline is not None
                self.vertex = vertex if vertex < len(self.outline.vertices()) else None

    def let_go(self) -> None:
        """Edit nothing."""
        self.edit("", "")

    def end(self) -> None:
        self.let_go()
        super().end()

    # --- mouse

    def press(self, at: Pointer) -> bool:
        outline = self.outline
        if outline is None:
            return False
        vertex = self._near(outline.vertices(), at)
        if vertex is not None:
            self._grab(Grabbed(vertex, at.x, at.y))
            return True
        middles, numbers = outline.middles()
        middle = self._near(middles, at)
        if middle is not None:
            after = int(numbers[middle])
            self._grab(Grabbed(after + 1, at.x, at.y))
            self.outline = outline.inserted(after, (at.x, at.y))
            return True
        if any(hit.row_id == self.row_id for hit in self.canvas.hits_at(at.px, at.py)):
            self._grab(Grabbed(None, at.x, at.y))
            return True
        return False

    def drag(self, at: Pointer) -> None:
        if self._grabbed is None or self._before is None:
            return
        held, outline = self._grabbed, self.outline
        assert outline is not None
        if held.vertex is not None:
            self._now = self._snapped(at)
            self.outline = outline.moved(held.vertex, self._now.place)
        else:
            self.outline = self._before.shifted(at.x - held.x, at.y - held.y)
        self.canvas.set_hover(None, at.x, at.y)
        self.canvas.update()

    def drop(self, at: Pointer) -> None:  # noqa: ARG002 - the last movement has told it
        held, before, outline = self._grabbed, self._before, self.outline
        self._grabbed = self._before = self._now = None
        if held is None or before is None or outline is None:
            return
        self.vertex = held.vertex
        if outline.dimension == 0 or held.vertex is None:
            what = "move"
        else:
            what = "vertex" if len(before.vertices()) == len(outline.vertices()) else "insert"
        self._tell(outline, what)

    def click(self, at: Pointer) -> None:
        before, self._grabbed = self._before, None
        if before is not None:
            self.outline, self._before = before, None  # pressed and let go without a movement
        if self.outline is not None:
            self.vertex = self._near(self.outline.vertices(), at)
            if self.vertex is not None:
                self.canvas.update()
                return
        hits = [hit for hit in self.canvas.hits_at(at.px, at.py) if hit.table in TABLES]
        if hits:
            self.edit(hits[0].table, hits[0].row_id)
        else:
            self.let_go()

    def double_click(self, at: Pointer) -> bool:
        """Insert a vertex where the edge is clicked twice."""
        outline = self.outline
        if outline is None or outline.dimension == 0:
            return False
        pieces, numbers = outline.segments()
        metres = self.canvas.view.resolution
        found = on_segments(pieces, at.x, at.y, _GRAB_PX * metres)
        if found is not None and self._near(outline.vertices(), at) is None:
            piece, foot = found
            self.vertex = int(numbers[piece]) + 1
            self._tell(outline.inserted(int(numbers[piece]), foot.place), "insert")
        return True

    def hover(self, at: Pointer) -> None:
        hits = self.canvas.hits_at(at.px, at.py)
        hits = tuple(hit for hit in hits if hit.table in TABLES)
        self.canvas.set_hover(hits[0] if hits else None, at.x, at.y)

    # --- keys

    def key(self, key: Qt.Key, at: Pointer) -> bool:  # noqa: ARG002 - the place does not matter
        if key not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or self.outline is None:
            return False
        outline, vertex = self.outline, self.vertex
        if vertex is not None and outline.dimension > 0:
            less = outline.without(vertex)
            if less is not None:
                what = "part" if outline.takes_part_away(vertex) else "remove"
                self.vertex = None
                self._tell(less, what)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(self.table, self.row_id)
        return True

    def enter(self, text: str) -> None:
        """Move the chosen vertex, or a point, to a place that was typed."""
        outline = self.outline
        if outline is None:
            return
        vertex = 0 if self.vertex is None and outline.dimension == 0 else self.vertex
        if vertex is None:
            return
        x, y = outline.vertices()[vertex].tolist()
        place = typed_place(text, [(x, y)])
        self._tell(outline.moved(vertex, place), "move" if outline.dimension == 0 else "vertex")

    def cancel(self) -> bool:
        """Give up the drag, then the vertex, then the feature."""
        if self._before is not None:
            self.outline, self._before, self._grabbed, self._now = self._before, None, None, None
        elif self.vertex is not None:
            self.vertex = None
        elif self.outline is not None:
            self.let_go()
        else:
            return False
        self.canvas.update()
        return True

    # --- painting

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        outline = self.outline
        if outline is None:
            return
        for path in outline.drawn():  # the parts of one feature
            paint_course(painter, view, look, path)
        for place in self._seen(outline.middles()[0], view):
            paint_handle(painter, look, place, small=True)
        chosen = None if self.vertex is None else outline.vertices()[self.vertex]
        for place in self._seen(outline.vertices(), view):
            paint_handle(painter, look, place)
        if chosen is not None:
            paint_handle(painter, look, view.to_screen(*chosen.tolist()), chosen=True)
        if self._now is not None:
            paint_snap(painter, view, look, self._now)

    def _grab(self, held: Grabbed) -> None:
        self._grabbed, self._before = held, self.outline

    def _tell(self, outline: Outline, what: str) -> None:
        self.outline = outline
        self.canvas.update()
        self.changed.emit(self.table, self.row_id, outline.shape(), what)

    def _snapped(self, at: Pointer) -> Snap:
        if not self.snaps or at.ctrl or at.alt:
            return Snap(at.x, at.y)
        canvas = self.canvas
        layers = canvas.scene.shown(canvas.seen_groups())
        reach = SNAP_PX * canvas.view.resolution
        return snap(layers, at.x, at.y, reach, without=self.row_id)

    def _near(self, places: np.ndarray, at: Pointer) -> int | None:
        """Return the number of the place under the mouse."""
        if not len(places):
            return None
        away = np.hypot(places[:, 0] - at.x, places[:, 1] - at.y)
        best = int(np.argmin(away))
        return best if away[best] <= _GRAB_PX * self.canvas.view.resolution else None

    def _seen(self, places: np.ndarray, view: Viewport) -> list[tuple[float, float]]:
        """Return the screen places of handles that are seen; none where they are too many."""
        west, south, east, north = view.box(_GRAB_PX)
        x, y = places[:, 0], places[:, 1]
        seen = places[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
        if len(seen) > _MOST_HANDLES:
            return []
        return [view.to_screen(*place) for place in seen.tolist()]
