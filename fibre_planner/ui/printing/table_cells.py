"""The texts of table cells: measured, broken into lines and shaped once for all their places."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout

from fibre_planner.ui.printing import ink

BODY_PX = 12

FINE = 10
"""Cells are written in tenths of logical pixels: letters on whole ones take a third less time."""

Span = tuple[int, int | None]
"""Left edge of a cell, and its right one where its text ends there; in tenths of pixels."""

_MOST_SHAPED = 20_000


def fine_font(*, bold: bool = False) -> QFont:
    """Return the font of cells in tenths of logical pixels, its letters a whole number wide."""
    made = ink.font(BODY_PX * FINE, bold=bold)
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made


class CellTexts:
    """Measures, breaks and writes texts, each different one worked out only once.

    ascent, height: of a line, in tenths of logical pixels.
    """

    def __init__(self) -> None:
        self._font = fine_font()
        self._metrics = QFontMetricsF(self._font)
        self.ascent = self._metrics.ascent()
        self.height = self._metrics.height()
        self._widths: dict[str, float] = {}
        self._lines: dict[tuple[str, float], list[str]] = {}
        self._shaped: dict[str, QTextLayout | None] = {}

    def width(self, text: str) -> float:
        """Return the width of a text in logical pixels."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = self._metrics.horizontalAdvance(text) / FINE
        return found

    def lines(self, text: str, width: float, most_lines: int) -> list[str]:
        """Return a text in lines no wider than a width in logical pixels."""
        if self.width(text) <= width:
            return [text] if text else []
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = ink.broken(text, self._font, width * FINE, most_lines)
        return self._lines[key]

    def write(
        self, painter: QPainter, lines: list[str], cell: Span, baseline: int, *, plain: bool
    ) -> None:
        """Write the lines of a cell from a baseline down, in tenths of logical pixels.

        plain: write with the painter's own font. Otherwise a text that comes again is shaped for
        good the second time: most cells repeat others.
        """
        left, right = cell
        for text in lines:
            x = left
            if right is not None:
                own = QFontMetricsF(painter.font()).horizontalAdvance(text) if plain else None
                x = right - round(self.width(text) * FINE if own is None else own)
            shaped = None if plain else self._shaped.get(text)
            if shaped is not None:
                shaped.draw(painter, QPointF(x, baseline - self.ascent))
            else:
                painter.drawText(QPointF(x, baseline), text)
                self._remember(text)
            baseline += round(self.height)

    def _remember(self, text: str) -> None:
        if text not in self._shaped:
            self._shaped[text] = None
        elif len(self._shaped) <= _MOST_SHAPED:
            self._shaped[text] = self._shape(text)

    def _shape(self, text: str) -> QTextLayout:
        made = QTextLayout(text, self._font)
        made.setCacheEnabled(True)
        made.beginLayout()
        made.createLine()
        made.endLayout()
        return made
