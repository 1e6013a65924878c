"""The letters of a whole table side by side, so that a page of them is written with one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGlyphRun, QPainter, QRawFont
from shiboken6 import Shiboken

from fibre_planner.ui.printing.table_cells import CellTexts

Span = tuple[int, int | None]
"""Left edge of a cell, and its right one where its text ends there; in tenths of pixels."""

_BYTES_PER_PLACE = 16


@dataclass(frozen=True, eq=False)
class Letters:
    """The different cells of a table, each as letters in its column.

    font: that of the letters. glyphs: (m,). places: (m, 2) tenths of pixels from the left edge of
    the page and the upper edge of the row. starts: (n + 1,) where the letters of a cell begin.
    others: cell → letters of other fonts and where they stand.
    """

    font: QRawFont
    glyphs: np.ndarray
    places: np.ndarray
    starts: np.ndarray
    others: Mapping[int, list[tuple[QPointF, QGlyphRun]]]
    _points: _Points = field(default_factory=lambda: _Points())

    def write(self, painter: QPainter, cells: np.ndarray, tops: np.ndarray) -> None:
        """Write cells (n,) by number, each from its upper edge (n,) down, in tenths of pixels."""
        # A call per cell takes twice as long, and writes a file that is half as large again.
        first, count = self.starts[cells], self.starts[cells + 1] - self.starts[cells]
        ends = np.cumsum(count)
        numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + count, count)
        places = self.places[numbers]
        places[:, 1] += np.repeat(tops, count)
        run = QGlyphRun()
        run.setRawFont(self.font)
        run.setGlyphIndexes(self.glyphs[numbers].tolist())
        run.setPositions(self._points.at(places))
        painter.drawGlyphRun(QPointF(0, 0), run)
        if self.others:
            for cell, top in zip(cells.tolist(), tops.tolist(), strict=True):
                for place, other in self.others.get(cell, ()):
                    painter.drawGlyphRun(place + QPointF(0, top), other)


class _Points:
    """Points of Qt that are filled all at once; making one after the other takes ten times."""

    def __init__(self) -> None:
        # The points look into the numbers and must not outlive them.
        self._points: list[QPointF] = []
        self._numbers = np.empty((0, 2))

    def at(self, xy: np.ndarray) -> list[QPointF]:
        """Return (n, 2) places as points, which are good until the next call."""
        if len(xy) > len(self._points):
            self._points = []
            self._numbers = np.zeros((2 * len(xy), 2))
            first = self._numbers.ctypes.data
            addresses = range(first, first + self._numbers.nbytes, _BYTES_PER_PLACE)
            self._points = [cast(QPointF, Shiboken.wrapInstance(at, QPointF)) for at in addresses]
        self._numbers[: len(xy)] = xy
        return self._points[: len(xy)]


def letters_of(texts: CellTexts, columns: Sequence[tuple[Span, Sequence[list[str]]]]) -> Letters:
    """Return the different cells of columns as letters, numbered column by column.

    columns: where each stands, and the lines of its different cells.
    """
    glyphs: list[int] = []
    xs: list[float] = []
    ys: list[float] = []
    starts = [0]
    others: dict[int, list[tuple[QPointF, QGlyphRun]]] = {}
    height = round(texts.height)
    for (left, right), cells in columns:
        for lines in cells:  # the shaped texts are lists of different lengths
            for number, text in enumerate(lines):
                shape = texts.shape(text)
                x = left if right is None else right - round(shape.width)
                glyphs += shape.glyphs
                xs += [x + place for place in shape.xs]
                ys += [number * height + place for place in shape.ys]
                if shape.others:
                    known = others.setdefault(len(starts) - 1, [])
                    known += [(QPointF(x, number * height), run) for run in shape.others]
            starts.append(len(glyphs))
    places = np.column_stack((np.array(xs, dtype=np.float64), np.array(ys, dtype=np.float64)))
    taken = np.array(glyphs, dtype=np.int64)
    return Letters(texts.raw, taken, places, np.array(starts), others)
