"""The tree that is worth its cost: least cost and missed prizes together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of
from fibre_planner.analysis.prize.entry import Area, enter
from fibre_planner.analysis.prize.pace import Pace
from fibre_planner.analysis.prize.results import Collection
from fibre_planner.analysis.prize.trees import cheaper, extended
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from fibre_planner.analysis.compiled import IntArray

PASSES = 4
ROUNDS = 6


def collect(
    ends: ArrayLike,
    costs: ArrayLike,
    prizes: ArrayLike,
    root: int,
    *,
    seconds: float | None = None,
    seed: int = 0,
    report: Report = silent,
    start: ArrayLike | None = None,
) -> Collection:
    """Find a tree at the root with least cost and missed prizes, and a bound on that sum.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0; prizes: (n,) at least 0, in the unit of
    the costs, n above every vertex number; root: a vertex, always inside. seconds: go on
    improving until then; None counts work in steps instead, so that every computer gives the
    same tree. seed: of the random choices. report: called between steps, may raise Cancelled.
    start: edges of a tree at the root to begin with.

    Raises SteinerError where the arrays make no sense.
    """
    pace = Pace(seconds, report, seed)
    pace.tell(0.0, tr("Reading the graph"))
    area = enter(ends, costs, prizes, root)
    begin: ArrayLike = () if start is None else start
    tree = _search(
        area, np.flatnonzero(np.isin(area.edge_of_input, np.asarray(begin, np.int64))), pace
    )
    pace.tell(1.0, tr("The choice of addresses is found"))
    return _finish(area, tree, np.asarray(prizes, np.float64))


def _search(area: Area, start: IntArray, pace: Pace) -> IntArray:
    problem = area.problem
    whole = extended(problem, start) if start.size else cheaper(problem, area.full, PASSES)
    best, least = whole, math.inf
    for k in range(ROUNDS):
        if k > 0 and not pace.goes_on():
            break
        branches = branches_of(problem, whole, area.weight)
        tree = branches.edges_at(float(area.grid.factor * math.ldexp(1.0, -area.grid.exponent)))
        tree = cheaper(problem, tree, PASSES)
        cost = _objective(area, tree)
        if cost >= least:
            break
        best, least = tree, cost
        whole = extended(problem, tree)
    return best


def _objective(area: Area, tree: IntArray) -> float:
    held = np.zeros(area.weight.size, np.bool_)
    held[area.problem.root] = True
    held[area.problem.ends[tree]] = True
    return area.cost_of(tree) + math.fsum(area.weight[~held])


def _finish(area: Area, tree: IntArray, prizes: np.ndarray) -> Collection:
    inside = area.inside(tree)
    cost, missed = area.cost_of(tree), math.fsum(prizes[~inside])
    # Prizes out of reach are missed by every tree.
    outside = np.ones(prizes.size, np.bool_)
    outside[area.vertex_of_input] = False
    bound = min(math.fsum(prizes[outside]), cost + missed)
    return Collection(
        edges=np.sort(area.edge_of_input[tree]),
        inside=inside,
        cost=cost,
        missed=missed,
        lower_bound=bound,
        proven=bound >= cost + missed,
    )
