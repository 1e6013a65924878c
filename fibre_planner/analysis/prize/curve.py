"""What a series of budgets buys: a tree and a bound for each of them."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of
from fibre_planner.analysis.prize.core import make_core
from fibre_planner.analysis.prize.entry import Area, enter
from fibre_planner.analysis.prize.envelope import Envelope
from fibre_planner.analysis.prize.pace import Pace
from fibre_planner.analysis.prize.results import Stop
from fibre_planner.analysis.prize.search import Bought, Effort, Town, bought, buy, search
from fibre_planner.analysis.prize.trees import cheaper
from fibre_planner.analysis.prize.units import Units, to_units
from fibre_planner.analysis.steiner.entry import SteinerError
from fibre_planner.language import tr
from fibre_planner.progress import Enough, Report, silent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from fibre_planner.analysis.compiled import FloatArray, IntArray

PASSES = 4
THREADS = 2
# Bounds over the whole range of worths, and around the best worth of each budget.
SWEEP = 24
SHARPER = 5
# Trees grown anew, rounds of polishing and changes for each budget: first on areas of up to so
# many edges, first on larger ones, in each further round of a time limit, and before them all.
FEW_EDGES = 30_000
FIRST, FIRST_OF_MANY, FURTHER = (4, 5, 4), (2, 2, 1), (0, 3, 8)
QUICK = (1, 1, 0)


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
    start: ArrayLike = (),
    near: float = 0.0,
) -> tuple[Stop, ...]:
    """Find for each budget a tree at the root that collects much weight for at most that cost.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0; weights: (n,) at least 0, n above every
    vertex number; root: a vertex, always inside; budgets: (k,) at least 0, infinite for all
    that can be reached. seconds: go on improving until then; None counts work in steps instead,
    so that every computer gives the same trees. seed: of the random choices. report: called
    between steps, may raise Cancelled, or Enough to end with the best so far. start: edges of
    a tree at the root to begin with; each budget collects at least what it buys of that. near: a
    budget whose first tree is proven to lack at most this share is not searched any further.

    Returns one stop per budget, in ascending order; more budget never collects less. Raises
    SteinerError where the arrays make no sense.
    """
    pace = Pace(seconds, report, seed)
    area = enter(ends, costs, weights, root)
    amounts = _amounts(budgets)
    units = to_units(area.weight)
    curve = _Curve(area, units, amounts, near)
    curve.begin_with(area.tree_of(start))
    try:
        curve.work(pace)
    except Enough:
        pace.stop()
    return curve.stops()


def _amounts(budgets: ArrayLike) -> FloatArray:
    amounts = np.sort(np.asarray(budgets, np.float64).ravel())
    bad = np.flatnonzero(~(amounts >= 0.0))
    if bad.size:
        raise SteinerError(
            tr("{budget} is no budget.").format(budget=amounts[bad[0]]),
            tr("Budgets must be numbers that are not negative."),
        )
    return amounts


class _Curve:
    """The best trees and bounds so far."""

    def __init__(self, area: Area, units: Units, budgets: FloatArray, near: float) -> None:
        self.area, self.units, self.budgets, self.near = area, units, budgets, near
        problem = area.problem
        whole = cheaper(problem, area.full, PASSES)
        amount = units.number.astype(np.float64) if units.exact else area.weight / units.step
        offered = branches_of(problem, whole, units.number.astype(np.float64)).worth
        offered = offered[np.isfinite(offered) & (offered > 0.0)]
        self.range = (offered.min() * 0.6, offered.max() * 1.2) if offered.size else None
        self.town = Town(area, make_core(problem, area.full), units.number, whole)
        self.envelope = Envelope(self.town.core, amount)
        nothing = bought(self.town, np.empty(0, np.int64))
        self.best = [nothing] * len(budgets)
        for k, budget in enumerate(budgets.tolist()):
            self._offer(k, self._first(budget, nothing))

    def begin_with(self, tree: IntArray) -> None:
        """Offer each budget what it buys of a tree."""
        if tree.size:
            for k, budget in enumerate(self.budgets.tolist()):
                self._offer(k, self._within(budget, tree))

    def _first(self, budget: float, nothing: Bought) -> Bought:
        allowed = self.area.steps_within(budget)
        if allowed < 0.0:
            return nothing
        return self._within(budget, self.town.whole)

    def _within(self, budget: float, tree: IntArray) -> Bought:
        allowed = self.area.steps_within(budget)
        whole = bought(self.town, tree)
        return whole if whole.cost <= allowed else buy(self.town, tree, allowed)

    def _offer(self, k: int, found: Bought, bounds: Envelope | None = None) -> None:
        """Keep a tree for a budget, and for the larger ones that it is better for."""
        if bounds is not None:
            self.envelope.take(bounds)
        for j in range(k, len(self.best)):
            if not found.beats(self.best[j]):
                break
            self.best[j] = found

    def work(self, pace: Pace) -> None:
        """Bound all budgets, then improve the tree of each."""
        pace.tell(0.05, tr("Bounding what the budgets buy"))
        if self.range is None:
            pace.tell(1.0, tr("Searching what the budgets buy"))
            return
        self._sweep(pace)
        turn = 0
        while pace.goes_on() and (turn < len(self._turns(pace)) or pace.seconds is not None):
            chosen = [k for k in range(len(self.budgets)) if not self._closed(k)]
            if not chosen:
                break
            self._improve(chosen, turn, pace)
            turn += 1
        pace.tell(1.0, tr("Searching what the budgets buy"))

    def _sweep(self, pace: Pace) -> None:
        """Ask for bounds over the whole range of worths, from coarse to fine."""
        assert self.range is not None
        worths = np.geomspace(*self.range, SWEEP)
        with ThreadPoolExecutor(THREADS) as pool:
            for k, some in enumerate((worths[::4], worths[2::4], worths[1::2])):
                if k > 0 and not pace.goes_on(0.3):
                    return
                pace.tell(0.05 + 0.05 * k, tr("Bounding what the budgets buy"))
                list(pool.map(self.envelope.ask, some.tolist()))

    def _improve(self, chosen: list[int], turn: int, pace: Pace) -> None:
        """Search for each budget, two at a time from the same state, so that order is no matter."""
        start, bounds = list(self.best), self.envelope.copy()
        with ThreadPoolExecutor(THREADS) as pool:
            jobs = {
                k: pool.submit(self._searched, k, start[k], bounds.copy(), turn, pace)
                for k in chosen
            }
            try:
                for done, (k, job) in enumerate(jobs.items()):
                    pace.tell(0.2 + 0.8 * done / len(jobs), tr("Searching what the budgets buy"))
                    self._offer(k, *job.result())
            except BaseException:
                # Running jobs end at their next step; what they have found by then counts.
                pace.stop()
                pool.shutdown(cancel_futures=True)
                for k, job in jobs.items():
                    if not job.cancelled():
                        self._offer(k, *job.result())
                raise

    def _searched(
        self, k: int, start: Bought, bounds: Envelope, turn: int, pace: Pace
    ) -> tuple[Bought, Envelope]:
        turns = self._turns(pace)
        amount = turns[turn] if turn < len(turns) else FURTHER
        effort = Effort(*amount, pace.choices(k, turn), pace.goes_on)
        if turn == 0:
            bounds.sharpen(self.area.steps_allowed(self.budgets[k]), SHARPER)
        allowed = self.area.steps_within(self.budgets[k])
        found = search(self.town, start, allowed, effort, bounds)
        return found, bounds

    def _turns(self, pace: Pace) -> tuple[tuple[int, int, int], ...]:
        """Return how much is tried in the first turns."""
        first = FIRST if self.area.problem.edge_count <= FEW_EDGES else FIRST_OF_MANY
        # Every budget gets a good tree before any gets a better one, or can do without.
        return (first,) if pace.seconds is None and not self.near else (QUICK, first)

    def _closed(self, k: int) -> bool:
        stop = self._stop(k)
        return stop.gap <= self.near or not math.isfinite(self.best[k].worth)

    def stops(self) -> tuple[Stop, ...]:
        """Return what is known about each budget."""
        return tuple(self._stop(k) for k in range(len(self.budgets)))

    def _stop(self, k: int) -> Stop:
        area, found = self.area, self.best[k]
        budget = float(self.budgets[k])
        inside = np.zeros(area.weight.size, np.bool_)
        inside[area.problem.root] = True
        inside[area.problem.ends[found.edges].ravel()] = True
        weight = math.fsum(area.weight[inside])
        most, _ = self.envelope.most(area.steps_allowed(budget))
        bound = min(self.units.rounded_down(most * self.units.step), math.fsum(area.weight))
        return Stop(
            budget=budget,
            edges=np.sort(area.edge_of_input[found.edges]),
            inside=area.inside(found.edges),
            cost=area.cost_of(found.edges),
            weight=weight,
            weight_bound=max(bound, weight),
            worth=float(area.in_costs(np.array([found.worth]))[0]) / self.units.step,
        )
