"""The way in: checks what a caller hands over and keeps what the root reaches, on a grid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.entry import (
    SteinerError,
    check_edges,
    islands,
    whole_numbers,
)
from fibre_planner.analysis.steiner.grid import Grid, to_grid
from fibre_planner.analysis.steiner.kernels import construction
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.language import tr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False)
class Area:
    """What the root reaches, its vertices numbered from 0, without loops, costs on a grid."""

    problem: Problem  # terminals: the root and all vertices of some weight
    grid: Grid
    cost: FloatArray  # (m,) as the caller gave them
    weight: FloatArray  # (n,) at least 0
    full: IntArray  # edges of a first tree that joins all terminals
    all_vertices: int  # of the caller
    vertex_of_input: IntArray  # (n,) the caller's numbers
    edge_of_input: IntArray  # (m,) index into the caller's edges

    def in_costs(self, steps: FloatArray) -> FloatArray:
        """Turn amounts in steps of the grid into costs."""
        return np.asarray(np.ldexp(steps, self.grid.exponent) / self.grid.factor)

    def cost_of(self, tree: IntArray) -> float:
        """Return the cost of a tree as the caller would add it up."""
        if self.grid.exact:
            return float(self.in_costs(self.problem.cost[tree].sum()))
        return math.fsum(self.cost[tree])

    def steps_within(self, budget: float) -> float:
        """Return a number of steps that trees must not pass to cost at most a budget."""
        if self.grid.exact:
            return float(math.floor(min(budget, 1e300) * self.grid.factor * (1.0 + 1e-13)))
        return float(math.ldexp(budget, -self.grid.exponent) - 0.5 * len(self.weight))

    def steps_allowed(self, budget: float) -> float:
        """Return a number of steps that no tree of at most a budget passes."""
        if self.grid.exact:
            return self.steps_within(budget)
        return float(math.ldexp(budget, -self.grid.exponent) + 0.5 * len(self.weight))

    def tree_of(self, edges: ArrayLike) -> IntArray:
        """Turn the caller's edges of a tree into edges of the area.

        Raises SteinerError where they are no tree at the root.
        """
        chosen = np.asarray(edges, np.int64).ravel()
        tree = np.flatnonzero(np.isin(self.edge_of_input, chosen))
        joined = np.zeros(self.problem.edge_count, np.bool_)
        joined[tree] = True
        held = construction.joined_vertices(
            self.problem.start,
            self.problem.neighbour,
            self.problem.edge_of,
            joined,
            self.problem.root,
        )
        whole = held[self.problem.ends[tree]].all()
        if tree.size != np.unique(chosen).size or held.sum() != tree.size + 1 or not whole:
            raise SteinerError(tr("The chosen edges are no tree at the root."))
        return tree

    def inside(self, tree: IntArray) -> BoolArray:
        """Mark the caller's vertices that a tree joins with the root."""
        mask = np.zeros(self.all_vertices, np.bool_)
        mask[self.vertex_of_input[self.problem.root]] = True
        mask[self.vertex_of_input[self.problem.ends[tree].ravel()]] = True
        return mask


def enter(ends: ArrayLike, costs: ArrayLike, weights: ArrayLike, root: int) -> Area:
    """Check the arrays and cut out the component of the root.

    ends: (m, 2) vertex numbers; costs: (m,); weights: (n,), n above every vertex number.

    Raises SteinerError for costs, weights or vertex numbers that make no sense.
    """
    all_ends = whole_numbers(ends, tr("edge ends")).reshape(-1, 2)
    cost = np.ascontiguousarray(costs, np.float64).ravel()
    weight = np.ascontiguousarray(weights, np.float64).ravel()
    check_edges(all_ends, cost)
    _check_vertices(all_ends, weight, root)
    component = islands(all_ends, weight.size)
    here = component == component[root]
    number = np.cumsum(here) - 1
    kept = np.flatnonzero(here[all_ends[:, 0]] & (all_ends[:, 0] != all_ends[:, 1]))
    is_terminal = weight[here] > 0.0
    is_terminal[number[root]] = True
    problem = make_problem(number[all_ends[kept]], cost[kept], is_terminal, int(number[root]))
    full = shortest_path_tree(problem, problem.root)
    if full is None:
        raise AssertionError("The component is connected.")
    grid = to_grid(problem.cost, cost_of(problem, full))
    return Area(
        problem=make_problem(problem.ends, grid.cost, is_terminal, problem.root),
        grid=grid,
        cost=problem.cost,
        weight=weight[here],
        full=full,
        all_vertices=weight.size,
        vertex_of_input=np.flatnonzero(here),
        edge_of_input=kept,
    )


def _check_vertices(ends: IntArray, weight: FloatArray, root: int) -> None:
    bad = np.flatnonzero(~(np.isfinite(weight) & (weight >= 0.0)))
    if bad.size:
        vertex = int(bad[0])
        raise SteinerError(
            tr("Vertex {vertex} has no usable weight: {weight}.").format(
                vertex=vertex, weight=weight[vertex]
            ),
            tr("Weights must be finite and not negative."),
        )
    if not 0 <= root < weight.size:
        raise SteinerError(tr("{vertex} is no vertex number.").format(vertex=root))
    bad = np.flatnonzero((ends >= weight.size).any(axis=1))
    if bad.size:
        edge = int(bad[0])
        raise SteinerError(
            tr("Edge {edge} ends at {vertex}, which has no weight.").format(
                edge=edge, vertex=int(ends[edge].max())
            )
        )
