"""The budget curve of a plan."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from fibre_planner.analysis import budget_curve as curves
from fibre_planner.analysis.design import day_of
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Report, part, silent
from fibre_planner.workflow.clock import now
from fibre_planner.workflow.history import record
from fibre_planner.workflow.stages import need_addresses, with_coverage

STOPS = 12


def budget_curve(
    project: Project,
    scenario: Scenario,
    stops: int = STOPS,
    report: Report = silent,
    *,
    created: str = "",
) -> pd.DataFrame:
    """Return what a series of budgets buys, as the table `plan_budget`.

    Coverage is computed first where it is missing or was made by another rule set. created: time
    (ISO 8601) whose day decides which construction sites are open; the present one where empty.
    """
    return _curve(project, scenario, stops, report, created).table


def _curve(
    project: Project, scenario: Scenario, stops: int, report: Report, created: str
) -> curves.BudgetCurve:
    need_addresses(project)
    project = with_coverage(project, scenario, part(report, 0.0, 0.1))
    day = day_of(created or now().isoformat())
    return curves.budget_curve(project, scenario, stops, part(report, 0.1, 1.0), day=day)


def add_budget_curve(
    project: Project, plan_id: str | None = None, stops: int = STOPS, report: Report = silent
) -> Project:
    """Return the project with the budget curve of a plan, the newest where None, kept with it.

    The plan's addresses tell which stops connect them.
    Raises PlannerError where the project has no such plan.
    """
    plan = _chosen_plan(project, plan_id)
    curve = _curve(project, plan.scenario, stops, report, plan.created)
    new = replace(plan, budget=curve.table, addresses=curve.beside(plan.addresses))
    plans = tuple(new if old is plan else old for old in project.plans)
    what = tr("Budget curve of plan {plan}").format(plan=plan.plan_id)
    return record(replace(project, plans=plans), what, {"stops": len(curve.table)})


def _chosen_plan(project: Project, plan_id: str | None) -> Plan:
    found = [plan for plan in project.plans if plan_id in (None, plan.plan_id)]
    if not found:
        raise PlannerError(
            tr("There is no plan whose budget curve could be drawn."), tr("Make a plan first.")
        )
    return found[-1]
