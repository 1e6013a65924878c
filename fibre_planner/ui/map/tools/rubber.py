"""The box that is drawn out with the mouse, for choosing and for zooming."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.base import Pointer
from fibre_planner.ui.map.viewport import Box, Viewport

_ACCENT, _ACCENT_DARK = "#1f6fb2", "#7cbcf2"
_WASH = 40


class Rubber:
    """A box between two corners in metres; empty while none is drawn."""

    def __init__(self) -> None:
        self._from: tuple[float, float] | None = None
        self._to = (0.0, 0.0)

    @property
    def is_drawn(self) -> bool:
        """Return whether there is a box."""
        return self._from is not None

    def begin(self, at: Pointer) -> None:
        """Put both corners to a place."""
        self._from = self._to = (at.x, at.y)

    def stretch(self, at: Pointer) -> None:
        """Put the second corner to a place."""
        self._to = (at.x, at.y)

    def take(self) -> Box:
        """Return the box and draw it no more."""
        assert self._from is not None
        (x1, y1), (x2, y2) = self._from, self._to
        self._from = None
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def drop(self) -> bool:
        """Draw it no more; return whether there was one."""
        was_drawn, self._from = self.is_drawn, None
        return was_drawn

    def paint(self, painter: QPainter, view: Viewport, look: Look) -> None:
        """Paint the box with a light wash and dashes that show on any ground."""
        if self._from is None:
            return
        left, top = view.to_screen(*self._from)
        right, bottom = view.to_screen(*self._to)
        box = QRectF(left, top, right - left, bottom - top).normalized()
        painter.fillRect(box, wash(look))
        paint_dashed(painter, look, lambda: painter.drawRect(box))


def accent(look: Look) -> QColor:
    """Return the colour of what a tool draws."""
    return QColor(_ACCENT_DARK if look.dark else _ACCENT)


def wash(look: Look) -> QColor:
    """Return the colour inside what is drawn out."""
    colour = accent(look)
    colour.setAlpha(_WASH)
    return colour


def paint_dashed(painter: QPainter, look: Look, draw: object) -> None:
    """Draw an outline twice: a plain one in the colour of the ground, dashes on top."""
    assert callable(draw)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(look.outline, 2.5), QPen(accent(look), 1.5, Qt.PenStyle.DashLine)):
        painter.setPen(pen)
        draw()
