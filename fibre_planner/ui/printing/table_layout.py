"""A table laid out for its paper: columns fitted, texts broken into lines, rows dealt to pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QFontMetricsF

from fibre_planner.progress import Report
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.paper import Rect
from fibre_planner.ui.printing.table_cells import BODY_PX, FINE, CellTexts
from fibre_planner.ui.printing.table_letters import Letters, Span, letters_of

ROW_PAD_PX = 5.0

_GAP_PX = 12.0
_LEAST_PX = 34.0
_MOST_LINES = 3

Row = Sequence[str]
Edges = tuple[tuple[float, float], ...]
"""Left edge and width of each column, in logical pixels."""


@dataclass(frozen=True)
class PrintColumn:
    """A column of a printed table: its heading, and whether its texts are numbers."""

    title: str
    right: bool = False


@dataclass(frozen=True, eq=False)
class PrintTable:
    """A table to be printed: every cell is a text as the reader's language writes it.

    total: whether the last row is a sum, to be set off from the others.
    """

    title: str
    columns: tuple[PrintColumn, ...]
    rows: Sequence[Row]
    total: bool = False


@dataclass(frozen=True, eq=False)
class TableBody:
    """All rows of a table as they are written.

    lines: of its different cells, column by column. cells: (n, columns) which of them the rows
    have. heights: (n,) logical pixels. letters: of the different cells; heads: of the headings, of
    which there is one per column; total: of the last row where that is a sum. head_px: height of
    the headings.
    """

    edges: Edges
    lines: list[list[str]]
    cells: np.ndarray
    heights: np.ndarray
    letters: Letters
    heads: Letters
    total: Letters | None
    head_px: float


def lay_out(table: PrintTable, room: Rect, report: Report) -> TableBody:
    """Lay the rows of a table out for the width of a page."""
    texts, bold = CellTexts(), CellTexts(bold=True)
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    different = [list(dict.fromkeys(column)) for column in columns]
    edges = _edges(_wanted(table, different, texts, bold), room)
    spans = [
        (round(left * FINE), round((left + width) * FINE) if column.right else None)
        for (left, width), column in zip(edges, table.columns, strict=True)
    ]
    lines: list[list[list[str]]] = []
    for (_, width), known in zip(edges, different, strict=True):
        report(len(lines) / len(edges), table.title)
        lines.append([texts.lines(text, width, _MOST_LINES) for text in known])
    cells, counts = _numbered(columns, different, lines)
    height = QFontMetricsF(ink.font(BODY_PX)).height()
    titles = [
        bold.lines(column.title, width, _MOST_LINES)
        for column, (_, width) in zip(table.columns, edges, strict=True)
    ]
    last = [[lines] for lines in _last_lines(table, edges, bold)]
    return TableBody(
        edges,
        [cell for column in lines for cell in column],
        cells,
        np.maximum(counts, 1) * height + ROW_PAD_PX,
        letters_of(texts, list(zip(spans, lines, strict=True))),
        _heads(bold, spans, titles),
        letters_of(bold, list(zip(spans, last, strict=True))) if last else None,
        max(map(len, titles), default=1) * height + 2 * ROW_PAD_PX,
    )


def _numbered(
    columns: Sequence[Sequence[str]],
    different: Sequence[Sequence[str]],
    lines: Sequence[Sequence[list[str]]],
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the different cells (n, columns), and most lines of each row (n,)."""
    count = len(columns[0]) if columns else 0
    cells = np.empty((count, len(columns)), dtype=np.int64)
    most = np.zeros(count, dtype=np.int64)
    before = 0
    for number, (column, known, broken) in enumerate(zip(columns, different, lines, strict=True)):
        place = {text: place for place, text in enumerate(known)}
        own = np.fromiter(map(place.__getitem__, column), dtype=np.int64, count=count)
        tall = np.fromiter(map(len, broken), dtype=np.int64, count=len(broken))
        cells[:, number] = own + before
        most = np.maximum(most, tall[own]) if count else most
        before += len(known)
    return cells, most


def _last_lines(table: PrintTable, edges: Edges, bold: CellTexts) -> list[list[str]]:
    """Return the lines of a row of sums, which are bold; nothing where there is no such row."""
    if not (table.total and table.rows):
        return []
    return [
        bold.lines(text, width, _MOST_LINES)
        for text, (_, width) in zip(table.rows[-1], edges, strict=True)
    ]


def _heads(bold: CellTexts, spans: Sequence[Span], titles: Sequence[list[str]]) -> Letters:
    """Return the headings, which end on the same line."""
    most = max(map(len, titles), default=1)
    lines = [[[""] * (most - len(title)) + title] for title in titles]
    return letters_of(bold, list(zip(spans, lines, strict=True)))


def rows_of_pages(heights: np.ndarray, room_px: float) -> list[tuple[int, int]]:
    """Return first row and end of each page; at least one page, and one row on each."""
    ends = np.cumsum(heights)
    pages: list[tuple[int, int]] = []
    first, above = 0, 0.0
    while first < len(heights) or not pages:  # where a page ends depends on the one before
        end = int(np.searchsorted(ends, above + room_px, side="right"))
        end = min(max(end, first + 1), len(heights))
        pages.append((first, end))
        first, above = end, float(ends[end - 1]) if end else 0.0
    return pages


def _wanted(
    table: PrintTable, different: Sequence[Sequence[str]], texts: CellTexts, bold: CellTexts
) -> list[float]:
    """Return the width each column needs for its texts, and for its sum, which is bold."""
    sums = table.rows[-1] if table.total and table.rows else [""] * len(table.columns)
    wanted = []
    for column, known, total in zip(table.columns, different, sums, strict=True):
        widest = max(map(texts.width, known), default=0.0)
        widest = max(widest, bold.width(total), _widest_word(column.title), _LEAST_PX)
        wanted.append(widest + 1.0)
    return wanted


def _edges(wanted: Sequence[float], room: Rect) -> Edges:
    """Return left edge and width of the columns; the widest give way where room is short."""
    space = room.width - _GAP_PX * (len(wanted) - 1)
    widths = np.minimum(wanted, _cap(np.array(wanted), space))
    lefts = room.left + np.concatenate([[0.0], np.cumsum(widths + _GAP_PX)[:-1]])
    return tuple(zip(lefts.tolist(), widths.tolist(), strict=True))


def _widest_word(heading: str) -> float:
    """Return the width of the longest word of a heading, which is broken between words."""
    metrics = QFontMetricsF(ink.font(BODY_PX, bold=True))
    return max(float(metrics.horizontalAdvance(word)) for word in heading.split() or [""])


def _cap(wanted: np.ndarray, space: float) -> float:
    """Return the width that no column may pass so that all of them fit into the space."""
    if wanted.sum() <= space:
        return float(wanted.max(initial=0.0))
    ordered = np.sort(wanted)
    before = np.concatenate([[0.0], np.cumsum(ordered)[:-1]])
    caps = (space - before) / np.arange(len(ordered), 0, -1)
    return float(caps[np.argmax(caps <= ordered)])
