"""Neighbourhood search: solve balls around tree vertices anew until nothing is gained."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import cost_of
from fibre_planner.analysis.steiner.kernels import ball as balls
from fibre_planner.analysis.steiner.kernels import rooted
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.shrinking import solve_small

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.steiner.compiled import IntArray

SIZES = (150, 300, 600, 1000)
BATCH = 8
THREADS = 2
TURNS = 6


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


def search(
    problem: Problem,
    tree: IntArray,
    *,
    seed: int,
    most_balls: int,
    until: float | None,
    report: Callable[[float], None],
) -> IntArray:
    """Improve a tree ball by ball, larger balls when the smaller ones gain nothing.

    most_balls: budget of work; until: time.perf_counter() at which to stop, instead of the
    budget. Balls of one batch are solved on two threads from the same tree, and their gains
    are taken in a fixed order, so that the outcome does not depend on the timing.
    """
    rng = np.random.default_rng(seed)
    solved = 0
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        for size in SIZES:
            fresh = np.ones(problem.vertex_count, np.bool_)
            while True:
                hung = rooted.hang(
                    problem.start, problem.neighbour, problem.edge_of, tree, problem.root
                )
                centres = _centres(hung, fresh, rng)
                if centres.size == 0:
                    break
                jobs = [(int(c), seed + solved + k) for k, c in enumerate(centres)]
                results = list(pool.map(lambda job: solve_ball(problem, hung, size, *job), jobs))  # noqa: B023
                tree = _take(problem, tree, results, fresh)
                solved += len(jobs)
                now = time.perf_counter()
                if until is None:
                    report(solved / most_balls)
                    if solved >= most_balls:
                        return tree
                else:
                    report((now - begun) / max(until - begun, 1e-9))
                    if now >= until:
                        return tree
            if size >= problem.vertex_count:
                break
    return tree


def _centres(hung: rooted.Rooted, fresh: np.ndarray, rng: np.random.Generator) -> IntArray:
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
    tree, bound = solve_small(part, TURNS, seed)
    cost = cost_of(part, tree)
    if cost >= old:
        return Exchange(ball, nothing, nothing, proven=bound >= old)
    inside = np.zeros(problem.vertex_count, np.bool_)
    inside[ball] = True
    members = order[hung.parent[order] >= 0]
    free = members[inside[members] & inside[hung.parent[members]]]
    return Exchange(ball, hung.parent_edge[free], edges[tree], proven=bound >= cost)


def _take(problem: Problem, tree: IntArray, results: list[Exchange], fresh: np.ndarray) -> IntArray:
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
