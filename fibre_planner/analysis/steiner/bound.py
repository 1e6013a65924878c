"""Lower bounds by dual ascent, and the trees and eliminations that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import shortest_path_tree
from fibre_planner.analysis.steiner.kernels import dual

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem


@dataclass(frozen=True, eq=False)
class Ascent:
    """A dual solution."""

    root: int
    bound: float  # in steps of the grid
    left: FloatArray  # (2m,) reduced cost of the arc that enters each row at each position


def ascend(problem: Problem, root: int, tree: IntArray | None = None) -> Ascent:
    """Bound the cheapest tree from below, seen from a terminal.

    tree: edges of a known tree; cuts that it enters once are then raised first, which makes
    the bound tighter against it.
    """
    left = problem.cost[problem.edge_of]
    if tree is None:
        in_tree = np.zeros(left.shape[0], np.bool_)
    else:
        in_tree = dual.tree_arcs(
            problem.start, problem.neighbour, problem.edge_of, problem.mate, tree, root
        )
    bound = dual.ascend(
        problem.start,
        problem.neighbour,
        left,
        problem.is_terminal,
        root,
        in_tree,
        float(problem.edge_count),
    )
    return Ascent(root, float(bound), left)


def pruned_tree(problem: Problem, ascent: Ascent) -> IntArray:
    """Return a tree within the arcs that the ascent has used up.

    Source: Wong, A dual ascent approach for Steiner tree problems on a directed graph, 1984.
    """
    open_edges = dual.used_up(problem.edge_of, ascent.left)
    guide = np.where(open_edges, problem.cost, np.inf)
    tree = shortest_path_tree(problem, ascent.root, guide)
    if tree is None:
        raise AssertionError("A finished ascent reaches every terminal.")
    return tree


def edges_within(problem: Problem, ascent: Ascent, cost: float) -> BoolArray:
    """Mark the edges (m,) that a tree of at most this cost may contain."""
    arrays = problem.start, problem.neighbour
    from_root = dual.distance_from_root(*arrays, problem.mate, ascent.left, ascent.root)
    to_terminal = dual.distance_to_terminal(*arrays, ascent.left, problem.is_terminal, ascent.root)
    return dual.edges_within(
        *arrays,
        problem.edge_of,
        ascent.left,
        from_root,
        to_terminal,
        cost - ascent.bound,
    )
