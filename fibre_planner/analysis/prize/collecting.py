"""The tree that is worth its cost: least cost and missed prizes together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of
from fibre_planner.analysis.prize.core import Core, make_core, price
from fibre_planner.analysis.prize.entry import Area, enter
from fibre_planner.analysis.prize.pace import Pace
from fibre_planner.analysis.prize.results import Collection
from fibre_planner.analysis.prize.trees import cheaper, extended, grown, guide_of, kept, loosened
from fibre_planner.language import tr
from fibre_planner.progress import Enough, Report, silent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from fibre_planner.analysis.compiled import FloatArray, IntArray

PASSES = 4
ROUNDS = 5
# First trees: prizes against the true ones, and the share of the true cost in the guide.
STARTS = ((1.0, 0.003), (1.0, 0.03), (0.97, 0.01), (1.03, 0.01))
STEPS = 60
# A tree this near to the best one is worth polishing.
NEAR = 0.003
# Cost and bound this close together have met.
CLOSE = 1e-9


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
    same tree. seed: of the random choices. report: called between steps, may raise Cancelled,
    or Enough to end with the best so far. start: edges of a tree at the root to begin with.

    Raises SteinerError where the arrays make no sense or start is no tree at the root.
    """
    pace = Pace(seconds, report, seed)
    area = enter(ends, costs, prizes, root)
    search = _Search(area, area.tree_of(() if start is None else start))
    try:
        search.work(pace)
    except Enough:
        pace.stop()
    return _finish(area, search, np.asarray(prizes, np.float64).ravel())


@dataclass(frozen=True, eq=False)
class _Found:
    """A tree; the sum of cost and missed prizes in steps of the grid."""

    edges: IntArray
    total: float


class _Search:
    """The best tree and the best bound so far."""

    def __init__(self, area: Area, start: IntArray) -> None:
        self.area = area
        self.core: Core = make_core(area.problem, area.full)
        # A prize above what all vertices cost together decides nothing any more.
        cap = float(area.in_costs(np.array([self.core.cap]))[0])
        prize = np.minimum(area.weight, cap)
        self.prize = np.ldexp(prize * area.grid.factor, -area.grid.exponent)
        self.bound = 0.0
        self.best = self._found(np.empty(0, np.int64))
        self._offer(self._worthy(cheaper(area.problem, area.full, PASSES)))
        if start.size:
            self._offer(self._found(start))

    def work(self, pace: Pace) -> None:
        """Bound the sum, grow first trees and change parts of the best one."""
        guides = []
        for factor, share in STARTS:
            pace.tell(0.05, tr("Bounding cost and missed prizes"))
            priced = price(self.core, self.prize * factor)
            if factor == 1.0:
                self.bound = max(self.bound, priced.bound)
            guides.append(guide_of(self.core, priced, share))
            if self.met:
                return
            self._offer(
                self._polished(self._worthy(grown(self.area.problem, guides[-1])), guides[-1])
            )
        random = pace.choices(0)
        k = 0
        while not self.met and pace.goes_on() and (k < STEPS or pace.seconds is not None):
            k += 1
            pace.tell(0.2 + 0.8 * k / STEPS, tr("Searching the best choice of addresses"))
            guide = guides[int(random.integers(len(guides)))]
            costs = loosened(self.area.problem, self.best.edges, guide, random)
            found = self._worthy(grown(self.area.problem, costs))
            if found.total < self.best.total * (1.0 + NEAR):
                found = self._polished(found, guide)
            self._offer(found)
        self.bound = max(self.bound, price(self.core, self.prize, self.best.edges).bound)
        pace.tell(1.0, tr("The choice of addresses is found"))

    @property
    def met(self) -> bool:
        """Tell whether no tree can be better than the best one."""
        return self.bound >= self.best.total * (1.0 - CLOSE)

    def _found(self, tree: IntArray) -> _Found:
        held = np.zeros(self.area.weight.size, np.bool_)
        held[self.area.problem.root] = True
        held[self.area.problem.ends[tree].ravel()] = True
        return _Found(tree, float(self.area.problem.cost[tree].sum() + self.prize[~held].sum()))

    def _worthy(self, tree: IntArray) -> _Found:
        """Return the part of a tree whose prizes pay for it."""
        return self._found(branches_of(self.area.problem, tree, self.prize).edges_at(1.0))

    def _polished(self, found: _Found, guide: FloatArray) -> _Found:
        """Make a tree cheaper for what it holds and extend it to what pays, while that helps."""
        problem = self.area.problem
        for _ in range(ROUNDS):
            tree = cheaper(problem, found.edges, PASSES)
            around = kept(problem, tree, guide, np.zeros(tree.size))
            others = [self._worthy(extended(problem, tree)), self._worthy(grown(problem, around))]
            best = min(others, key=lambda other: other.total)
            if best.total >= found.total:
                break
            found = best
        return found

    def _offer(self, found: _Found) -> None:
        if found.total < self.best.total:
            self.best = found


def _finish(area: Area, search: _Search, prizes: FloatArray) -> Collection:
    tree = search.best.edges
    inside = area.inside(tree)
    cost, missed = area.cost_of(tree), math.fsum(prizes[~inside])
    # Prizes out of reach are missed by every tree.
    apart = np.ones(prizes.size, np.bool_)
    apart[area.vertex_of_input] = False
    bound = area.grid.bound_in_costs(search.bound, len(area.weight)) + math.fsum(prizes[apart])
    bound = min(bound, cost + missed)
    proven = bound >= (cost + missed) * (1.0 - CLOSE)
    return Collection(
        edges=np.sort(area.edge_of_input[tree]),
        inside=inside,
        cost=cost,
        missed=missed,
        lower_bound=cost + missed if proven and area.grid.exact else bound,
        proven=proven,
    )
