"""What a series of budgets buys: a tree and a bound for each of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of, within
from fibre_planner.analysis.prize.entry import Area, enter
from fibre_planner.analysis.prize.pace import Pace
from fibre_planner.analysis.prize.results import Stop
from fibre_planner.analysis.prize.trees import cheaper, extended
from fibre_planner.analysis.prize.units import Units, to_units
from fibre_planner.analysis.steiner.entry import SteinerError
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from fibre_planner.analysis.compiled import FloatArray, IntArray

PASSES = 4
ROUNDS = 4


def budget_curve(
    ends: ArrayLike,
    costs: ArrayLike,
    weights: ArrayLike,
    root: int,
    budgets: ArrayLike,
    *,
    seconds: float | None = None,
    seed: int = 0,
    report: Report = silent,
) -> tuple[Stop, ...]:
    """Find for each budget a tree at the root that collects much weight for at most that cost.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0; weights: (n,) at least 0, n above every
    vertex number; root: a vertex, always inside; budgets: (k,) at least 0, infinite for all
    that can be reached. seconds: go on improving until then; None counts work in steps instead,
    so that every computer gives the same trees. seed: of the random choices. report: called
    between steps, may raise Cancelled.

    Returns one stop per budget, in ascending order; more budget never collects less. Raises
    SteinerError where the arrays make no sense.
    """
    pace = Pace(seconds, report, seed)
    pace.tell(0.0, tr("Reading the graph"))
    area = enter(ends, costs, weights, root)
    amounts = _amounts(budgets)
    units = to_units(area.weight)
    whole = cheaper(area.problem, area.full, PASSES)
    stops: list[Stop] = []
    best = np.empty(0, np.int64)
    for k, budget in enumerate(amounts.tolist()):
        pace.tell(k / len(amounts), tr("Searching what the budgets buy"))
        best, worth = _search((area, units), whole, best, budget, pace)
        stops.append(_stop(area, units, best, budget, worth))
    pace.tell(1.0, tr("The budget curve is found"))
    return tuple(stops)


def _amounts(budgets: ArrayLike) -> FloatArray:
    amounts = np.sort(np.asarray(budgets, np.float64).ravel())
    bad = np.flatnonzero(~(amounts >= 0.0))
    if bad.size:
        raise SteinerError(
            tr("{budget} is no budget.").format(budget=amounts[bad[0]]),
            tr("Budgets must be numbers that are not negative."),
        )
    return amounts


def _search(
    town: tuple[Area, Units], whole: IntArray, start: IntArray, budget: float, pace: Pace
) -> tuple[IntArray, float]:
    area, units = town
    problem = area.problem
    allowed = area.steps_within(budget)
    best, most, worth = start, collected(area, start), math.inf
    if area.problem.cost[whole].sum() <= allowed:
        return whole, worth
    for k in range(ROUNDS):
        if k > 0 and not pace.goes_on():
            break
        branches = branches_of(problem, whole, area.weight)
        tree, worth = within(branches, units.number, allowed)
        if collected(area, tree) <= most:
            break
        best, most = tree, collected(area, tree)
        whole = extended(problem, cheaper(problem, tree, PASSES))
    return best, float(area.in_costs(np.array([worth]))[0])


def collected(area: Area, tree: IntArray) -> float:
    """Return the weight that a tree holds."""
    held = np.zeros(area.weight.size, np.bool_)
    held[area.problem.root] = True
    held[area.problem.ends[tree]] = True
    return math.fsum(area.weight[held])


def _stop(area: Area, units: Units, tree: IntArray, budget: float, worth: float) -> Stop:
    bound = math.fsum(area.weight)
    return Stop(
        budget=budget,
        edges=np.sort(area.edge_of_input[tree]),
        inside=area.inside(tree),
        cost=area.cost_of(tree),
        weight=collected(area, tree),
        weight_bound=units.rounded_down(bound),
        worth=worth,
    )
