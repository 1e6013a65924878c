"""The sketch on the map: thin lines of the best network so far, painted beside the tiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from fibre_planner.model.sketch import Sketch
from fibre_planner.ui.map.geometry import make_paths
from fibre_planner.ui.map.painters import Frame, draw_segments
from fibre_planner.ui.map.styles import Look, line_style, width_at
from fibre_planner.ui.map.viewport import Viewport

MARGIN_PX = 120
REPLACED_GROUPS = frozenset({"trenches", "plan_nodes"})
"""What an older plan shows is left out while a sketch of the next one is seen."""

_HALO_PX = 1.6


@dataclass(frozen=True, eq=False)
class SketchOrder:
    """A sketch and the part of the world it is to be painted for."""

    sketch: Sketch
    frame: Frame
    look: Look


@dataclass(frozen=True, eq=False)
class SketchPicture:
    """What was ordered, as a picture with a transparent ground."""

    order: SketchOrder
    image: QImage


class SketchOverlay:
    """The sketch that is shown, with the newest picture of it."""

    def __init__(self) -> None:
        self.sketch: Sketch | None = None
        self._picture: SketchPicture | None = None

    def show(self, sketch: Sketch | None) -> None:
        """Show another sketch; the picture of the old one stays until the new one is painted."""
        self.sketch = sketch
        if sketch is None:
            self._picture = None

    def take(self, picture: SketchPicture) -> None:
        """Take a picture; one of a sketch that is no longer shown at all is dropped."""
        if self.sketch is not None:
            self._picture = picture

    @property
    def is_shown(self) -> bool:
        """Return whether there is anything to draw."""
        return self._picture is not None

    def order(self, view: Viewport, ratio: float, look: Look) -> SketchOrder | None:
        """Return what is to be painted, None where the picture is as it should be."""
        if self.sketch is None or self._fits(view, look):
            return None
        return SketchOrder(self.sketch, Frame(view.box(MARGIN_PX), view.resolution, ratio), look)

    def draw(self, painter: QPainter, view: Viewport) -> None:
        """Draw the picture; scaled, as long as the one for this scale is missing."""
        if self._picture is None:
            return
        west, south, east, north = self._picture.order.frame.box
        left, top = view.to_screen(west, north)
        right, bottom = view.to_screen(east, south)
        box = QRectF(left, top, right - left, bottom - top)
        painter.drawImage(box, self._picture.image)

    def _fits(self, view: Viewport, look: Look) -> bool:
        if self._picture is None:
            return False
        made = self._picture.order
        west, south, east, north = view.box()
        left, bottom, right, top = made.frame.box
        covers = left <= west and bottom <= south and right >= east and top >= north
        is_same = made.sketch is self.sketch and made.look == look
        return is_same and covers and made.frame.resolution == view.resolution


def paint_sketch(order: SketchOrder) -> SketchPicture:
    """Return the picture of a sketch: thin lines with a halo, so that they are seen on streets."""
    frame = order.frame
    west, south, east, north = frame.box
    image = QImage(
        max(round((east - west) / frame.resolution * frame.ratio), 1),
        max(round((north - south) / frame.resolution * frame.ratio), 1),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    px = _segments(order)
    style = line_style("line", "sketch")
    thin = width_at(style.width_px, frame.resolution)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(frame.ratio, frame.ratio)
        halo = QColor(order.look.halo)
        for colour, width in ((halo, thin + _HALO_PX), (style.colour, thin)):
            pen = QPen(QColor(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            draw_segments(painter, px)
    finally:
        painter.end()
    return SketchPicture(order, image)


def _segments(order: SketchOrder) -> np.ndarray:
    """Return the straight pieces (n, 4) of the sketch that reach into the frame, in pixels."""
    lines = order.sketch.lines
    count = len(lines)
    kind = np.zeros(count, np.uint8)
    paths = make_paths(lines, kind, np.full(count, "", dtype=object), closed=False)
    metres = paths.segments(paths.within(order.frame.box))
    frame = order.frame
    return np.hstack([frame.px(metres[:, :2]), frame.px(metres[:, 2:])])
