"""The years of building of a plan as a small table, with what the order is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from fibre_planner.language import tr
from fibre_planner.model.year_styles import year_styles
from fibre_planner.ui.map.phase_painter import line_colour
from fibre_planner.ui.panels.cards import card, text_label
from fibre_planner.ui.theme import is_dark_palette
from fibre_planner.ui.wording import numbers, phase_table

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan

_SWATCH_PX = (18, 10)


def phases_card(plan: Plan) -> QFrame | None:
    """Return a card with a row for each year, None for a plan without years."""
    if plan.phases.empty:
        return None
    frame, column = card(tr("Build order"))
    column.addLayout(_years(plan))
    table = phase_table()
    column.addWidget(text_label(table.order_sentence(plan.summary), "plain"))
    for note in table.phase_notes(plan)[1:-1]:
        column.addWidget(text_label(note, "muted"))
    return frame


def _years(plan: Plan) -> QGridLayout:
    """Return the table of years: colour on the map, year, cost, addresses, units so far."""
    write, dark = numbers(), is_dark_palette()
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    headings = ("", tr("Year"), tr("Cost"), tr("Addresses"), tr("Served"))
    for at, heading in enumerate(headings):
        grid.addWidget(text_label(heading, "muted", right=at > 1), 0, at)
    rows = phase_table().phase_table(plan).rows
    years = sorted(plan.phases["year"].tolist(), key=lambda year: (year == 0, year))
    shown = zip(
        years,
        year_styles(years),
        *(rows[name].tolist() for name in ("year", "cost_eur", "addresses", "served")),
        strict=True,
    )
    # A row of labels for each year; there are some dozen at most.
    for row, (year, style, name, cost, addresses, served) in enumerate(shown, start=1):
        grid.addWidget(_swatch(line_colour(style["colour"], dark)), row, 0)
        grid.addWidget(text_label(name, "plain"), row, 1)
        texts = (
            write.format_money(cost),
            write.format_number(addresses),
            write.format_share(served) if year else "–",
        )
        for at, text in enumerate(texts, start=2):
            grid.addWidget(text_label(text, "plain", right=True, wraps=False), row, at)
    return grid


def _swatch(colour: QColor) -> QLabel:
    picture = QPixmap(*_SWATCH_PX)
    picture.fill(colour)
    label = QLabel()
    label.setPixmap(picture)
    return label
