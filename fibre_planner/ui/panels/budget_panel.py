"""What a budget buys: the curve of the plan that is shown, and what the plan says of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.panels.budget_chart import BudgetChart, Point
from fibre_planner.ui.panels.cards import text_label
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.panels.plan_page import PlanPage
from fibre_planner.ui.wording import label, numbers

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class BudgetPanel(PlanPage):
    """Shows the budget curve of the plan, or how to get one.

    Signals: curve_wanted() when the button of the page without a curve is pressed;
    budget_wanted(EUR) when a plan for a stop of the curve is asked for.
    """

    curve_wanted = Signal()
    budget_wanted = Signal(float)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        without = tr(
            "A budget curve shows what a series of budgets buys, for the parameters of a plan."
        )
        super().__init__(document, tr("Budget"), without, parent)
        self._budgets: list[float] = []
        self.chart = BudgetChart()
        self._show()

    def _fill(self, column: QVBoxLayout, plan: Plan) -> None:
        column.setSpacing(8)
        for heading, text in _told(self._document.project, plan):
            column.addWidget(text_label(heading, "muted"))
            column.addWidget(text_label(text, "plain"))
        if plan.budget.empty:
            column.addWidget(self._without_curve())
        else:
            self._add_curve(column, plan)

    def _without_curve(self) -> QWidget:
        button = QPushButton(tr("Compute budget curve"))
        button.clicked.connect(self.curve_wanted)
        return empty_state(
            tr("No budget curve yet"),
            tr(
                "It shows what a series of budgets buys with the parameters of this plan, and how "
                "much more any plan could serve for the same money."
            ),
            button,
        )

    def _add_curve(self, column: QVBoxLayout, plan: Plan) -> None:
        weight = plan.scenario.weight
        points = _points(plan)
        self._budgets = [point.budget_eur for point in points]
        # The page before this one has taken its chart along.
        self.chart = BudgetChart()
        self._stop = text_label("", "plain")
        self._button = QPushButton(tr("Plan for this budget …"), enabled=False)
        self._button.clicked.connect(lambda: self._want(self.chart.current))
        self.chart.shown.connect(lambda number: self._look(points[number]))
        self.chart.chosen.connect(self._want)
        self.chart.show_points(points)
        heading = tr("What a budget buys: {weight}").format(weight=label("weight", weight))
        column.addWidget(text_label(heading, "muted"))
        column.addWidget(self.chart)
        hint = tr("Blue: what the plan of a budget serves. Ochre: no plan serves more than this.")
        column.addWidget(text_label(hint, "muted"))
        column.addWidget(self._stop)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._stop.setText(tr("Point at a stop, or go through them with the arrow keys."))

    def _look(self, point: Point) -> None:
        self._stop.setText(point.told)
        self._button.setEnabled(True)

    def _want(self, number: int) -> None:
        if 0 <= number < len(self._budgets):
            self.budget_wanted.emit(self._budgets[number])


def _points(plan: Plan) -> list[Point]:
    curve = plan.budget
    served = "addresses" if plan.scenario.weight == "addresses" else "weight"
    return [
        Point(
            float(row["budget_eur"]),
            float(row["cost_eur"]),
            float(row[served]),
            float(row["weight_bound"]),
            _stop_text(row),
        )
        for row in curve.to_dict("records")
    ]


def _stop_text(row: dict[Any, Any]) -> str:
    write = numbers()
    text = (
        tr("Budget {budget}: {addresses} addresses, {units} units; no plan serves more.")
        if row["gap"] <= 0.0
        else tr(
            "Budget {budget}: {addresses} addresses, {units} units; at most {gap} more is possible."
        )
    )
    told = text.format(
        budget=write.format_money(row["budget_eur"]),
        addresses=write.format_number(row["addresses"]),
        units=write.format_number(row["units"]),
        gap=write.format_share(row["gap"]),
    )
    each = tr("Each unit since the stop before costs {price}.").format(
        price=write.format_money(row["last_unit_eur"])
    )
    return f"{told} {each}"


def _told(project: Any, plan: Plan) -> list[tuple[str, str]]:
    """Return what the reports say of the plan's budget; loaded late with the work."""
    from fibre_planner.workflow import budget_texts

    return list(budget_texts.budget_lines(project, plan))
