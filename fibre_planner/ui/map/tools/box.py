"""The base of tools that take a box drawn out with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import MapTool, Pointer
from fibre_planner.ui.map.tools.rubber import Rubber
from fibre_planner.ui.map.viewport import Box, Viewport

if TYPE_CHECKING:
    from fibre_planner.ui.map.canvas import MapCanvas


class BoxTool(MapTool):
    """Paints a box while it is drawn out, and says when it is; a tool says what that means."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._rubber = Rubber()

    def take_box(self, box: Box, at: Pointer) -> None:
        """Take a box that has been drawn out to a place."""
        raise NotImplementedError

    def end(self) -> None:
        self._rubber.drop()
        super().end()

    def press(self, at: Pointer) -> bool:
        self._rubber.begin(at)
        return True

    def drag(self, at: Pointer) -> None:
        self._rubber.stretch(at)
        self.canvas.update()

    def drop(self, at: Pointer) -> None:
        if self._rubber.is_drawn:
            self.take_box(self._rubber.take(), at)
        self.canvas.update()

    def click(self, at: Pointer) -> None:
        self._rubber.drop()
        super().click(at)

    def cancel(self) -> bool:
        return self._rubber.drop()

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        self._rubber.paint(painter, view, look)
