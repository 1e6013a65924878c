"""Tables on paper: columns fitted to the page, heading on every page, long texts broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from fibre_planner.language import tr
from fibre_planner.progress import Report, silent
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.paper import PX_PER_MM, Paper, Rect

_MARGIN_PX = 12 * PX_PER_MM
_HEAD_PX, _FOOT_PX = 40.0, 24.0
_BODY, _SMALL, _TITLE = 12, 10, 17
_GAP_PX = 12.0
_LEAST_PX = 34.0
_MOST_LINES = 3
_ROW_PAD = 5.0
_ROWS_PER_REPORT = 500

_FINE = 10
"""Cells are written in tenths of logical pixels: letters on whole ones take a third less time."""

Row = Sequence[str]


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
class TablePage:
    """One page of a table.

    edges: (left, width) of each column. cells: lines of the cells, row by row; tops: the upper
    edge of each row, and last where they end.
    """

    paper: Paper
    table: PrintTable
    fields: Fields
    edges: tuple[tuple[float, float], ...]
    cells: list[list[list[str]]]
    tops: list[float]
    widths: dict[str, float] = field(default_factory=dict)
    number: int = 1
    count: int = 1

    @property
    def title(self) -> str:
        """Return what the page is called in lists."""
        return self.table.title

    def paint(self, painter: QPainter, ratio: float, report: Report = silent) -> None:  # noqa: ARG002
        """Paint the page in logical pixels; vectors and pictures take the same strokes."""
        _draw_margins(painter, self)
        _draw_heads(painter, self)
        self._paint_rows(painter)
        report(1.0, self.title)

    def _paint_rows(self, painter: QPainter) -> None:
        painter.setPen(QPen(ink.SOFT, 0.7))
        left, right = self.edges[0][0], self.edges[-1][0] + self.edges[-1][1]
        painter.drawLines([QLineF(left, y, right, y) for y in self.tops[1:]])
        painter.save()
        painter.scale(1 / _FINE, 1 / _FINE)
        painter.setPen(ink.BLACK)
        painter.setFont(_fine_font())
        metrics = QFontMetricsF(painter.font())
        drop, height = metrics.ascent() + _ROW_PAD * _FINE / 2, metrics.height()
        for number in range(len(self.cells)):
            if self.table.total and self.number == self.count and number == len(self.cells) - 1:
                painter.setFont(_fine_font(bold=True))
            self._paint_row(painter, number, drop, height)
        painter.restore()

    def _paint_row(self, painter: QPainter, number: int, drop: float, height: float) -> None:
        """Write the cells of a row; its first line stands a drop below its upper edge."""
        baseline = round(self.tops[number] * _FINE + drop)
        columns = zip(self.cells[number], self.edges, self.table.columns, strict=True)
        # One call per cell: a painter takes one text at a time.
        for lines, (x, width), column in columns:
            for step, text in enumerate(lines):
                start = x + width - self.widths[text] if column.right else x
                painter.drawText(QPointF(round(start * _FINE), baseline + step * height), text)


def _fine_font(*, bold: bool = False) -> QFont:
    """Return the font of cells in tenths of logical pixels, its letters a whole number wide."""
    made = ink.font(_BODY * _FINE, bold=bold)
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made


def table_pages(
    table: PrintTable, paper: Paper, fields: Fields, report: Report = silent
) -> list[TablePage]:
    """Return the pages of a table; one with a sentence where it has no rows."""
    room = _room(paper)
    measure = _Measure()
    edges = _edges(table, room, measure)
    empty = TablePage(paper, table, fields, edges, [], [room.top + _heads_height(table, edges)])
    pages = [_open_page(empty, measure)]
    height = QFontMetricsF(ink.font(_BODY)).height()
    for number, row in enumerate(table.rows):  # where a page ends depends on the rows before
        if number % _ROWS_PER_REPORT == 0:
            report(number / len(table.rows), table.title)
        cells = [measure.lines(text, width) for text, (_, width) in zip(row, edges, strict=True)]
        tall = max((len(lines) for lines in cells), default=1) or 1
        bottom = pages[-1].tops[-1] + tall * height + _ROW_PAD
        if bottom > room.bottom and pages[-1].cells:
            pages.append(_open_page(empty, measure))
            bottom = pages[-1].tops[-1] + tall * height + _ROW_PAD
        pages[-1].cells.append(cells)
        pages[-1].tops.append(bottom)
    return [
        replace(page, number=number, count=len(pages)) for number, page in enumerate(pages, start=1)
    ]


def _open_page(like: TablePage, measure: _Measure) -> TablePage:
    return replace(like, cells=[], tops=list(like.tops), widths=measure.widths)


class _Measure:
    """Measures texts and breaks them, each different one only once."""

    def __init__(self) -> None:
        self._body = _fine_font()
        self._metrics = QFontMetricsF(self._body)
        self._bold = QFontMetricsF(ink.font(_BODY, bold=True))
        self.widths: dict[str, float] = {}
        self._lines: dict[tuple[str, float], list[str]] = {}

    def width(self, text: str) -> float:
        """Return the width of a text in the body's font."""
        found = self.widths.get(text)
        if found is None:
            found = self.widths[text] = self._metrics.horizontalAdvance(text) / _FINE
        return found

    def heading(self, text: str) -> float:
        """Return the width of the longest word of a heading, which is broken between words."""
        words = text.split() or [""]
        return max(float(self._bold.horizontalAdvance(word)) for word in words)

    def lines(self, text: str, width: float) -> list[str]:
        """Return a text in lines no wider than a width."""
        if self.width(text) <= width:
            return [text] if text else []
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = ink.broken(text, self._body, width * _FINE, _MOST_LINES)
            for line in self._lines[key]:
                self.width(line)
        return self._lines[key]


