"""Layers and texts of the map as vectors: points as round dots and outlines, texts as text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from fibre_planner.ui.map import symbols
from fibre_planner.ui.map.lettering import Pen
from fibre_planner.ui.map.painters import Frame, polygon_of
from fibre_planner.ui.map.styles import Look, Symbol

_ROUNDS = 12
"""Points are drawn kind by kind in so many rounds, so that no kind lies on top of all others."""

_STRAIGHT_RADIANS = 0.22
_HALO_PX = 2.6


class VectorSheet:
    """A part of the world on a page that keeps lines as lines."""

    def __init__(self, painter: QPainter, frame: Frame, look: Look) -> None:
        self._painter = painter
        self.frame = frame
        self.look = look

    @property
    def resolution(self) -> float:
        """Return metres per logical pixel."""
        return self.frame.resolution

    def painter(self) -> QPainter:
        """Return the painter of the page."""
        return self._painter

    def dots(
        self, px: np.ndarray, kinds: np.ndarray, colours: list[QColor], side_px: float
    ) -> None:
        """Draw round dots."""
        for kind, places in _in_rounds(px, kinds):
            self._round(places, colours[kind], side_px)

    def stamps(self, px: np.ndarray, kinds: np.ndarray, known: list[Symbol]) -> None:
        """Draw symbols as outlines with the same edges as on the screen."""
        for kind, places in _in_rounds(px, kinds):
            symbol = known[kind]
            if symbol.shape == "circle":
                self._circles(places, symbol)
            elif symbol.shape == "ring":
                self._one_by_one(places, symbol)
            else:
                self._outlines(places, symbol)

    def _round(self, places: np.ndarray, colour: QColor, width: float) -> None:
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.drawPoints(polygon_of(places))

    def _circles(self, places: np.ndarray, symbol: Symbol) -> None:
        colour, rim = QColor(symbol.colour), symbols.rim_px(symbol.size_px)
        width = symbol.size_px * 0.9
        self._round(places, self.look.outline, width + 2 * rim)
        self._round(places, colour.darker(140), width + 0.6 * rim)
        self._round(places, colour, width - 0.6 * rim)

    def _outlines(self, places: np.ndarray, symbol: Symbol) -> None:
        corners = symbols.corners_of(symbol.shape) * (symbol.size_px / 2)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for outline in places[:, None, :] + corners[None]:  # one outline each is what Qt takes
            path.addPolygon(polygon_of(outline))
            path.closeSubpath()
        colour, rim = QColor(symbol.colour), symbols.rim_px(symbol.size_px)
        painter = self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_joined(self.look.outline, rim * 2))
        painter.drawPath(path)
        painter.setBrush(colour)
        painter.setPen(_joined(colour.darker(140), rim * 0.6))
        painter.drawPath(path)

    def _one_by_one(self, places: np.ndarray, symbol: Symbol) -> None:
        for x, y in places.tolist():  # rings mark shafts and handovers, of which there are few
            self._painter.save()
            self._painter.translate(x, y)
            symbols.draw_symbol(self._painter, symbol, symbol.size_px, self.look.outline)
            self._painter.restore()


def _joined(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _in_rounds(px: np.ndarray, kinds: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield kind and places (n, 2) of every kind in some blocks of rows, in the rows' order."""
    for rows in np.array_split(np.arange(len(px)), min(_ROUNDS, max(len(px) // 100, 1))):
        # Rare kinds come last within a round, so that they are seen.
        counts = np.bincount(kinds[rows])
        for kind in sorted(np.flatnonzero(counts).tolist(), key=lambda kind: -counts[kind]):
            yield kind, px[rows][kinds[rows] == kind]


class VectorPen(Pen):
    """Writes texts as text, so that a reader of the file can search them."""

    def put(self, text: str, font: QFont, start: QPointF, colour: QColor) -> None:
        # Files of vectors do not know letters set apart; the text stays in its middle without.
        plain = QFont(font)
        plain.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        spare = QFontMetricsF(font).horizontalAdvance(text)
        spare -= QFontMetricsF(plain).horizontalAdvance(text)
        self._write_text(text, plain, start + QPointF(spare / 2, 0), colour)

    def put_along(self, text: str, font: QFont, places: np.ndarray, angles: np.ndarray) -> None:
        """Write a nearly straight text as one, a bent one letter by letter."""
        metrics = QFontMetricsF(font)
        drop = metrics.capHeight() / 2
        turns = np.unwrap(angles)
        if np.ptp(turns) < _STRAIGHT_RADIANS:
            dx, dy = (places[-1] - places[0]).tolist()
            angle = float(np.arctan2(dy, dx)) if len(places) > 1 else float(turns[0])
            middle = (places[0] + places[-1]) / 2
            self._write_turned(text, font, middle, angle, drop)
            return
        for letter, place, angle in zip(text, places, angles.tolist(), strict=True):
            self._write_turned(letter, font, place, angle, drop)

    def _write_turned(
        self, text: str, font: QFont, middle: np.ndarray, angle: float, drop: float
    ) -> None:
        x, y = middle.tolist()
        self.painter.save()
        self.painter.translate(x, y)
        self.painter.rotate(np.degrees(angle))
        start = QPointF(-QFontMetricsF(font).horizontalAdvance(text) / 2, drop)
        self._write_text(text, font, start, self.look.text)
        self.painter.restore()

    def _write_text(self, text: str, font: QFont, start: QPointF, colour: QColor) -> None:
        path = QPainterPath()
        path.addText(start, font, text)
        self.painter.strokePath(path, _joined(self.look.halo, _HALO_PX))
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(start, text)
