"""Trees for a choice of vertices: extended to more of them, made cheaper for the same ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import (
    shortest_path_tree,
    spanning_tree,
    vertices_of,
)
from fibre_planner.analysis.steiner.improvement import improve

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem


def extended(problem: Problem, tree: IntArray) -> IntArray:
    """Return a tree that holds another one and leads on to all terminals."""
    cost = problem.cost.copy()
    cost[tree] = 0.0
    whole = shortest_path_tree(replace(problem, cost=cost), problem.root)
    if whole is None:
        raise AssertionError("The problem is connected.")
    return whole


def cheaper(problem: Problem, tree: IntArray, passes: int) -> IntArray:
    """Return a tree that holds the same terminals and costs no more."""
    wanted = problem.is_terminal & vertices_of(problem, tree)
    if wanted.sum() < 2:
        return np.empty(0, np.int64)
    fixed = replace(problem, is_terminal=wanted)
    return improve(fixed, spanning_tree(fixed, vertices_of(problem, tree)), passes)


def weighty(problem: Problem, tree: IntArray) -> BoolArray:
    """Mark the terminals that a tree holds (n,)."""
    return problem.is_terminal & vertices_of(problem, tree)
