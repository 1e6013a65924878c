"""Tables on paper: columns fitted to the page, heading on every page, long texts broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from fibre_planner.language import tr
from fibre_planner.progress import Report, silent
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.paper import PX_PER_MM, Paper, Rect
from fibre_planner.ui.printing.table_cells import BODY_PX, FINE, CellTexts

_MARGIN_PX = 12 * PX_PER_MM
_HEAD_PX, _FOOT_PX = 40.0, 24.0
_BODY, _SMALL, _TITLE = BODY_PX, 10, 17
_GAP_PX = 12.0
_LEAST_PX = 34.0
_MOST_LINES = 3
_ROW_PAD = 5.0
_ROWS_PER_REPORT = 500

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
    texts: CellTexts = field(default_factory=CellTexts)
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
        painter.scale(1 / FINE, 1 / FINE)
        painter.setPen(ink.BLACK)
        places = [
            (round(x * FINE), round((x + width) * FINE) if column.right else None)
            for (x, width), column in zip(self.edges, self.table.columns, strict=True)
        ]
        texts = [self.texts] * len(self.cells)
        if texts and self.table.total and self.number == self.count:
            texts[-1] = CellTexts(bold=True)
        for shaped, row, top in zip(texts, self.cells, self.tops[:-1], strict=True):
            shaped.write(painter, row, places, round((top + _ROW_PAD / 2) * FINE))
        painter.restore()


def table_pages(
    table: PrintTable, paper: Paper, fields: Fields, report: Report = silent
) -> list[TablePage]:
    """Return the pages of a table; one with a sentence where it has no rows."""
    room = _room(paper)
    measure = CellTexts()
    edges = _edges(table, room, measure)
    empty = TablePage(paper, table, fields, edges, [], [room.top + _heads_height(table, edges)])
    pages = [_open_page(empty, measure)]
    height = QFontMetricsF(ink.font(_BODY)).height()
    fitted = _fitted(table, edges, measure)
    for number, row in enumerate(table.rows):  # where a page ends depends on the rows before
        if number % _ROWS_PER_REPORT == 0:
            report(number / len(table.rows), table.title)
        cells = [lines[text] for lines, text in zip(fitted, row, strict=True)]
        tall = max(map(len, cells), default=1) or 1
        bottom = pages[-1].tops[-1] + tall * height + _ROW_PAD
        if bottom > room.bottom and pages[-1].cells:
            pages.append(_open_page(empty, measure))
            bottom = pages[-1].tops[-1] + tall * height + _ROW_PAD
        pages[-1].cells.append(cells)
        pages[-1].tops.append(bottom)
    return [
        replace(page, number=number, count=len(pages)) for number, page in enumerate(pages, start=1)
    ]


def _fitted(
    table: PrintTable, edges: tuple[tuple[float, float], ...], measure: CellTexts
) -> list[dict[str, list[str]]]:
    """Return the lines of each different text of each column."""
    return [
        {
            text: measure.lines(text, width, _MOST_LINES)
            for text in {row[number] for row in table.rows}
        }
        for number, (_, width) in enumerate(edges)
    ]


def _open_page(like: TablePage, measure: CellTexts) -> TablePage:
    return replace(like, cells=[], tops=list(like.tops), texts=measure)


def _room(paper: Paper) -> Rect:
    width, height = paper.size_px
    return Rect(
        _MARGIN_PX,
        _MARGIN_PX + _HEAD_PX,
        width - 2 * _MARGIN_PX,
        height - 2 * _MARGIN_PX - _HEAD_PX - _FOOT_PX,
    )


def _edges(table: PrintTable, room: Rect, measure: CellTexts) -> tuple[tuple[float, float], ...]:
    """Return left edge and width of the columns; the widest give way where room is short."""
    wanted = []
    for number, column in enumerate(table.columns):
        texts = {row[number] for row in table.rows}
        widest = max((measure.width(text) for text in texts), default=0.0)
        wanted.append(max(widest, _widest_word(column.title), _LEAST_PX) + 1.0)
    space = room.width - _GAP_PX * (len(wanted) - 1)
    widths = np.minimum(wanted, _cap(np.array(wanted), space))
    lefts = room.left + np.concatenate([[0.0], np.cumsum(widths + _GAP_PX)[:-1]])
    return tuple(zip(lefts.tolist(), widths.tolist(), strict=True))


def _widest_word(heading: str) -> float:
    """Return the width of the longest word of a heading, which is broken between words."""
    metrics = QFontMetricsF(ink.font(_BODY, bold=True))
    return max(float(metrics.horizontalAdvance(word)) for word in heading.split() or [""])


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
