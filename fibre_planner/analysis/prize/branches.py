"""What a tree offers: its branches, from which worth on each pays, and what a budget buys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.kernels import hanging, knapsack, ratios

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem

# Steps of the exact choice among the branches about which a budget leaves a doubt.
CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Branches:
    """A tree hung up at the root, its k vertices with parents first, each subtree in one run."""

    order: IntArray  # (k,) vertices
    last: IntArray  # (k,) first place behind each subtree
    edge: IntArray  # (k,) edge to the parent, -1 at the root
    cost: FloatArray  # (k,) of that edge
    worth: FloatArray  # (k,) of a unit, from which the vertex pays

    def edges_at(self, worth: float) -> IntArray:
        """Return the edges of the best subtree where a unit of weight has some worth."""
        chosen = self.worth <= worth
        return np.sort(self.edge[chosen & (self.edge >= 0)])


def branches_of(problem: Problem, tree: IntArray, weight: FloatArray) -> Branches:
    """Hang up a tree; weight: (n,) of the vertices."""
    order, last, parent, parent_edge = hanging.hang_heavy_last(
        problem.start, problem.neighbour, problem.edge_of, tree, problem.root
    )
    cost = np.zeros(problem.vertex_count)
    edge = parent_edge[order]
    cost[order[1:]] = problem.cost[edge[1:]]
    worth = ratios.entering(order, order.size, parent, cost, weight)
    return Branches(order, last, edge, cost[order], worth[order])


def within(
    branches: Branches, units: IntArray, budget: float, cells: int = CELLS
) -> tuple[IntArray, float]:
    """Return the edges of a subtree of much weight within a budget, and the worth at its rim.

    Branches far cheaper or dearer per unit than the rim are in or out without a doubt; among
    the others the choice is exact. units: (n,) whole weights of the vertices; cells: of work.
    """
    by_worth = np.argsort(branches.worth, kind="stable")
    finite = by_worth[np.isfinite(branches.worth[by_worth])]
    spent = np.cumsum(branches.cost[finite])
    rim = int(np.searchsorted(spent, budget, side="right"))
    worth = float(branches.worth[finite[rim]]) if rim < finite.size else float("inf")
    own = units[branches.order]
    first, behind = _window(own[finite], rim, cells)
    first = max(first, 1)
    sure = np.zeros(branches.order.size, np.bool_)
    sure[finite[:first]] = True
    open_ = np.zeros(branches.order.size, np.bool_)
    open_[finite[first:behind]] = True
    count = np.concatenate(([0], np.cumsum(open_)))
    places = np.flatnonzero(open_)
    bought = knapsack.heaviest_subtree(
        count[branches.last[places]],
        branches.cost[places],
        own[places],
        budget - float(branches.cost[sure].sum()),
    )
    sure[places[bought]] = True
    return np.sort(branches.edge[sure & (branches.edge >= 0)]), worth


def _window(own: IntArray, rim: int, cells: int) -> tuple[int, int]:
    """Return where the doubt about vertices in the order of their worth begins and ends."""
    run = np.concatenate(([0], np.cumsum(own)))
    low, high = 0, own.size
    # The widest window around the rim whose vertices times units stay within the work.
    while low < high:
        half = (low + high + 1) // 2
        first, behind = max(rim - half, 0), min(rim + half, own.size)
        if (behind - first) * (run[behind] - run[first] + 1) <= cells:
            low = half
        else:
            high = half - 1
    return max(rim - low, 0), min(rim + low, own.size)
