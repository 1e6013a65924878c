"""Zooming to a box that is drawn out, and going back to where the map looked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fibre_planner.language import tr
from fibre_planner.ui.map.tools.base import Pointer
from fibre_planner.ui.map.tools.box import BoxTool
from fibre_planner.ui.map.viewport import Box, Viewport

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas

_REST_MS = 350
_MOST_VIEWS = 100
_MARGIN_PX = 2.0


class ZoomBox(BoxTool):
    """Shows the box that is drawn out; a click zooms in."""

    def hint(self) -> str:
        return tr("Drag a box around what you want to see; Escape ends this.")

    def take_box(self, box: Box, at: Pointer) -> None:  # noqa: ARG002 - no key changes it
        self.canvas.set_view(self.canvas.view.fitted(box, _MARGIN_PX))

    def click(self, at: Pointer) -> None:
        super().click(at)
        self.canvas.set_view(self.canvas.view.zoomed(-4, at.px, at.py))


class ViewHistory(QObject):
    """Remembers where a map has rested, and goes back and forth there.

    Signals: changed() when going back or forth has become possible or impossible.
    """

    changed = Signal()

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._views: list[Viewport] = []
        self._at = -1
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._keep)
        canvas.view_changed.connect(self._rest.start)

    @property
    def is_moving(self) -> bool:
        """Return whether the map has moved and not yet rested."""
        return self._rest.isActive()

    def can_go(self, step: int) -> bool:
        """Return whether there is a view before (-1) or after (1) the present one."""
        return 0 <= self._at + step < len(self._views)

    def go(self, step: int) -> None:
        """Look where the map looked before (-1) or went to from here (1)."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep()
        if self.can_go(step):
            self._at += step
            view = self._views[self._at]
            self._canvas.set_view(self._canvas.view.centred(view.x, view.y, view.level))
            self._rest.stop()
            self.changed.emit()

    def forget(self) -> None:
        """Begin anew, as with another project."""
        self._rest.stop()
        self._views, self._at = [], -1
        self.changed.emit()

    def _keep(self) -> None:
        view = self._canvas.view
        if self._at >= 0 and _same_place(self._views[self._at], view):
            return
        self._views = [*self._views[: self._at + 1], view][-_MOST_VIEWS:]
        self._at = len(self._views) - 1
        self.changed.emit()


def _same_place(one: Viewport, other: Viewport) -> bool:
    return (one.x, one.y, one.level) == (other.x, other.y, other.level)
