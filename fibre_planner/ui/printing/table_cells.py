"""The texts of table cells: measured, broken into lines and shaped once for all their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QTextLayout

from fibre_planner.ui.printing import ink

BODY_PX = 12

FINE = 10
"""Cells are written in tenths of logical pixels: letters on whole ones take a third less time."""

Span = tuple[int, int | None]
"""Left edge of a cell, and its right one where its text ends there; in tenths of pixels."""


def fine_font(*, bold: bool = False) -> QFont:
    """Return the font of cells in tenths of logical pixels, its letters a whole number wide."""
    made = ink.font(BODY_PX * FINE, bold=bold)
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """A text as letters in their places.

    runs: one for each font the text needs. width: in tenths of logical pixels.
    """

    runs: tuple[QGlyphRun, ...]
    width: float


class CellTexts:
    """Measures, breaks and writes texts, each different one shaped only once.

    height: of a line, in tenths of logical pixels.
    """

    def __init__(self, *, bold: bool = False) -> None:
        self._font = fine_font(bold=bold)
        self.height = QFontMetricsF(self._font).height()
        # One for all texts: making a new one costs as much as shaping.
        self._layout = QTextLayout("", self._font)
        self._shapes: dict[str, Shape] = {}
        self._lines: dict[tuple[str, float], list[str]] = {}

    def width(self, text: str) -> float:
        """Return the width of a text in logical pixels."""
        return self._shape(text).width / FINE

    def lines(self, text: str, width: float, most_lines: int) -> list[str]:
        """Return a text in lines no wider than a width in logical pixels."""
        if self._shape(text).width <= width * FINE:
            return [text] if text else []
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = ink.broken(text, self._font, width * FINE, most_lines)
        return self._lines[key]

    def write(
        self, painter: QPainter, cells: Sequence[list[str]], places: Sequence[Span], top: int
    ) -> None:
        """Write the lines of the cells of a row from their upper edge down, in tenths of pixels."""
        height, draw, known = round(self.height), painter.drawGlyphRun, self._shapes
        # One call per line of a cell: letters of the whole page in one run take twice as long.
        for lines, (left, right) in zip(cells, places, strict=True):
            y = top
            for text in lines:
                shape = known.get(text) or self._shape(text)
                place = QPointF(left if right is None else right - round(shape.width), y)
                for run in shape.runs:
                    draw(place, run)
                y += height

    def _shape(self, text: str) -> Shape:
        found = self._shapes.get(text)
        if found is None:
            made = self._layout
            made.setText(text)
            made.beginLayout()
            line = made.createLine()
            made.endLayout()
            width = line.naturalTextWidth() if line.isValid() else 0.0
            found = self._shapes[text] = Shape(tuple(made.glyphRuns()), width)
        return found
