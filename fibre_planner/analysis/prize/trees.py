"""Trees for a choice of vertices: extended to more of them, made cheaper for the same ones."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.kernels import growth
from fibre_planner.analysis.steiner.construction import (
    shortest_path_tree,
    spanning_tree,
    vertices_of,
)
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.kernels import ball

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import FloatArray, IntArray
    from fibre_planner.analysis.prize.core import Core, Priced
    from fibre_planner.analysis.steiner.problem import Problem

# A part of a tree that is changed has so many vertices around it; their edges keep such a share
# of what would guide the growth elsewhere.
FEWEST, MOST = 100, 1_500
KEEPING = (0.0, 0.0, 0.3, 0.6)


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


def guide_of(core: Core, priced: Priced, share: float) -> FloatArray:
    """Return costs (2m,) of leaving each row that lead to where prizes pay.

    What the bound leaves of the cost of each direction, and a share of the cost.
    """
    guide = share * core.area.cost[core.area.edge_of]
    guide[core.arc] += priced.left
    return guide


def grown(problem: Problem, guide: FloatArray) -> IntArray:
    """Return a tree to all terminals, along ways that are short by a guide (2m,)."""
    return growth.grow(
        problem.start,
        problem.neighbour,
        problem.edge_of,
        guide,
        problem.is_terminal,
        problem.root,
    )


def kept(problem: Problem, tree: IntArray, guide: FloatArray, share: FloatArray) -> FloatArray:
    """Return a guide (2m,) in which the edges of a tree have only shares (k,) of their cost."""
    factor = np.ones(problem.edge_count)
    factor[tree] = share
    return guide * factor[problem.edge_of]


def loosened(
    problem: Problem, tree: IntArray, guide: FloatArray, random: np.random.Generator
) -> FloatArray:
    """Return a guide (2m,) that keeps a tree but for the part around one of its vertices."""
    held = np.flatnonzero(vertices_of(problem, tree))
    size = int(np.exp(random.uniform(math.log(FEWEST), math.log(MOST))))
    near = ball.nearest_vertices(
        problem.start,
        problem.neighbour,
        problem.edge_of,
        problem.cost,
        int(random.choice(held)),
        size,
    )
    loose = np.zeros(problem.vertex_count, np.bool_)
    loose[near] = True
    around = loose[problem.ends[tree]].all(axis=1)
    return kept(problem, tree, guide, np.where(around, random.choice(KEEPING), 0.0))
