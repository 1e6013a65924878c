"""The figures of the plan: who is connected, what it costs, and how near it is to the optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import ntr, tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.panels.bars import RangeBar, ShareBar
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.panels.phases_card import phases_card
from fibre_planner.ui.panels.plan_head import PlanHead
from fibre_planner.ui.wording import label, numbers, sentences

if TYPE_CHECKING:
    from fibre_planner.model.plan import PlanSummary


class PlanPanel(QScrollArea):
    """Shows the plan of the document, or what to do to get one.

    Signals: plan_wanted() when the button of the empty state is pressed.
    """

    plan_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Plan"))
        document.project_changed.connect(self._show)
        document.plan_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        plan = self._document.plan
        if plan is None:
            self.setWidget(self._empty())
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(10)
        column.addWidget(PlanHead(self._document))
        summary = plan.summary
        for card in (
            _connected_card(summary),
            _cost_card(summary),
            _optimum_card(summary),
            _size_card(summary),
        ):
            column.addWidget(card)
        years = phases_card(plan)
        if years is not None:
            column.addWidget(years)
        column.addStretch()
        self.setWidget(page)

    def _empty(self) -> QWidget:
        button = QPushButton(tr("Plan the network …"))
        button.setEnabled(self._document.project is not None)
        button.clicked.connect(self.plan_wanted)
        return empty_state(
            tr("No plan yet"),
            tr("A plan shows trenches, cabinets, cost, and how near it is to the optimum."),
            button,
        )


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setProperty("role", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 10, 12, 11)
    column.setSpacing(5)
    column.addWidget(_muted(title))
    return frame, column


def _muted(text: str) -> QLabel:
    made = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", "muted")
    return made


def _plain(text: str) -> QLabel:
    made = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", "plain")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _big(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", "big")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _connected_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    frame, column = _card(tr("Connected addresses"))
    column.addWidget(_big(write.format_number(summary.connected)))
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
    column.addWidget(_plain(text))
    for reason, count in sorted(summary.unconnected.items(), key=lambda item: -item[1]):
        line = ntr("{count} address: {reason}", "{count} addresses: {reason}", count)
        column.addWidget(
            _muted(line.format(count=write.format_number(count), reason=label("reason", reason)))
        )
    return frame


def _cost_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    cost = summary.cost_eur
    frame, column = _card(tr("Cost"))
    column.addWidget(_big(write.format_money(cost.base)))
    text = tr("from {low} to {high}").format(
        low=write.format_money(cost.low), high=write.format_money(cost.high)
    )
    bar = RangeBar()
    bar.show_range(float(cost.low), float(cost.base), float(cost.high), text)
    column.addWidget(bar)
    column.addWidget(_plain(text))
    if summary.connected:
        each = write.format_money(float(cost.base) / summary.connected)
        column.addWidget(_muted(tr("{cost} per connected address").format(cost=each)))
    return frame


def _optimum_card(summary: PlanSummary) -> QFrame:
    frame, column = _card(tr("How near to the optimum"))
    column.addWidget(_plain(sentences().proof_sentence(summary)))
    column.addWidget(_plain(sentences().baseline_sentence(summary)))
    whole = sentences().whole_bound_sentence(summary)
    if whole:
        column.addWidget(_muted(whole))
    return frame


def _size_card(summary: PlanSummary) -> QFrame:
    write = numbers()
    frame, column = _card(tr("Network"))
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
        grid.addWidget(_plain(name), row, 0)
        grid.addWidget(_plain(value), row, 1, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    return frame
