"""What a budget buys: the curve of the plan that is shown, and what the plan says of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.layouts import figure_list, fill_figures
from fibre_planner.ui.panels.budget_chart import BudgetChart
from fibre_planner.ui.panels.budget_stops import cells_of, columns, points_of
from fibre_planner.ui.panels.cards import text_label
from fibre_planner.ui.panels.empty import empty_state
from fibre_planner.ui.panels.plan_page import PlanPage
from fibre_planner.ui.wording import label

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


class BudgetPanel(PlanPage):
    """Shows the budget curve of the plan, or how to get one.

    Signals: curve_wanted() when a curve is asked for, the first or a new one; stop_wanted(number
    from 0, its budget in EUR) when the addresses of a stop are asked for; budget_wanted(EUR) when
    a plan for a stop is.
    """

    curve_wanted = Signal()
    stop_wanted = Signal(int, float)
    budget_wanted = Signal(float)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        without = tr(
            "A budget curve shows what a series of budgets buys, for the parameters of a plan."
        )
        super().__init__(document, tr("Budget"), without, parent)
        self._budgets: list[float] = []
        self._kept: tuple[str, int, int] = ("", -1, -1)  # plan, stop looked at, stop marked
        self._tabled = False
        self._show()

    def mark(self, number: int) -> None:
        """Mark a stop as the one whose addresses are chosen; -1 marks none."""
        if number != self.chart.marked:
            self.chart.mark(number)
        self._keep()

    def _show(self) -> None:
        self.chart = BudgetChart()  # the page before takes its own along
        super()._show()

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
        points = points_of(plan)
        self._budgets = [point.budget_eur for point in points]
        self.table = figure_list(tr("Budget curve as a table"))
        self.as_table = QCheckBox(tr("As table"))
        self._stop = text_label("", "plain")
        self._button = QPushButton(tr("Plan for this budget …"), enabled=False)
        head = QHBoxLayout()
        heading = tr("What a budget buys: {weight}").format(
            weight=label("weight", plan.scenario.weight)
        )
        head.addWidget(text_label(heading, "muted"), 1)
        head.addWidget(self.as_table)
        column.addLayout(head)
        column.addWidget(self.chart)
        column.addWidget(self.table)
        hint = tr("Blue: what the plan of a budget serves. Ochre: no plan serves more than this.")
        column.addWidget(text_label(hint, "muted"))
        column.addWidget(self._stop)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_way_to_the_map(column, plan)
        self.chart.show_points(points)
        fill_figures(self.table, columns(), cells_of(plan))
        self._connect([point.told for point in points])
        self._bring_back(plan.plan_id)

    def _add_way_to_the_map(self, column: QVBoxLayout, plan: Plan) -> None:
        if (plan.addresses["budget_stops"] != "").any():
            self._stop.setText(
                tr("Click a stop to choose its addresses on the map, or use arrow keys and Enter.")
            )
            return
        text = tr("This curve does not know its addresses: it was computed before they were kept.")
        column.addWidget(text_label(text, "muted"))
        again = QPushButton(tr("Compute the curve anew"))
        again.clicked.connect(self.curve_wanted)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self, told: list[str]) -> None:
        self._button.clicked.connect(lambda: self._want(self.chart.current))
        self.chart.shown.connect(lambda number: self._look(told[number]))
        self.chart.chosen.connect(self._choose)
        self.chart.opened.connect(self._want)
        self.table.currentItemChanged.connect(lambda item, _: self._look_at_row(item))
        for chosen in (self.table.itemClicked, self.table.itemActivated):
            chosen.connect(lambda item, _: self._choose_row(item))
        self.as_table.toggled.connect(self._turn)

    def _bring_back(self, plan_id: str) -> None:
        """Show what was looked at and marked before the page was built anew."""
        plan, current, marked = self._kept
        self._turn(self._tabled)
        if plan == plan_id and current < len(self._budgets):
            if current >= 0:
                self.chart.look_at(current)
            self.chart.mark(marked)
        self._keep()

    def _turn(self, as_table: bool) -> None:
        self._tabled = as_table
        self.as_table.setChecked(as_table)
        self.chart.setVisible(not as_table)
        self.table.setVisible(as_table)

    def _keep(self) -> None:
        plan = self._document.plan
        self._kept = (plan.plan_id if plan else "", self.chart.current, self.chart.marked)

    def _look(self, told: str) -> None:
        self._stop.setText(told)
        self._button.setEnabled(True)
        self._keep()

    def _look_at_row(self, item: Any) -> None:
        if item is not None:
            self.chart.look_at(self.table.indexOfTopLevelItem(item))

    def _choose_row(self, item: Any) -> None:
        number = self.table.indexOfTopLevelItem(item)
        self.chart.mark(number)
        self._choose(number)

    def _choose(self, number: int) -> None:
        self._keep()
        self.stop_wanted.emit(number, self._budgets[number])

    def _want(self, number: int) -> None:
        if 0 <= number < len(self._budgets):
            self.budget_wanted.emit(self._budgets[number])


def _told(project: Any, plan: Plan) -> list[tuple[str, str]]:
    """Return what the reports say of the plan's budget; loaded late with the work."""
    from fibre_planner.workflow import budget_texts

    return list(budget_texts.budget_lines(project, plan))
