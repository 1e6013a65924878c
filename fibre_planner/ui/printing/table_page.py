"""Tables on paper: the heading on every page, its rows, title and page number in the margins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from fibre_planner.language import tr
from fibre_planner.progress import Report, silent
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.paper import PX_PER_MM, Paper, Rect
from fibre_planner.ui.printing.table_cells import BODY_PX, FINE
from fibre_planner.ui.printing.table_layout import (
    ROW_PAD_PX,
    Edges,
    PrintTable,
    TableBody,
    lay_out,
    rows_of_pages,
)

_MARGIN_PX = 12 * PX_PER_MM
_HEAD_PX, _FOOT_PX = 40.0, 24.0
_SMALL, _TITLE = 10, 17


@dataclass(frozen=True, eq=False)
class TablePage:
    """One page of a table.

    rows: first row and end. tops: the upper edge of each row, and last where they end, in logical
    pixels.
    """

    paper: Paper
    table: PrintTable
    fields: Fields
    body: TableBody
    rows: tuple[int, int]
    tops: list[float]
    number: int
    count: int

    @property
    def title(self) -> str:
        """Return what the page is called in lists."""
        return self.table.title

    @property
    def edges(self) -> Edges:
        """Return left edge and width of each column."""
        return self.body.edges

    @property
    def cells(self) -> list[list[list[str]]]:
        """Return the lines of the cells, row by row."""
        return [
            [self.body.lines[cell] for cell in row]
            for row in self.body.cells[slice(*self.rows)].tolist()
        ]

    def paint(self, painter: QPainter, ratio: float, report: Report = silent) -> None:  # noqa: ARG002
        """Paint the page in logical pixels; vectors and pictures take the same strokes."""
        _draw_margins(painter, self)
        _draw_rules(painter, self)
        painter.save()
        painter.scale(1 / FINE, 1 / FINE)
        painter.setPen(ink.BLACK)
        heads = np.arange(len(self.edges))
        self.body.heads.write(painter, heads, _fine(np.full(len(heads), _room(self.paper).top)))
        _write_rows(painter, self)
        painter.restore()
        report(1.0, self.title)


def table_pages(
    table: PrintTable, paper: Paper, fields: Fields, report: Report = silent
) -> list[TablePage]:
    """Return the pages of a table; one with a sentence where it has no rows."""
    room = _room(paper)
    body = lay_out(table, room, report)
    top = room.top + body.head_px
    dealt = rows_of_pages(body.heights, room.bottom - top)
    return [
        TablePage(
            paper,
            table,
            fields,
            body,
            rows,
            (top + np.cumsum([0.0, *body.heights[slice(*rows)]])).tolist(),
            number,
            len(dealt),
        )
        for number, rows in enumerate(dealt, start=1)
    ]


def _room(paper: Paper) -> Rect:
    width, height = paper.size_px
    return Rect(
        _MARGIN_PX,
        _MARGIN_PX + _HEAD_PX,
        width - 2 * _MARGIN_PX,
        height - 2 * _MARGIN_PX - _HEAD_PX - _FOOT_PX,
    )


def _fine(tops: np.ndarray) -> np.ndarray:
    """Return where the letters of rows begin, in tenths of pixels."""
    return np.rint((tops + ROW_PAD_PX / 2) * FINE)


def _write_rows(painter: QPainter, page: TablePage) -> None:
    body, (first, end) = page.body, page.rows
    tops = _fine(np.array(page.tops[:-1]))
    columns = len(page.edges)
    is_last = body.total is not None and end == len(body.cells) and end > first
    plain = end - first - is_last
    cells = body.cells[first : first + plain]
    body.letters.write(painter, cells.ravel(), np.repeat(tops[:plain], columns))
    if is_last and body.total is not None:
        body.total.write(painter, np.arange(columns), np.repeat(tops[plain:], columns))


def _draw_rules(painter: QPainter, page: TablePage) -> None:
    """Draw a rule below the headings, and a soft one below each row."""
    room, (last_left, last_width) = _room(page.paper), page.edges[-1]
    right = last_left + last_width
    painter.setPen(QPen(ink.SOFT, 0.7))
    painter.drawLines([QLineF(room.left, y, right, y) for y in page.tops[1:]])
    painter.setPen(QPen(ink.BLACK, 1.2))
    painter.drawLine(QLineF(room.left, page.tops[0] - 2, right, page.tops[0] - 2))
    if not page.table.rows:
        painter.setPen(ink.GREY)
        nothing = [tr("There are no rows.")]
        ink.write_lines(painter, (room.left, page.tops[0] + 6), nothing, ink.font(BODY_PX))


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
    painter.setFont(ink.font(BODY_PX))
    above = QRectF(room.left + half, _MARGIN_PX, half, 20)
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
    painter.drawText(above, right | middle, fields.municipality)
    painter.setFont(ink.font(_SMALL))
    below = QRectF(room.left, room.bottom + _FOOT_PX - 16, room.width, 16)
    from_whom = " · ".join(text for text in (fields.office, fields.file_number) if text)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | middle, from_whom)
    text = tr("Page {number} of {count}").format(number=page.number, count=page.count)
    painter.drawText(below, right | middle, text)
