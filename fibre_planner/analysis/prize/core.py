"""The part of an area with a choice of ways: leaves are taken off, their prizes handed down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.kernels import peeling, sleeping
from fibre_planner.analysis.steiner.kernels import construction, dual
from fibre_planner.analysis.steiner.problem import make_problem

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem


# Sums of so many bits are exact, with room for a few of them.
_EXACT_BITS = 50


@dataclass(frozen=True, eq=False)
class Core:
    """An area without its leaves, and how they hang on it."""

    area: Problem
    problem: Problem  # the core
    leaf: IntArray  # (k,) in the order of taking off, as onto and via
    onto: IntArray  # (k,) neighbour
    via: IntArray  # (k,) edge to it
    vertex: IntArray  # (n,) of the core, its number in the area
    edge: IntArray  # (m,) of the core, its number in the area
    arc: IntArray  # (2m,) of the core: position in the area of the arc that enters a row
    cap: float  # of prizes, in steps: a vertex of so much is in every best tree
    parts: float  # of a step of the grid, in which prizes are counted: a power of two


@dataclass(frozen=True, eq=False)
class Priced:
    """A bound for one set of prizes, and what it says about the core."""

    bound: float  # in steps of the grid
    left: FloatArray  # (2m,) reduced cost of the arc that enters each row at each position, too


def make_core(area: Problem, full: IntArray) -> Core:
    """Take the leaves off an area; full: edges of a tree to everything that may have a prize."""
    dearest = max(float(area.cost[full].sum()), 1.0)
    leaf, onto, via = peeling.peel(area.start, area.neighbour, area.edge_of, area.root)
    inner = np.ones(area.vertex_count, np.bool_)
    inner[leaf] = False
    number = np.cumsum(inner) - 1
    edge = np.ones(area.edge_count, np.bool_)
    edge[via] = False
    problem = make_problem(
        number[area.ends[edge]],
        area.cost[edge],
        area.is_terminal[inner],
        int(number[area.root]),
    )
    kept = np.flatnonzero(edge)
    return Core(
        area, problem, leaf, onto, via, np.flatnonzero(inner), kept,
        arc=_arcs(area, problem, kept),
        cap=2.0 * dearest, parts=2.0 ** max(_EXACT_BITS - math.frexp(dearest)[1], 0),
    )  # fmt: skip


def _arcs(area: Problem, core: Problem, kept: IntArray) -> IntArray:
    """Return for each position in the core's rows that of its arc in the row it leaves."""
    leaving = np.empty((area.edge_count, 2), np.int64)
    row = np.repeat(np.arange(area.vertex_count), np.diff(area.start))
    backwards = area.ends[area.edge_of, 0] != row
    leaving[area.edge_of, backwards.astype(np.int64)] = np.arange(row.size)
    row = np.repeat(np.arange(core.vertex_count), np.diff(core.start))
    backwards = core.ends[core.edge_of, 0] == row
    return np.asarray(leaving[kept[core.edge_of], backwards.astype(np.int64)])


def price(core: Core, prize: FloatArray, tree: IntArray | None = None) -> Priced:
    """Bound cost and missed prizes together from below.

    prize: (n,) of the area's vertices, in steps of the grid, rounded down to parts of a step;
    tree: edges of a known tree of the area, by which the bound is then guided.
    """
    problem = core.problem
    # Lower prizes keep the bound valid, and sums of capped ones exact.
    prize = np.floor(np.minimum(prize, core.cap) * core.parts)
    cost, cap = core.area.cost * core.parts, core.cap * core.parts
    lost = peeling.hand_down(core.leaf, core.onto, core.via, cost, prize, cap)
    left = problem.cost[problem.edge_of] * core.parts
    in_tree = np.zeros(left.size, np.bool_)
    held = np.ones(problem.vertex_count, np.bool_)
    if tree is not None:
        inner = np.flatnonzero(np.isin(core.edge, tree))
        in_tree = dual.tree_arcs(
            problem.start, problem.neighbour, problem.edge_of, problem.mate, inner, problem.root
        )
        held = np.zeros(problem.vertex_count, np.bool_)
        held[problem.root] = True
        held[problem.ends[inner].ravel()] = True
    bound = sleeping.ascend(
        problem.start,
        problem.neighbour,
        left,
        prize[core.vertex],
        problem.root,
        in_tree,
        held,
        float(problem.edge_count),
    )
    return Priced((lost + bound) / core.parts, left / core.parts)


def used_up(core: Core, priced: Priced) -> tuple[BoolArray, BoolArray]:
    """Return which edges (m,) of the area the bound leaves free, and what they join (n,)."""
    free = np.ones(core.area.edge_count, np.bool_)
    free[core.edge] = dual.used_up(core.problem.edge_of, priced.left)
    joined = construction.joined_vertices(
        core.area.start, core.area.neighbour, core.area.edge_of, free, core.area.root
    )
    return free, np.asarray(joined)
