"""Scale bar, north arrow and source notes drawn over the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.viewport import Viewport, nice_length

_MARGIN_PX = 14.0
_MOST_BAR_PX = 160.0


def small_font() -> QFont:
    """Return the font of notes on the map."""
    font = QFont()
    font.setPixelSize(11)
    return font


def draw_scale_bar(painter: QPainter, view: Viewport, look: Look, right_px: float) -> None:
    """Draw a bar of a round length at the lower right edge, its right end at a place."""
    length_m = nice_length(view.resolution, _MOST_BAR_PX)
    width = length_m / view.resolution
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    baseline = view.height - _MARGIN_PX - 18
    left = right_px - width
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [
        QPointF(left, baseline - 6),
        QPointF(left, baseline),
        QPointF(right_px, baseline),
        QPointF(right_px, baseline - 6),
    ]
    for pen in (QPen(look.halo, 5.0), QPen(look.text, 1.8)):
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(corners))
    painter.setFont(small_font())
    box = QRectF(left - 40, baseline - 24, width + 80, 18)
    _write(painter, box, Qt.AlignmentFlag.AlignCenter, text, look)


def draw_north_arrow(painter: QPainter, x: float, y: float, look: Look) -> None:
    """Draw an arrow to the north around a place."""
    painter.setPen(QPen(look.halo, 3.0))
    shape = QPolygonF(
        [QPointF(x, y - 13), QPointF(x + 7, y + 9), QPointF(x, y + 4), QPointF(x - 7, y + 9)]
    )
    painter.setBrush(look.text)
    painter.drawPolygon(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(shape)
    painter.setFont(small_font())
    _write(painter, QRectF(x - 12, y - 31, 24, 16), Qt.AlignmentFlag.AlignCenter, "N", look)


def draw_note(painter: QPainter, view: Viewport, text: str, look: Look) -> None:
    """Write where the data come from at the lower right edge, shortened if it does not fit."""
    if not text:
        return
    painter.setFont(small_font())
    metrics = QFontMetricsF(painter.font())
    room = view.width - 2 * _MARGIN_PX - 200
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 60.0))
    width = metrics.horizontalAdvance(shown) + 12
    box = QRectF(view.width - width - 4, view.height - 20, width, 17)
    ground = QColor(look.halo)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(look.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


def _write(
    painter: QPainter, box: QRectF, alignment: Qt.AlignmentFlag, text: str, look: Look
) -> None:
    painter.setPen(look.halo)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(box.translated(dx, dy), alignment, text)
    painter.setPen(look.text)
    painter.drawText(box, alignment, text)
