"""What a series of budgets buys: cost against addresses, each stop with its bound."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from fibre_planner.analysis.budget import Task, make_task
from fibre_planner.analysis.budget_fit import Care, Choice, Pool, fit
from fibre_planner.analysis.budget_stops import stops_texts
from fibre_planner.analysis.ground_prices import price_ground, price_search
from fibre_planner.analysis.groundwork import lay_ground
from fibre_planner.analysis.readiness import make_ready
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.tables import conform
from fibre_planner.progress import Report, part, silent, steady

LEAST_STOPS, MOST_STOPS = 2, 100
_CARE = Care(near=0.96, rounds=4)
_NEAR = 0.002  # of the weight; a curve is read to the percent


@dataclass(frozen=True, eq=False)
class BudgetCurve:
    """What a series of budgets buys.

    table: `plan_budget`, one row per stop. stops: address_id → the stops that connect it, as
    `stops_texts` writes them, for the addresses that could be connected.
    """

    table: pd.DataFrame
    stops: pd.Series[str]

    def beside(self, plan_addresses: pd.DataFrame) -> pd.DataFrame:
        """Return a table `plan_addresses` with the stops that connect each address."""
        told = plan_addresses["address_id"].map(self.stops).fillna("")
        return conform("plan_addresses", plan_addresses.assign(budget_stops=told))


def budget_curve(
    project: Project,
    scenario: Scenario,
    stops: int = 12,
    report: Report = silent,
    *,
    day: dt.date | None = None,
) -> BudgetCurve:
    """Return what evenly spaced budgets buy, up to all addresses.

    The scenario's own budget does not matter. stops: at most so many rows, from 2 to 100; a
    budget that buys nothing has none. day: decides which sites are open, as for a design.

    Raises PlannerError as a design does, and for another number of stops.
    """
    if not LEAST_STOPS <= stops <= MOST_STOPS:
        raise PlannerError(
            tr("A budget curve cannot have {stops} stops.").format(stops=stops),
            tr("Choose from {least} to {most}.").format(least=LEAST_STOPS, most=MOST_STOPS),
        )
    report(0.0, tr("Choosing the addresses …"))
    scenario = replace(scenario, budget_eur=None)
    report = steady(report)
    bench = Workbench(part(report, 0.0, 0.5))
    ground = lay_ground(bench, project, scenario, day)
    joined, costs, tools = price_ground(bench, project, scenario, ground.joined)
    costs = price_search(bench, replace(scenario, budget_eur=0.0), joined, costs)
    make_ready(part(report, 0.15, 0.2))
    task = replace(make_task(project, scenario, joined, costs, tools), near=_NEAR)
    whole = task.search([math.inf], part(report, 0.15, 0.2))[0]
    full_eur = task.price(task.model.served(whole.inside), whole.edges)
    budgets = _budgets(full_eur, stops)
    pool = fit(task.model, budgets, task.search, task.price, part(report, 0.2, 0.9), _CARE)
    pool.bounds = np.minimum(pool.bounds, task.bounds(budgets, part(report, 0.9, 1.0)))
    report(1.0, tr("The budget curve is found."))
    return _curve(task, pool)


def _budgets(full_eur: float, stops: int) -> FloatArray:
    """Return even budgets of two significant digits up to the cost of all, rounded up."""
    step = full_eur / stops
    unit = 10.0 ** (math.floor(math.log10(step)) - 1)
    even = np.arange(1, stops) * max(round(step / unit) * unit, unit)
    last = math.ceil(full_eur)
    return np.append(even[even < last - 0.5 * step], float(last))


def _curve(task: Task, pool: Pool) -> BudgetCurve:
    weights = task.model.house_weights
    rows: list[dict[str, object]] = []
    before = Choice(0.0, 0.0, np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), 0.0, 0.0, 0.0)
    units_before = 0
    served: list[BoolArray] = []
    # A dozen stops, each measured against the one before.
    for budget, bound in zip(pool.budgets.tolist(), pool.bounds.tolist(), strict=True):
        found = pool.best(budget)
        if not found.served.any():
            continue
        units = int(task.joined.units[found.served].sum())
        weight = math.fsum(weights[found.served])
        more = units - units_before
        rows.append(
            {
                "stop_id": f"{len(rows) + 1:03}",
                "budget_eur": budget,
                "cost_eur": found.cost_eur,
                "addresses": int(found.served.sum()),
                "units": units,
                "weight": weight,
                "weight_bound": max(bound, weight),
                "gap": max(bound / weight - 1.0, 0.0),
                "choice_gap": found.gap,
                "last_unit_eur": (found.cost_eur - before.cost_eur) / more if more else np.nan,
            }
        )
        served.append(found.served)
        before, units_before = found, units
    connected = np.array(served, dtype=bool).reshape(len(served), len(weights))
    ids = task.project.addresses["address_id"].to_numpy(object)[task.joined.row]
    stops = pd.Series(stops_texts(connected), index=ids, dtype="str")
    return BudgetCurve(conform("plan_budget", pd.DataFrame(rows)), stops)
