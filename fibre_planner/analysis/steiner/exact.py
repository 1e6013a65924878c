"""Prove the optimum of what the reductions leave: cutting planes, elimination, branching."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.certificate import Certificate, certify
from fibre_planner.analysis.steiner.construction import shortest_path_tree
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.shrinking import WORTHWHILE, State, begin, turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.compiled import IntArray

BRANCH_TURNS = 3


@dataclass
class Allowance:
    """How much work a proof may take, counted the same on every computer."""

    programs: int  # linear programs to be solved
    goes_on: Callable[[], bool]  # asked between them: may raise, may be out of time

    def some(self) -> bool:
        """Take one program off; returns whether it may be solved."""
        self.programs -= 1
        return self.programs >= 0 and self.goes_on()


def prove(state: State, allowance: Allowance) -> None:
    """Raise the bound of a small problem to the optimum if the allowance lasts."""
    while not state.proven:
        found = _cut(state, allowance)
        if state.proven or not allowance.some():
            return
        problem = state.now.problem
        keep = found.edges_within(problem, state.limit - state.now.offset)
        keep[state.tree] = True
        if keep.sum() >= WORTHWHILE * keep.size:
            _branch(state, found, allowance)
            return
        state.reduction.keep_only(state.now, keep)
        now = state.reduction.now()
        if now.problem.edge_count:
            state.reduction.by_bottlenecks(now)
            now = state.reduction.now()
        state.move_on(now)


def _cut(state: State, allowance: Allowance) -> Certificate:
    """Bound by cutting planes, and keep what was met on the way."""
    known = state.limit - state.slack - state.now.offset
    found = certify(state.now.problem, known, allowance.some)
    if found.tree is not None:
        state.offer(found.tree)
    state.bound = max(state.bound, math.ceil(found.bound) + state.now.offset)
    return found


def _branch(state: State, found: Certificate, allowance: Allowance) -> None:
    """Try both with and without the vertex about which the program is least sure."""
    problem = state.now.problem
    v = _undecided(problem, found)
    if v < 0:
        return
    bounds = []
    with_it = problem.is_terminal.copy()
    with_it[v] = True
    joined = make_problem(problem.ends, problem.cost, with_it, problem.root)
    edges = np.arange(problem.edge_count)
    bounds.append(_settle(state, joined, edges, allowance))
    apart = np.flatnonzero((problem.ends != v).all(axis=1))
    left_out = make_problem(
        problem.ends[apart], problem.cost[apart], problem.is_terminal, problem.root
    )
    bounds.append(_settle(state, left_out, apart, allowance))
    state.bound = max(state.bound, min(*bounds) + state.now.offset)


def _undecided(problem: Problem, found: Certificate) -> int:
    """Return the vertex, no terminal, that is most nearly half used; -1 where none is."""
    entering = np.add.reduceat(found.values, problem.start[:-1])
    entering[np.diff(problem.start) == 0] = 0.0
    doubt = np.where(problem.is_terminal, 0.0, 0.5 - np.abs(entering - 0.5))
    v = int(np.argmax(doubt))
    return v if doubt[v] > 1e-6 else -1


def _settle(state: State, part: Problem, edges: IntArray, allowance: Allowance) -> float:
    """Solve one side of a branch and offer its tree; returns its bound.

    edges: numbers of the part's edges in the present state.
    """
    tree = shortest_path_tree(part, part.root)
    if tree is None:
        return math.inf
    known = state.limit - state.now.offset
    inner = begin(part, tree, rounds=1, known=known, slack=state.slack)
    for k in range(BRANCH_TURNS):
        if not inner.proven:
            turn(inner, inner.now.problem.root, guided=k > 0, passes=2)
    if not inner.proven and allowance.some():
        prove(inner, allowance)
    if inner.cost < known:
        state.offer(edges[inner.best])
    # Beyond the known cost a bound says nothing but that no tree is cheaper.
    return min(inner.bound, inner.limit)
