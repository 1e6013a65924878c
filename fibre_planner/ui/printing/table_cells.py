"""The texts of table cells: measured, broken into lines and shaped once for all their places."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QRawFont, QTextLayout

from fibre_planner.ui.printing import ink

BODY_PX = 12

FINE = 10
"""Cells are written in tenths of logical pixels: letters on whole ones take a third less time."""

_FIGURES = frozenset("0123456789.,-–+/:% €\u00a0\u202f")
"""Letters that stand at the same distance whatever is beside them."""


def fine_font(*, bold: bool = False) -> QFont:
    """Return the font of cells in tenths of logical pixels, its letters a whole number wide."""
    made = ink.font(BODY_PX * FINE, bold=bold)
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """A text as letters in their places, in tenths of logical pixels from its upper left corner.

    glyphs, xs, ys: letters of the font that is asked for. others: those that it does not have.
    """

    glyphs: list[int]
    xs: list[float]
    ys: list[float]
    others: tuple[QGlyphRun, ...] = ()
    width: float = 0.0


class CellTexts:
    """Measures, breaks and writes texts, each different one shaped only once.

    height: of a line, in tenths of logical pixels. raw: the font its letters are taken from.
    """

    def __init__(self, *, bold: bool = False) -> None:
        self._font = fine_font(bold=bold)
        self.raw = QRawFont.fromFont(self._font)
        self.height = QFontMetricsF(self._font).height()
        # One for all texts: making a new one costs as much as shaping.
        self._layout = QTextLayout("", self._font)
        self._shapes: dict[str, Shape] = {}
        self._figures: dict[str, tuple[int, float, float]] = {}
        self._lines: dict[tuple[str, float], list[str]] = {}

    def width(self, text: str) -> float:
        """Return the width of a text in logical pixels."""
        return self.shape(text).width / FINE

    def lines(self, text: str, width: float, most_lines: int) -> list[str]:
        """Return a text in lines no wider than a width in logical pixels."""
        if self.shape(text).width <= width * FINE:
            return [text] if text else []
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = ink.broken(text, self._font, width * FINE, most_lines)
        return self._lines[key]

    def shape(self, text: str) -> Shape:
        """Return a text as letters."""
        found = self._shapes.get(text)
        if found is None:
            found = self._row_of_figures(text) if _FIGURES.issuperset(text) else None
            found = self._shapes[text] = found or self._laid_out(text)
        return found

    def _row_of_figures(self, text: str) -> Shape | None:
        """Return figures side by side, None where the font does not have them."""
        known = self._figures
        for letter in text:
            if letter not in known:
                alone = self._laid_out(letter)
                if len(alone.glyphs) != 1 or alone.others:
                    return None
                known[letter] = (alone.glyphs[0], alone.ys[0], alone.width)
        glyphs, xs, ys, x = [], [], [], 0.0
        for letter in text:
            glyph, y, width = known[letter]
            glyphs.append(glyph)
            xs.append(x)
            ys.append(y)
            x += width
        return Shape(glyphs, xs, ys, width=x)

    def _laid_out(self, text: str) -> Shape:
        made = self._layout
        made.setText(text)
        made.beginLayout()
        line = made.createLine()
        made.endLayout()
        shape = Shape([], [], [], (), line.naturalTextWidth() if line.isValid() else 0.0)
        others = []
        for run in made.glyphRuns():
            if run.rawFont() != self.raw:
                others.append(run)
                continue
            places = run.positions()
            shape.glyphs.extend(run.glyphIndexes())
            shape.xs.extend(place.x() for place in places)
            shape.ys.extend(place.y() for place in places)
        return Shape(shape.glyphs, shape.xs, shape.ys, tuple(others), shape.width)
