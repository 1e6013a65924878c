"""Solve by turns of reduction, dual ascent, local search and elimination by the bound."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.bound import Ascent, ascend, edges_within, pruned_tree
from fibre_planner.analysis.steiner.construction import (
    cost_of,
    shortest_path_tree,
    vertices_of,
)
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.reduction import Reduced, Reduction

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, IntArray


# Small problems come by the thousand: the turns that follow make up for shorter searches.
FEW_PASSES = 2
SMALL_ROUNDS = 1
# Carrying a tree over costs more than the deletion of a few edges saves.
WORTHWHILE = 0.98


@dataclass
class State:
    """What is known about a problem while it shrinks."""

    reduction: Reduction
    now: Reduced
    tree: IntArray  # edges of the present state
    best: IntArray  # edges of the original problem, the cheapest tree so far
    bound: float  # in steps of the grid, for the original problem
    known: float = math.inf  # cost of a tree the caller has
    slack: float = 0.0  # bound and cost this close together have met
    cost: float = field(init=False)  # of the cheapest tree so far, in steps of the grid

    def __post_init__(self) -> None:
        self.cost = cost_of(self.reduction.original, self.best)

    @property
    def limit(self) -> float:
        """Cost from which a tree is of no use any more."""
        return min(self.cost, self.known)

    @property
    def proven(self) -> bool:
        """Tell whether no tree can be cheaper than the best one known."""
        return self.bound >= self.limit - self.slack

    def offer(self, tree: IntArray) -> None:
        """Keep a tree of the present state if it is cheaper than the one at hand."""
        problem = self.now.problem
        if cost_of(problem, tree) < cost_of(problem, self.tree):
            self.tree = tree
        self.offer_original(self.reduction.expand(self.now, tree))

    def offer_original(self, tree: IntArray) -> None:
        """Keep a tree of the original problem if it is the cheapest so far."""
        cost = cost_of(self.reduction.original, tree)
        if cost < self.cost:
            self.best, self.cost = tree, cost

    def move_on(self, now: Reduced) -> None:
        """Take over a new state of the reduction and carry the best tree over."""
        self.now = now
        problem = now.problem
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


def begin(
    problem: Problem,
    tree: IntArray,
    rounds: int,
    known: float = math.inf,
    slack: float = 0.0,
) -> State:
    """Reduce a problem by tests that need no bound; a tree must be known.

    known: cost of a tree that is known elsewhere; only cheaper ones are looked for. slack: how
    close bound and cost must come to have met.
    """
    reduction = Reduction(problem)
    reduction.by_degree()
    now = _by_bottlenecks(reduction, reduction.now(), rounds)
    state = State(reduction, now, np.empty(0, np.int64), tree, 0.0, known, slack)
    state.move_on(now)
    return state


def shrink(state: State, rounds: int) -> None:
    """Reduce further by tests that need no bound."""
    before = state.now
    now = _by_bottlenecks(state.reduction, before, rounds)
    if now is not before:
        state.move_on(now)


def _by_bottlenecks(reduction: Reduction, now: Reduced, rounds: int) -> Reduced:
    """Repeat the tests by detours as long as they find a good deal."""
    for _ in range(rounds):
        edges = now.problem.edge_count
        if edges == 0:
            break
        gone = reduction.by_bottlenecks(now)
        now = reduction.now()
        if gone < 0.05 * edges:
            break
    return now


def turn(state: State, root: int, *, guided: bool, passes: int, merging: bool = False) -> None:
    """Raise the bound from a root, grow a tree from what it used up, drop what it rules out.

    merging: look for a cheaper tree within the union of the new tree and the best one.
    """
    problem = state.now.problem
    ascent = _raise_bound(state, root, guided=guided)
    if state.proven:
        return
    other = improve(problem, pruned_tree(problem, ascent), passes)
    state.offer(other)
    if merging and not state.proven:
        state.offer(merge(problem, state.tree, other))
    if not state.proven:
        _eliminate(state, ascent)


def raise_bound(state: State, root: int) -> None:
    """Raise the bound from a root, guided by the best tree, and drop what it rules out."""
    ascent = _raise_bound(state, root, guided=True)
    if not state.proven:
        _eliminate(state, ascent)


def _raise_bound(state: State, root: int, *, guided: bool) -> Ascent:
    ascent = ascend(state.now.problem, root, state.tree if guided else None)
    state.bound = max(state.bound, math.ceil(ascent.bound) + state.now.offset)
    return ascent


def _eliminate(state: State, ascent: Ascent) -> None:
    keep = edges_within(state.now.problem, ascent, state.limit - state.now.offset)
    keep[state.tree] = True
    if keep.sum() < WORTHWHILE * keep.size:
        state.reduction.keep_only(state.now, keep)
        state.move_on(state.reduction.now())


def roots_of(problem: Problem, count: int, rng: np.random.Generator) -> list[int]:
    """Return up to so many terminals to ascend towards, the best connected one first."""
    terminals = np.flatnonzero(problem.is_terminal)
    rng.shuffle(terminals)
    others = [int(v) for v in terminals if v != problem.root]
    return [problem.root, *others[: count - 1]]


def solve_small(
    problem: Problem, turns: int, seed: int, known: float = math.inf
) -> tuple[IntArray, float]:
    """Solve a small problem, most often to the optimum; returns a tree and a bound.

    known: cost of a tree the caller has; the work ends when no cheaper one can exist.
    """
    rng = np.random.default_rng(seed)
    tree = shortest_path_tree(problem, problem.root)
    if tree is None:
        raise AssertionError("A small problem is connected.")
    state = begin(problem, tree, rounds=SMALL_ROUNDS, known=known)
    for k in range(turns):
        if state.proven:
            break
        if k == 0:
            state.offer(improve(state.now.problem, state.tree, FEW_PASSES))
        root = roots_of(state.now.problem, 1 if k == 0 else 2, rng)[-1]
        turn(state, root, guided=k > 0, passes=FEW_PASSES)
    # Beyond the known cost a bound says nothing but that no tree is cheaper.
    return state.best, min(state.bound, state.limit)


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
