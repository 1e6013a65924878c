"""Make a problem smaller without losing its cheapest tree, and carry trees back and forth."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import spanning_tree
from fibre_planner.analysis.steiner.kernels import (
    compact,
    construction,
    degree,
    linked,
    special_distance,
    voronoi,
)
from fibre_planner.analysis.steiner.problem import Problem, make_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray


# Smaller problems are not worth a second thread.
SHARED_EDGES = 10_000


@dataclass(frozen=True, eq=False)
class Reduced:
    """What is left of a problem."""

    problem: Problem
    edges: IntArray  # (m,) numbers of its edges in the shrinking graph
    vertices: IntArray  # (n,) numbers of its vertices in the shrinking graph
    offset: float  # cost of what has been chosen already


class Reduction:
    """A problem that shrinks step by step; trees of any state expand to trees of the first."""

    def __init__(self, problem: Problem) -> None:
        self.original = problem
        n, m = problem.vertex_count, problem.edge_count
        room = 4 * m + 64
        self._graph = linked.Linked(
            first=np.full(n, -1, np.int64),
            degree=np.zeros(n, np.int64),
            is_terminal=problem.is_terminal.copy(),
            merged_into=np.arange(n),
            after=np.empty(2 * m, np.int64),
            before=np.empty(2 * m, np.int64),
            head=np.empty(2 * m, np.int64),
            cost=problem.cost.copy(),
            origin=np.full(m, -1, np.int64),
            left=np.empty(room, np.int64),
            right=np.empty(room, np.int64),
            chosen=np.empty(n, np.int64),
            counts=np.array([0, 0, problem.terminal_count]),
            offset=np.zeros(1),
        )
        low, high = problem.ends.min(axis=1), problem.ends.max(axis=1)
        order = np.argsort(low, kind="stable")
        linked.fill(self._graph, low, high, problem.cost, order)

    def by_degree(self) -> None:
        """Apply the tests that look at single vertices until none applies any more."""
        degree.reduce_degrees(self._graph, np.ones(self.original.vertex_count, np.bool_))

    def by_bottlenecks(self, now: Reduced) -> int:
        """Delete edges with cheap detours and dissolve needless forks; returns how many.

        now: the present state.
        """
        mask = _superfluous_edges(now.problem)
        linked.remove_all(self._graph, now.edges[mask])
        self.by_degree()
        now = self.now()
        forks = _needless_forks(now.problem)
        linked.split_forks(self._graph, now.vertices[forks])
        self.by_degree()
        return int(mask.sum() + forks.sum())

    def keep_only(self, now: Reduced, mask: BoolArray) -> int:
        """Delete the edges of the present state outside a mask (m,); returns how many."""
        linked.remove_all(self._graph, now.edges[~mask])
        self.by_degree()
        return int(mask.size - mask.sum())

    def now(self) -> Reduced:
        """Return the present state as a problem of its own."""
        edges, vertices, ends, cost, is_terminal = compact.survivors(self._graph)
        problem = make_problem(ends, cost, is_terminal)
        return Reduced(problem, edges, vertices, float(self._graph.offset[0]))

    def expand(self, now: Reduced, tree: IntArray) -> IntArray:
        """Turn a tree of the present state into one of the original problem, no dearer."""
        mask = np.zeros(self.original.edge_count, np.bool_)
        graph = self._graph
        linked.expand(graph, graph.chosen[: graph.counts[linked.CHOSEN]], mask)
        linked.expand(graph, graph.origin[now.edges[tree]], mask)
        # Chosen free edges that nothing leads to any more must not draw the tree to them.
        first = self.original
        inside = construction.joined_vertices(
            first.start, first.neighbour, first.edge_of, mask, first.root
        )
        return spanning_tree(first, inside)

    def covered(self, now: Reduced, tree: IntArray) -> BoolArray:
        """Mark the edges (m,) of the present state that lie in a tree of the original problem."""
        mask = np.zeros(self.original.edge_count, np.bool_)
        mask[tree] = True
        return np.asarray(linked.covered(self._graph, now.edges, mask))


def _superfluous_edges(problem: Problem) -> BoolArray:
    """Mark the edges (m,) with cheap detours."""
    arrays = *_rows(problem), *_hops(problem)
    parts = _halves(lambda *part: special_distance.superfluous_edges(*arrays, *part), problem)
    return np.asarray(np.logical_or.reduce(parts))


def _needless_forks(problem: Problem) -> BoolArray:
    """Mark the vertices (n,) with three neighbours at which no cheapest tree forks."""
    _, _, above, step = _hops(problem)
    arrays = *_rows(problem), above, step
    parts = _halves(lambda *part: special_distance.needless_forks(*arrays, *part), problem)
    mask = np.asarray(np.logical_or.reduce(parts))
    # Each half has kept its own apart.
    special_distance.apart(problem.start, problem.neighbour, mask, problem.vertex_count // 2)
    return mask


def _halves(look: Callable[[int, int], BoolArray], problem: Problem) -> list[BoolArray]:
    """Look at all vertices; large problems are shared between two threads."""
    count = problem.vertex_count
    if problem.edge_count < SHARED_EDGES:
        return [look(0, count)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(look, (0, count // 2), (count // 2, count)))


def _rows(problem: Problem) -> tuple[IntArray, IntArray, IntArray, FloatArray, BoolArray]:
    """Return the arrays that every search needs."""
    return problem.start, problem.neighbour, problem.edge_of, problem.cost, problem.is_terminal


def _hops(problem: Problem) -> tuple[FloatArray, IntArray, IntArray, FloatArray]:
    """Return distance and nearest terminal of each vertex, and the tree of hops between them."""
    distance, base, _ = voronoi.regions(*_rows(problem))
    tail, head = problem.ends[:, 0], problem.ends[:, 1]
    between = distance[tail] + problem.cost + distance[head]
    crossing = np.flatnonzero(base[tail] != base[head])
    order = crossing[np.argsort(between[crossing], kind="stable")]
    above, step = special_distance.bottleneck_tree(problem.ends, between, base, order)
    return distance, base, above, step
