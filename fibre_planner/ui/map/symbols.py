"""Markers as small pictures: drawn once, stamped many times, and shown in legends."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from fibre_planner.ui.map.styles import Symbol

_SWATCH_PX = 18

_CORNERS = {
    "triangle": [(0.0, -1.0), (0.95, 0.72), (-0.95, 0.72)],
    "diamond": [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
    "square": [(-0.82, -0.82), (0.82, -0.82), (0.82, 0.82), (-0.82, 0.82)],
    "house": [
        (0.0, -1.0),
        (1.0, -0.1),
        (0.7, -0.1),
        (0.7, 0.85),
        (-0.7, 0.85),
        (-0.7, -0.1),
        (-1.0, -0.1),
    ],
    "star": [
        (
            math.sin(math.pi * corner / 5) * (1.0 if corner % 2 == 0 else 0.45),
            -math.cos(math.pi * corner / 5) * (1.0 if corner % 2 == 0 else 0.45),
        )
        for corner in range(10)
    ],
}


def rim_px(size_px: float) -> float:
    """Return the width of the rim that sets a marker of a size off from what lies below."""
    return max(min(size_px / 9, 1.4), 0.8)


def corners_of(shape: str) -> np.ndarray:
    """Return the corners (n, 2) of a marker of straight edges with a radius of one."""
    return np.array(_CORNERS[shape])


def outline_of(shape: str, radius: float) -> QPainterPath:
    """Return a marker's outline around the origin."""
    path = QPainterPath()
    corners = _CORNERS.get(shape)
    if corners is None:
        path.addEllipse(QPointF(0, 0), radius * 0.9, radius * 0.9)
        return path
    path.moveTo(corners[0][0] * radius, corners[0][1] * radius)
    for x, y in corners[1:]:
        path.lineTo(x * radius, y * radius)
    path.closeSubpath()
    return path


@lru_cache(maxsize=512)
def sprite(symbol: Symbol, size_px: float, ratio: float, edge: str) -> QImage:
    """Return a marker as a picture with a transparent ground.

    size_px: logical width of the marker. ratio: device pixels per logical pixel.
    edge: colour of the outline that sets the marker off from what lies below.
    """
    side = math.ceil((size_px + 4) * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    painter.scale(ratio, ratio)
    draw_symbol(painter, symbol, size_px, QColor(edge))
    painter.end()
    return image


def draw_symbol(painter: QPainter, symbol: Symbol, size_px: float, edge: QColor) -> None:
    """Draw a marker around the painter's origin."""
    colour = QColor(symbol.colour)
    rim = rim_px(size_px)
    outline = outline_of(symbol.shape, size_px / 2)
    if symbol.shape == "ring":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, size_px / 3.4 + 1.2))
        inner = size_px * 0.34
        painter.drawEllipse(QPointF(0, 0), inner, inner)
        painter.setPen(QPen(colour, size_px / 3.4))
        painter.drawEllipse(QPointF(0, 0), inner, inner)
        return
    pen = QPen(edge, rim * 2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(colour)
    painter.drawPath(outline)
    painter.setPen(QPen(colour.darker(140), rim * 0.6))
    painter.drawPath(outline)
    if symbol.shape == "star":
        painter.setPen(Qt.PenStyle.NoPen)


def swatch(symbol: Symbol, ratio: float, edge: str, side_px: int = _SWATCH_PX) -> QImage:
    """Return a marker centred in a square picture, for lists and legends; it grows with it."""
    image = QImage(
        round(side_px * ratio), round(side_px * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size_px = min(symbol.size_px * max(side_px / _SWATCH_PX, 1.0), side_px - 4)
    picture = sprite(symbol, size_px, ratio, edge)
    side = picture.width() / ratio
    place = QRectF((side_px - side) / 2, (side_px - side) / 2, side, side)
    painter.drawImage(place, picture)
    painter.end()
    return image
