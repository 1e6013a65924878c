"""The figures of the plan: who is connected, what it costs, and how near it is to the optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fibre_planner.language import ntr, tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.panels.bars import RangeBar, ShareBar
from fibre_planner.ui.panels.cards import card, text_label
from fibre_planner.ui.panels.phases_card import phases_card
from fibre_planner.ui.panels.plan_head import PlanHead
from fibre_planner.ui.panels.plan_page import PlanPage
from fibre_planner.ui.wording import label, numbers, sentences

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan, PlanSummary


class PlanPanel(PlanPage):
    """Shows the plan of the document, or what to do to get one."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        without = tr("A plan shows trenches, cabinets, cost, and how near it is to the optimum.")
        super().__init__(document, tr("Plan"), without, parent)
        self._show()

    def _fill(self, column: QVBoxLayout, plan: Plan) -> None:
        column.setSpacing(10)
        column.addWidget(PlanHead(self._document))
        summary = plan.summary
        for one in (
            _connected_card(summary),
            _cost_card(summary),
            _optimum_card(summary),
            _size_card(summary),
            phases_card(plan),
        ):
            if one is not None:
                column.addWidget(one)


def _connected_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    frame, column = card(tr("Connected addresses"))
    column.addWidget(text_label(write.format_number(summary.connected), "big", wraps=False))
    share = summary.connected / summary.addresses if summary.addresses else 0.0
    text = tr("{share} of {addresses} addresses, with {units} units").format(
        share=write.format_share(share),
        addresses=write.format_number(summary.addresses),
        units=write.format_number(summary.units),
    )
    bar = ShareBar()
    accent, rest = bar.palette().accent().color(), bar.palette().mid().color()
    bar.show_shares([share, 1 - share], [accent, rest], text)
    bar.setFixedHeight(8)
    column.addWidget(bar)
    column.addWidget(text_label(text, "plain"))
    for reason, count in sorted(summary.unconnected.items(), key=lambda item: -item[1]):
        line = ntr("{count} address: {reason}", "{count} addresses: {reason}", count)
        line = line.format(count=write.format_number(count), reason=label("reason", reason))
        column.addWidget(text_label(line, "muted"))
    return frame


def _cost_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    cost = summary.cost_eur
    frame, column = card(tr("Cost"))
    column.addWidget(text_label(write.format_money(cost.base), "big", wraps=False))
    text = tr("from {low} to {high}").format(
        low=write.format_money(cost.low), high=write.format_money(cost.high)
    )
    bar = RangeBar()
    bar.show_range(float(cost.low), float(cost.base), float(cost.high), text)
    column.addWidget(bar)
    column.addWidget(text_label(text, "plain"))
    if summary.connected:
        each = write.format_money(float(cost.base) / summary.connected)
        column.addWidget(text_label(tr("{cost} per connected address").format(cost=each), "muted"))
    return frame


def _optimum_card(summary: PlanSummary) -> QFrame:
    frame, column = card(tr("How near to the optimum"))
    column.addWidget(text_label(sentences().proof_sentence(summary), "plain"))
    column.addWidget(text_label(sentences().baseline_sentence(summary), "plain"))
    whole = sentences().whole_bound_sentence(summary)
    if whole:
        column.addWidget(text_label(whole, "muted"))
    return frame


def _size_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    frame, column = card(tr("Network"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    rows = (
        (tr("Trench"), write.format_length(summary.trench_m)),
        (tr("… in streets"), write.format_length(summary.street_trench_m)),
        (tr("… lead-ins"), write.format_length(summary.lead_in_m)),
        (tr("Cabinets"), write.format_number(summary.cabinets)),
        (tr("PoPs"), write.format_number(summary.pops)),
    )
    for row, (name, value) in enumerate(rows):
        grid.addWidget(text_label(name, "plain"), row, 0)
        grid.addWidget(text_label(value, "plain"), row, 1, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    return frame
