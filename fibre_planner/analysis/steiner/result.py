"""From a tree and a bound on the grid to the caller's edges and costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.tree import Tree

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import IntArray
    from fibre_planner.analysis.steiner.entry import Entry
    from fibre_planner.analysis.steiner.grid import Grid


def finish(
    entry: Entry,
    grid: Grid,
    seconds: dict[str, float],
    tree: IntArray,
    bound: float = 0.0,
    slack: float = 0.0,
) -> Tree:
    """Return a tree of the entry's edges as a result.

    bound, slack: in steps of the grid; bound and cost this close together have met.
    """
    cost = math.fsum(entry.cost[tree])
    steps = float(grid.cost[tree].sum())
    proven = bound >= steps - slack
    lower_bound = cost
    if not proven:
        lower_bound = min(cost, grid.bound_in_costs(bound, entry.vertex_count))
    return Tree(np.sort(entry.edge_of_input[tree]), cost, lower_bound, proven, dict(seconds))
