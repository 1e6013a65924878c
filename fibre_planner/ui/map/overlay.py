"""What tools lay over the map: drawn crisply at every paint, above marks, below furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from fibre_planner.ui.map.styles import Look
    from fibre_planner.ui.map.viewport import Viewport


class Overlay(Protocol):
    """Something drawn over the map, such as a line that is being measured.

    Add it to `canvas.overlays`, and call `canvas.update()` when it has changed.
    """

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Draw in logical pixels of the view, smoothed, within a few milliseconds."""
