"""From the budget panel to its curve, and from a stop of the curve to its addresses or a plan."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.language import tr
from fibre_planner.ui.commands import in_job
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class BudgetFlow(QObject):
    """Computes budget curves for one window; a stop leads to its addresses or the plan dialog."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        panel = window.budget_panel
        panel.plan_wanted.connect(lambda: window.plan_flow.ask())
        panel.curve_wanted.connect(self.compute)
        panel.budget_wanted.connect(self.plan_for)
        panel.stop_wanted.connect(self.choose_stop)
        self._shown: tuple[str, frozenset[str], frozenset[str]] | None = None
        window.selection.changed.connect(self._follow)

    def compute(self) -> None:
        """Compute the budget curve of the plan that is shown and keep it with the plan."""
        window = self._window
        document, commands = window.document, window.commands
        project, plan = document.project, document.plan
        if project is None or plan is None or window.jobs.is_busy:
            return
        title = tr("Budget curve")

        def done(after: Any) -> None:
            if commands.take(title, project, after):
                if document.project is not None:
                    document.choose_plan(plan.plan_id)
                window.show_panel("budget")

        tasks = importlib.import_module("fibre_planner.ui.tasks")
        commands.run(title, in_job(lambda: tasks.budget_curve(project, plan.plan_id)), done)

    def plan_for(self, budget_eur: float) -> None:
        """Ask for a plan with the parameters of the one that is shown and a budget."""
        plan = self._window.document.plan
        if plan is not None:
            self._window.plan_flow.ask(replace(plan.scenario, budget_eur=budget_eur))

    def choose_stop(self, number: int, budget_eur: float) -> None:
        """Choose the addresses that a stop connects, and mark those that another stop would.

        number: of the stop, from 0.
        """
        window = self._window
        plan = window.document.plan
        if plan is None:
            return
        workflow: Any = importlib.import_module("fibre_planner.workflow")
        ids, out = workflow.addresses_of_stop(plan.addresses, number + 1)
        if not ids:
            return  # the panel says how to get a curve that knows them
        told = tr("budget of {amount}").format(amount=numbers().format_money(budget_eur))
        self._shown = (told, frozenset(ids), frozenset(out))
        window.glance_link.choose_addresses(ids, told, out, always=False)

    def _follow(self) -> None:
        """Mark no stop any more where something else is chosen."""
        chosen = self._window.selection
        if self._shown != (chosen.told, chosen.ids, chosen.left_out):
            self._shown = None
            self._window.budget_panel.mark(-1)
