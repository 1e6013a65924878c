"""Where a known tree may have become too dear: around what has changed since it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.kernels import voronoi

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem
    from fibre_planner.analysis.steiner.reduction import Reduced


def touched_vertices(problem: Problem, changed: BoolArray, start: BoolArray) -> BoolArray:
    """Mark the vertices (n,) at changed edges, and those where a known tree ends in the open.

    changed, start: (m,) edges that are new or cost another price, and those of the known tree.
    """
    touched = np.zeros(problem.vertex_count, np.bool_)
    touched[problem.ends[changed]] = True
    joined = np.zeros(problem.vertex_count, np.bool_)
    joined[problem.ends[start]] = True
    # Terminals that have come, and edges of the tree that now lead nowhere.
    touched |= problem.is_terminal & ~joined
    ways = np.bincount(problem.ends[start].ravel(), minlength=problem.vertex_count)
    return np.asarray(touched | ((ways == 1) & ~problem.is_terminal))


def nearest_left(problem: Problem, now: Reduced, touched: BoolArray) -> IntArray:
    """Return the vertices of the present state that lie nearest to some of the problem's.

    touched: (n,) vertices of the original problem, most of which are reduced away.
    """
    place = np.full(problem.vertex_count, -1, np.int64)
    place[now.vertices] = np.arange(now.vertices.size)
    rows = problem.start, problem.neighbour, problem.edge_of, problem.cost
    _, base, _ = voronoi.regions(*rows, place >= 0)
    beside = touched.copy()
    beside[problem.ends[touched[problem.ends].any(axis=1)]] = True
    around = base[beside]
    return np.unique(place[around[around >= 0]])
