"""Signs that tools paint: handles, the mark of a snapped place, figures beside a line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from fibre_planner.ui.map.painters import Frame, polygon_of
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.tools.rubber import accent, wash
from fibre_planner.ui.map.tools.snapping import Place, Snap
from fibre_planner.ui.map.viewport import Viewport

SNAPPED = QColor("#e6007e")
_HANDLE_PX = 4.0
_SIGN_PX = 7.0
_PAD_PX = 5.0


def paint_course(
    painter: QPainter,
    view: Viewport,
    look: Look,
    places: np.ndarray,
    *,
    filled: bool = False,
) -> None:
    """Paint a line (n, 2), or the area it surrounds."""
    if len(places) < 2:
        return
    line = polygon_of(Frame(view.box(), view.resolution, 1.0).px(places))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash(look))
        painter.drawPolygon(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(look.outline, 5.0), QPen(accent(look), 2.2)):
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        (painter.drawPolygon if filled else painter.drawPolyline)(line)


def paint_handle(
    painter: QPainter, look: Look, place: Place, *, chosen: bool = False, small: bool = False
) -> None:
    """Paint a handle at a place of the screen: square for a vertex, small and round between."""
    x, y = place
    painter.setPen(QPen(accent(look), 1.6))
    painter.setBrush(SNAPPED if chosen else QColor("#ffffff"))
    if small:
        painter.drawEllipse(QPointF(x, y), _HANDLE_PX - 1, _HANDLE_PX - 1)
        return
    half = _HANDLE_PX + (1 if chosen else 0)
    painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))


def paint_snap(painter: QPainter, view: Viewport, look: Look, snap: Snap) -> None:
    """Mark what a place has snapped to: square vertex, crossed edge, corner, ringed start."""
    if not snap.kind:
        return
    x, y = view.to_screen(*snap.place)
    half = _SIGN_PX
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(look.outline, 4.5), QPen(SNAPPED, 2.0)):
        painter.setPen(pen)
        if snap.kind == "vertex":
            painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
        elif snap.kind == "edge":
            painter.drawLine(QPointF(x - half, y - half), QPointF(x + half, y + half))
            painter.drawLine(QPointF(x - half, y + half), QPointF(x + half, y - half))
        elif snap.kind == "start":
            painter.drawEllipse(QPointF(x, y), half, half)
        else:
            corner = [(x - half, y - half), (x - half, y + half), (x + half, y + half)]
            painter.drawPolyline([QPointF(*place) for place in corner])


def paint_figure(painter: QPainter, view: Viewport, look: Look, at: QPointF, text: str) -> None:
    """Write a figure on a plate beside a place, within the view."""
    metrics = QFontMetricsF(painter.font())
    lines = text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PAD_PX
    height = metrics.height() * len(lines) + 2 * _PAD_PX - 2
    left = max(min(at.x() + 14, view.width - width - 4), 4.0)
    top = min(max(at.y() - height - 8, 4.0), view.height - height - 4)
    box = QRectF(left, top, width, height)
    plate = QColor(look.outline)
    plate.setAlpha(235)
    painter.setPen(QPen(accent(look), 1.0))
    painter.setBrush(plate)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.selection)
    inside = box.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