def _room(paper: Paper) -> Rect:
    width, height = paper.size_px
    return Rect(
        _MARGIN_PX,
        _MARGIN_PX + _HEAD_PX,
        width - 2 * _MARGIN_PX,
        height - 2 * _MARGIN_PX - _HEAD_PX - _FOOT_PX,
    )


def _edges(table: PrintTable, room: Rect, measure: _Measure) -> tuple[tuple[float, float], ...]:
    """Return left edge and width of the columns; the widest give way where room is short."""
    wanted = []
    for number, column in enumerate(table.columns):
        texts = {row[number] for row in table.rows}
        widest = max((measure.width(text) for text in texts), default=0.0)
        wanted.append(max(widest, measure.heading(column.title), _LEAST_PX) + 1.0)
    space = room.width - _GAP_PX * (len(wanted) - 1)
    widths = np.minimum(wanted, _cap(np.array(wanted), space))
    lefts = room.left + np.concatenate([[0.0], np.cumsum(widths + _GAP_PX)[:-1]])
    return tuple(zip(lefts.tolist(), widths.tolist(), strict=True))


def _cap(wanted: np.ndarray, space: float) -> float:
    """Return the width that no column may pass so that all of them fit into the space."""
    if wanted.sum() <= space:
        return float(wanted.max(initial=0.0))
    ordered = np.sort(wanted)
    before = np.concatenate([[0.0], np.cumsum(ordered)[:-1]])
    caps = (space - before) / np.arange(len(ordered), 0, -1)
    return float(caps[np.argmax(caps <= ordered)])


def _heading_lines(table: PrintTable, edges: tuple[tuple[float, float], ...]) -> list[list[str]]:
    bold = ink.font(_BODY, bold=True)
    return [
        ink.broken(column.title, bold, width, _MOST_LINES)
        for column, (_, width) in zip(table.columns, edges, strict=True)
    ]


def _heads_height(table: PrintTable, edges: tuple[tuple[float, float], ...]) -> float:
    height = QFontMetricsF(ink.font(_BODY, bold=True)).height()
    most = max((len(lines) for lines in _heading_lines(table, edges)), default=1)
    return most * height + 2 * _ROW_PAD


def _draw_heads(painter: QPainter, page: TablePage) -> None:
    """Write the headings on their lowest line, and a rule below them."""
    bold = ink.font(_BODY, bold=True)
    metrics = QFontMetricsF(bold)
    room = _room(page.paper)
    bottom = page.tops[0] - _ROW_PAD
    painter.setPen(ink.BLACK)
    heads = _heading_lines(page.table, page.edges)
    for column, (left, width), lines in zip(page.table.columns, page.edges, heads, strict=True):
        top = bottom - len(lines) * metrics.height()
        for line in lines:
            x = left + width - metrics.horizontalAdvance(line) if column.right else left
            top = ink.write_lines(painter, (x, top), [line], bold)
    painter.setPen(QPen(ink.BLACK, 1.2))
    last_left, last_width = page.edges[-1]
    rule = page.tops[0] - 2
    painter.drawLine(QLineF(room.left, rule, last_left + last_width, rule))
    if not page.table.rows:
        painter.setPen(ink.GREY)
        nothing = [tr("There are no rows.")]
        ink.write_lines(painter, (room.left, page.tops[0] + 6), nothing, ink.font(_BODY))


def _draw_margins(painter: QPainter, page: TablePage) -> None:
    """Write title and municipality above, file number and page below."""
    room, fields = _room(page.paper), page.fields
    painter.setPen(ink.BLACK)
    title = ink.font(_TITLE, bold=True)
    half = room.width / 2
    ink.write_lines(
        painter, (room.left, _MARGIN_PX), ink.broken(page.table.title, title, room.width * 0.7, 1),
        title,
    )  # fmt: skip
    painter.setPen(ink.GREY)
    painter.setFont(ink.font(_BODY))
    above = QRectF(room.left + half, _MARGIN_PX, half, 20)
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    painter.drawText(above, right | middle, fields.municipality)
    painter.setFont(ink.font(_SMALL))
    below = QRectF(room.left, room.bottom + _FOOT_PX - 16, room.width, 16)
    from_whom = " · ".join(text for text in (fields.office, fields.file_number) if text)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | middle, from_whom)
    text = tr("Page {number} of {count}").format(number=page.number, count=page.count)
    painter.drawText(below, right | middle, text)
