"""Crisp marks over the map: the feature under the cursor, the chosen one, a place to see."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fibre_planner.ui.map.geometry import Paths, Points
from fibre_planner.ui.map.painters import Frame, polygon_of
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene import Scene
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.viewport import Viewport

_MOST_PARTS = 400


def draw_highlight(
    painter: QPainter, scene: Scene, view: Viewport, hit: Hit, look: Look, *, chosen: bool
) -> None:
    """Mark a feature: a ring around a point, a wide line along a path; fainter while hovering."""
    layer = next((layer for layer in scene.layers if layer.key == hit.layer), None)
    if layer is None:
        return
    row = _row_of(layer.data, hit)
    if row < 0:
        return
    colour = QColor(look.selection)
    halo = QColor(look.outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(halo, 6.0 if chosen else 4.5), QPen(colour, 2.6 if chosen else 1.6)):
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if isinstance(layer.data, Points):
            x, y = view.to_screen(*layer.data.xy[row].tolist())
            painter.drawEllipse(QPointF(x, y), 10.0, 10.0)
            continue
        frame = Frame(view.box(), view.resolution, 1.0)
        first, last = np.searchsorted(layer.data.feature, [row, row + 1]).tolist()
        for part in range(first, min(last, first + _MOST_PARTS)):  # the parts of one feature
            line = polygon_of(frame.px(layer.data.part(part)))
            if layer.data.closed:
                painter.drawPolygon(line)
            else:
                painter.drawPolyline(line)


def _row_of(data: Points | Paths, hit: Hit) -> int:
    """Return where a row is now, -1 where it is gone; looking through a million takes a frame."""
    if 0 <= hit.place < len(data.ids) and data.ids[hit.place] == hit.row_id:
        return hit.place
    rows = np.flatnonzero(data.ids == hit.row_id)
    return int(rows[0]) if len(rows) else -1


def draw_target(painter: QPainter, x: float, y: float, colour: QColor, halo: QColor) -> None:
    """Draw cross-hairs around a screen place."""
    for pen in (QPen(halo, 4.0), QPen(colour, 1.6)):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, y), 12.0, 12.0)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(x + dx * 6, y + dy * 6), QPointF(x + dx * 20, y + dy * 20))
