"""Solve by turns of reduction, dual ascent, local search and elimination by the bound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.bound import ascend, edges_within, pruned_tree
from fibre_planner.analysis.steiner.construction import (
    cost_of,
    shortest_path_tree,
    spanning_tree,
    vertices_of,
)
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.reduction import Reduced, Reduction

if TYPE_CHECKING:
    from fibre_planner.analysis.steiner.compiled import BoolArray, IntArray


@dataclass
class State:
    """What is known about a problem while it shrinks."""

    reduction: Reduction
    now: Reduced
    tree: IntArray  # edges of the present state
    best: IntArray  # edges of the original problem, the cheapest tree so far
    bound: float  # in steps of the grid, for the original problem

    @property
    def cost(self) -> float:
        """Cost of the cheapest tree so far, in steps of the grid."""
        return cost_of(self.reduction.original, self.best)

    @property
    def proven(self) -> bool:
        """Tell whether no tree can be cheaper."""
        return self.bound >= self.cost

    def offer(self, tree: IntArray) -> None:
        """Keep a tree of the present state if it is cheaper than the one at hand."""
        problem = self.now.problem
        if cost_of(problem, tree) < cost_of(problem, self.tree):
            self.tree = tree
        self.offer_original(self.reduction.expand(self.now, tree))

    def offer_original(self, tree: IntArray) -> None:
        """Keep a tree of the original problem if it is the cheapest so far."""
        if cost_of(self.reduction.original, tree) < self.cost:
            self.best = tree

    def refresh(self) -> None:
        """Look at the reduction's present state again and carry the best tree over."""
        self.now = self.reduction.now()
        problem = self.now.problem
        if problem.edge_count == 0:
            self.tree = np.empty(0, np.int64)
        else:
            inner = self.reduction.covered(self.now, self.best)
            guide = np.where(inner, 0.0, problem.cost)
            tree = shortest_path_tree(problem, problem.root, guide)
            if tree is None:
                raise AssertionError("Reductions keep the terminals joined.")
            self.tree = tree
        self.offer_original(self.reduction.expand(self.now, self.tree))
        if problem.edge_count == 0:
            # Nothing is left to choose: the tree is a cheapest one.
            self.bound = max(self.bound, self.cost)


def begin(problem: Problem, tree: IntArray, rounds: int) -> State:
    """Reduce a problem by tests that need no bound; a tree must be known."""
    reduction = Reduction(problem)
    reduction.by_degree()
    now = reduction.now()
    for _ in range(rounds):
        edges = now.problem.edge_count
        if edges == 0:
            break
        gone = reduction.by_bottlenecks()
        now = reduction.now()
        if gone < 0.05 * edges:
            break
    state = State(reduction, now, np.empty(0, np.int64), tree, 0.0)
    state.refresh()
    return state


def turn(state: State, root: int, *, guided: bool, merging: bool) -> None:
    """Raise the bound from one root, look for better trees, and delete what the bound rules out."""
    problem = state.now.problem
    ascent = ascend(problem, root, state.tree if guided else None)
    state.bound = max(state.bound, math.ceil(ascent.bound) + state.now.offset)
    if state.proven:
        return
    other = improve(problem, pruned_tree(problem, ascent))
    state.offer(other)
    if merging and not state.proven:
        state.offer(merge(problem, state.tree, other))
    if state.proven:
        return
    keep = edges_within(problem, ascent, state.cost - state.now.offset)
    keep[state.tree] = True
    if keep.sum() < 0.98 * keep.size:
        state.reduction.keep_only(state.now, keep)
        state.refresh()


def roots_of(problem: Problem, count: int, rng: np.random.Generator) -> list[int]:
    """Return up to so many terminals to ascend towards, the best connected one first."""
    terminals = np.flatnonzero(problem.is_terminal)
    rng.shuffle(terminals)
    others = [int(v) for v in terminals if v != problem.root]
    return [problem.root, *others[: count - 1]]


def solve_small(problem: Problem, turns: int, seed: int) -> tuple[IntArray, float]:
    """Solve a small problem, most often to the optimum; returns a tree and a bound."""
    rng = np.random.default_rng(seed)
    tree = shortest_path_tree(problem, problem.root)
    if tree is None:
        raise AssertionError("A small problem is connected.")
    state = begin(problem, tree, rounds=2)
    for k in range(turns):
        if state.proven:
            break
        if k == 0:
            state.offer(improve(state.now.problem, state.tree))
        root = roots_of(state.now.problem, 1 if k == 0 else 2, rng)[-1]
        turn(state, root, guided=k > 0, merging=False)
    return state.best, state.bound


def merge(problem: Problem, one: IntArray, other: IntArray, turns: int = 3) -> IntArray:
    """Return the cheapest tree found within the union of two trees."""
    chosen = np.union1d(one, other)
    if chosen.size == one.size or chosen.size == other.size:
        return one
    part, edges = restricted(problem, chosen)
    tree, _ = solve_small(part, turns, 0)
    return edges[tree]


def restricted(problem: Problem, edges: IntArray) -> tuple[Problem, IntArray]:
    """Return the problem on some edges, which must join the terminals."""
    inside: BoolArray = vertices_of(problem, edges)
    number = np.cumsum(inside) - 1
    part = make_problem(
        number[problem.ends[edges]],
        problem.cost[edges],
        problem.is_terminal[inside],
        int(number[problem.root]),
    )
    return part, edges


def tree_through(problem: Problem, edges: IntArray) -> IntArray:
    """Return the cheapest tree over the vertices of some edges."""
    return spanning_tree(problem, vertices_of(problem, edges))
