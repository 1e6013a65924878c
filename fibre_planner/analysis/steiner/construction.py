"""Trees from shortest paths, and what every step needs to know about a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.kernels import construction

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem


def shortest_path_tree(
    problem: Problem, root: int, guide: FloatArray | None = None
) -> IntArray | None:
    """Return the edges of a tree grown along shortest paths from a terminal.

    guide: (m,) costs that steer the growth in place of the true ones; infinite shuts an edge.
    Returns None where the guide shuts a terminal out.
    """
    inside = construction.shortest_path_vertices(
        problem.start,
        problem.neighbour,
        problem.edge_of,
        problem.cost if guide is None else guide,
        problem.is_terminal,
        root,
    )
    if not inside[problem.is_terminal].all():
        return None
    return spanning_tree(problem, inside)


def spanning_tree(problem: Problem, inside: BoolArray) -> IntArray:
    """Return the cheapest tree over a connected set of vertices (n,), without useless leaves."""
    return construction.spanning_tree(
        problem.start,
        problem.neighbour,
        problem.edge_of,
        problem.cost,
        problem.is_terminal,
        inside,
        problem.root,
    )


def vertices_of(problem: Problem, tree: IntArray) -> BoolArray:
    """Mark the vertices of a tree (n,); a lone root counts."""
    inside = np.zeros(problem.vertex_count, np.bool_)
    inside[problem.ends[tree]] = True
    inside[problem.root] = True
    return inside


def cost_of(problem: Problem, tree: IntArray) -> float:
    """Return the cost of a tree in steps of the grid; exact."""
    return float(problem.cost[tree].sum())
