"""What would bring in the addresses that a budget leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of
from fibre_planner.analysis.prize.entry import enter
from fibre_planner.analysis.prize.results import EntryPrices
from fibre_planner.analysis.prize.trees import extended
from fibre_planner.analysis.steiner.construction import vertices_of
from fibre_planner.analysis.steiner.kernels import voronoi

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def entry_prices(
    ends: ArrayLike, costs: ArrayLike, weights: ArrayLike, root: int, edges: ArrayLike
) -> EntryPrices:
    """Return what would join the vertices that a tree leaves out.

    The first four arrays as for budget_curve(); edges: of the tree, indices into ends, such as
    those of a stop.

    Raises SteinerError where the arrays make no sense or the edges are no tree at the root.
    """
    area = enter(ends, costs, weights, root)
    problem = area.problem
    tree = area.tree_of(edges)
    held = vertices_of(problem, tree)
    distance, _, _ = voronoi.regions(
        problem.start, problem.neighbour, problem.edge_of, area.cost, held
    )
    joining_cost = np.full(area.all_vertices, np.inf)
    joining_cost[area.vertex_of_input] = distance
    paid = problem.cost.copy()
    paid[tree] = 0.0
    branches = branches_of(
        replace(problem, cost=paid),
        extended(problem, tree),
        np.where(held, 0.0, area.weight),
    )
    enters_at = np.full(area.all_vertices, np.inf)
    enters_at[area.vertex_of_input[branches.order]] = area.in_costs(branches.worth)
    enters_at[area.vertex_of_input[held]] = 0.0
    return EntryPrices(joining_cost, enters_at)
