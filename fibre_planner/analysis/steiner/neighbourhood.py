"""Neighbourhood search: solve balls around tree vertices anew until nothing is gained."""

from __future__ import annotations

import itertools
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import cost_of, vertices_of
from fibre_planner.analysis.steiner.kernels import ball as balls
from fibre_planner.analysis.steiner.kernels import rooted, voronoi
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.shrinking import solve_small

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.compiled import BoolArray, IntArray
    from fibre_planner.analysis.steiner.watch import Watch

SIZES = (150, 300, 600, 1000, 1500, 2200, 3200)
BATCH = 8
THREADS = 2
TURNS = 6
# Trees that gained something are shown after so many batches.
BATCHES_PER_VIEW = 16


@dataclass(frozen=True, eq=False)
class Exchange:
    """A better tree within one ball."""

    ball: IntArray
    removed: IntArray
    added: IntArray
    proven: bool

    @property
    def helps(self) -> bool:
        """Tell whether the ball's part of the tree became cheaper."""
        return self.removed.size > 0 or self.added.size > 0


@dataclass
class Effort:
    """How much work a search may do, and how much it has done."""

    most_balls: int  # budget of work, counted the same on every computer
    watch: Watch  # may have a time limit, which counts in place of the budget
    report: Callable[[float], None]  # told the finished fraction between batches
    kept_seconds: float = 0.0  # of the time limit, for what comes after the search
    begun: float = field(default_factory=time.perf_counter)
    balls: int = 0

    @property
    def fraction(self) -> float:
        """The part of the effort that is spent, 0 to 1."""
        if self.watch.stopped:
            return 1.0
        if self.watch.until is None:
            return min(1.0, self.balls / self.most_balls)
        spent = time.perf_counter() - self.begun
        return min(1.0, spent / max(self._until - self.begun, 1e-9))

    @property
    def _until(self) -> float:
        """Time at which the search must end."""
        if self.watch.until is None:
            return math.inf
        whole = self.watch.until - self.watch.begun
        return self.watch.until - min(self.kept_seconds, 0.3 * whole)

    @property
    def seconds_left(self) -> float:
        """Seconds until the search must end, 0 after a stop, infinite where work is counted."""
        return 0.0 if self.watch.stopped else max(0.0, self._until - time.perf_counter())

    @property
    def goes_on(self) -> bool:
        """Whether there is time left; always, where work is counted in place of time."""
        return self.seconds_left > 0.0

    def spend(self, balls: int) -> bool:
        """Note finished balls; returns whether any effort is left."""
        self.balls += balls
        self.report(self.fraction)
        return self.fraction < 1.0


def search(
    problem: Problem,
    tree: IntArray,
    size: int,
    *,
    seed: int,
    effort: Effort,
    offer: Callable[[IntArray], None] | None = None,
    focus: IntArray | None = None,
) -> tuple[IntArray, bool]:
    """Improve a tree by balls of one size until none gains anything or the effort is spent.

    Balls of one batch are solved on two threads from the same tree, and their gains are taken
    in a fixed order, so that the outcome does not depend on the timing. offer: called with
    better trees now and then. focus: vertices around which to look, in place of everywhere.
    Returns the tree and whether any effort is left.
    """
    rng = np.random.default_rng(seed)
    fresh = np.full(problem.vertex_count, focus is None)
    if focus is not None:
        fresh[_near_tree(problem, tree, focus)] = True
    offered = cost_of(problem, tree)
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in itertools.count(1):
            hung = rooted.hang(
                problem.start, problem.neighbour, problem.edge_of, tree, problem.root
            )
            centres = _centres(hung, fresh, rng)
            if centres.size == 0:
                return tree, True
            work = partial(solve_ball, problem, hung, size)
            seeds = rng.integers(0, 2**31, centres.size)
            results = list(pool.map(work, centres.tolist(), seeds.tolist()))
            tree = _take(problem, tree, results, fresh)
            if offer and batch % BATCHES_PER_VIEW == 0 and cost_of(problem, tree) < offered:
                offered = cost_of(problem, tree)
                offer(tree)
            if not effort.spend(centres.size):
                return tree, False
    raise AssertionError("The search ends by its effort.")


def _near_tree(problem: Problem, tree: IntArray, focus: IntArray) -> IntArray:
    """Return the vertices of a tree that are nearest to some vertices."""
    rows = problem.start, problem.neighbour, problem.edge_of, problem.cost
    _, base, _ = voronoi.regions(*rows, vertices_of(problem, tree))
    near = base[focus]
    return np.unique(near[near >= 0])


def _centres(hung: rooted.Rooted, fresh: BoolArray, rng: np.random.Generator) -> IntArray:
    """Choose tree vertices around which nothing has been tried since the last change."""
    members = hung.order[: hung.size[0]]
    open_ones = members[fresh[members]]
    if open_ones.size <= BATCH:
        return np.asarray(open_ones)
    return np.asarray(rng.choice(open_ones, BATCH, replace=False))


def solve_ball(
    problem: Problem, hung: rooted.Rooted, size: int, centre: int, seed: int
) -> Exchange:
    """Solve the problem inside a ball, the rest of the tree kept as it is."""
    rows = problem.start, problem.neighbour, problem.edge_of, problem.cost
    ball = balls.nearest_vertices(*rows, centre, size)
    order = hung.order[: hung.size[0]]
    ends, edges, terminals, old = balls.cut_out(
        *rows, problem.is_terminal, order, hung.parent, hung.parent_edge, ball
    )
    nothing = np.empty(0, np.int64)
    if terminals.sum() < 2:
        return Exchange(ball, nothing, nothing, proven=True)
    part = make_problem(ends, problem.cost[edges], terminals)
    tree, bound = solve_small(part, TURNS, seed, old)
    cost = cost_of(part, tree)
    if cost >= old:
        return Exchange(ball, nothing, nothing, proven=bound >= old)
    inside = np.zeros(problem.vertex_count, np.bool_)
    inside[ball] = True
    members = order[hung.parent[order] >= 0]
    free = members[inside[members] & inside[hung.parent[members]]]
    return Exchange(ball, hung.parent_edge[free], edges[tree], proven=bound >= cost)


def _take(problem: Problem, tree: IntArray, results: list[Exchange], fresh: BoolArray) -> IntArray:
    """Make the exchanges that still fit each other, and note where to look again."""
    for found in results:
        # The middle of a ball has been seen in full; its rim needs balls of its own.
        fresh[found.ball[: max(1, found.ball.size // 2)]] = False
    for found in results:
        if not found.helps:
            continue
        fresh[found.ball] = True
        if not np.isin(found.removed, tree).all():
            continue
        rest = np.setdiff1d(tree, found.removed, assume_unique=True)
        other = np.union1d(rest, found.added)
        if balls.is_spanning(problem.ends, other, problem.is_terminal):
            tree = other
    return tree
