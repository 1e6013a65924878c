"""Fonts and texts of printed pages: sizes in logical pixels, lines broken and shortened to fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from fibre_planner.ui.printing.paper import Rect

BLACK = QColor("#1d2329")
GREY = QColor("#5a646e")
LINE = QColor("#9aa3ad")
SOFT = QColor("#d9dde2")

_UNLIMITED = 1e6


@contextmanager
def clipped(painter: QPainter, rect: Rect) -> Iterator[None]:
    """Draw within a rectangle alone; the painter is as before afterwards, whatever happens."""
    painter.save()
    try:
        painter.setClipRect(qrect(rect))
        yield
    finally:
        painter.restore()


def font(size_px: int, *, bold: bool = False) -> QFont:
    """Return the font of a printed text, without hinting, so that it is the same everywhere."""
    made = QFont()
    made.setPixelSize(size_px)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def qrect(rect: Rect) -> QRectF:
    """Return a rectangle for Qt."""
    return QRectF(rect.left, rect.top, rect.width, rect.height)


def draw_frame(painter: QPainter, rect: Rect, width_px: float = 1.0) -> None:
    """Draw the edge of a rectangle."""
    pen = QPen(BLACK, width_px)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(qrect(rect))


def broken(text: str, with_font: QFont, width: float, most_lines: int) -> list[str]:
    """Return a text in lines that are no wider than a width; what is too much is elided."""
    metrics = QFontMetricsF(with_font)
    lines: list[str] = []
    words = text.split()
    line = ""
    while words:
        longer = f"{line} {words[0]}".strip()
        if metrics.horizontalAdvance(longer) <= width or not line:
            line = longer
            words.pop(0)
            continue
        if len(lines) + 1 == most_lines:
            line = " ".join([line, *words])
            break
        lines.append(line)
        line = ""
    if line:
        lines.append(line)
    elided = Qt.TextElideMode.ElideRight
    return [metrics.elidedText(line, elided, width) for line in lines]


def write_lines(
    painter: QPainter, place: tuple[float, float], lines: list[str], with_font: QFont
) -> float:
    """Write lines from an upper left place down with the pen's colour; return where they end."""
    metrics = QFontMetricsF(with_font)
    painter.setFont(with_font)
    left, top = place
    for line in lines:
        painter.drawText(QPointF(left, top + metrics.ascent()), line)
        top += metrics.height()
    return top
