"""The title block of a map page: what it shows, who made it, its scale and its sources."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from fibre_planner.language import tr
from fibre_planner.ui.printing import ink
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.paper import Rect
from fibre_planner.ui.wording import numbers

_PAD = 7.0
_TITLE, _BODY, _SMALL = 19, 13, 10
_MOST_PROOF_LINES = 5


@dataclass(frozen=True)
class Numbered:
    """Which page of how many, and the name of what it shows; empty without a series."""

    name: str = ""
    number: int = 1
    count: int = 1


def draw_title_block(
    painter: QPainter, place: Rect, fields: Fields, scale: int, numbered: Numbered
) -> None:
    """Draw the block into its place: sources at the foot, title at the top, facts between."""
    room = place.inner(_PAD)
    with ink.clipped(painter, place):
        foot = _draw_foot(painter, room, fields.sources, numbered)
        top = _draw_title(painter, room, fields, numbered)
        for label, text, most_lines in _rows(fields, scale):
            if top + _BODY > foot:
                break
            top = _draw_row(painter, room, top, (label, text), most_lines)
    ink.draw_frame(painter, place, 1.6)


def _rows(fields: Fields, scale: int) -> list[tuple[str, str, int]]:
    """Return label, text and the most lines of each fact; empty ones are left out."""
    formats = numbers()
    written = f"1 : {formats.format_number(scale)}"
    rows = [
        (tr("Office"), fields.office, 2),
        (tr("Author"), fields.author, 1),
        (tr("File number"), fields.file_number, 1),
        (tr("Date"), str(formats.format_date(fields.date)), 1),
        (tr("Scale"), written, 1),
        (tr("Plan"), fields.plan, 1),
        (tr("Proof"), fields.proof, _MOST_PROOF_LINES),
    ]
    return [row for row in rows if row[1]]


def _draw_title(painter: QPainter, room: Rect, fields: Fields, numbered: Numbered) -> float:
    top = room.top
    painter.setPen(ink.GREY)
    if fields.municipality:
        small = ink.font(_BODY)
        lines = ink.broken(fields.municipality, small, room.width, 1)
        top = ink.write_lines(painter, (room.left, top), lines, small)
    painter.setPen(ink.BLACK)
    for text, size, most in ((fields.title, _TITLE, 2), (numbered.name, _BODY + 2, 2)):
        if text:
            big = ink.font(size, bold=True)
            lines = ink.broken(text, big, room.width, most)
            top = ink.write_lines(painter, (room.left, top), lines, big)
    return _draw_rule(painter, room, top + 3)


def _draw_row(
    painter: QPainter, room: Rect, top: float, texts: tuple[str, str], most_lines: int
) -> float:
    label, text = texts
    small, body = ink.font(_SMALL), ink.font(_SMALL + 1 if most_lines > 2 else _BODY)
    indent = 82.0
    painter.setPen(ink.GREY)
    drop = QFontMetricsF(body).ascent() - QFontMetricsF(small).ascent()
    label_lines = ink.broken(label, small, indent - 6, 1)
    ink.write_lines(painter, (room.left, top + drop), label_lines, small)
    painter.setPen(ink.BLACK)
    lines = ink.broken(text, body, room.width - indent, most_lines)
    return ink.write_lines(painter, (room.left + indent, top), lines, body) + 2


def _draw_foot(painter: QPainter, room: Rect, sources: str, numbered: Numbered) -> float:
    """Write sources and page number at the lower edge; return where they begin."""
    small = ink.font(_SMALL)
    height = QFontMetricsF(small).height()
    lines = ink.broken(sources, small, room.width, 4)
    top = room.bottom - height * len(lines)
    if numbered.count > 1:
        top -= height
        page = tr("Page {number} of {count}").format(number=numbered.number, count=numbered.count)
        lines = [page, *lines]
    painter.setPen(ink.GREY)
    ink.write_lines(painter, (room.left, top), lines, small)
    return _draw_rule(painter, room, top - 8) - 8 if lines else room.bottom


def _draw_rule(painter: QPainter, room: Rect, y: float) -> float:
    painter.setPen(QPen(ink.LINE, 0.8, Qt.PenStyle.SolidLine))
    painter.drawLine(QLineF(room.left, y, room.right, y))
    return y + 5
