"""The first seconds: from a first tree to a good one before anything is reduced or bounded."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from fibre_planner.analysis.steiner.improvement import MOST_PASSES, improve
from fibre_planner.analysis.steiner.shaking import other_start, shake, shake_rounds
from fibre_planner.analysis.steiner.shrinking import State, merge

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import IntArray
    from fibre_planner.analysis.steiner.watch import Watch

# Most of what all passes gain.
PASSES = 2
# Where so much of the time limit is over already, reductions and bounds would come too late.
LATE = 0.25


def open_up(state: State, watch: Watch, *, seed: int, hurried: bool, known: bool) -> None:
    """Improve the first tree, and beside it one grown from elsewhere, and join the best of both.

    Trees are offered after few passes already, for those who will not wait for more. hurried:
    end with the first good tree; known: the tree is one from before, which needs no other beside
    it.
    """
    if state.now.problem.edge_count == 0:
        return
    if known:
        _settle(state, watch, MOST_PASSES)
        return
    _join_two(state, watch, seed)
    if hurried:
        _settle(state, watch, PASSES)
    elif watch.goes_on and watch.spent > LATE:
        _settle_and_shake(state, seed)
        shake_rounds(state, watch, seed + 2, rounds=10**6, worthwhile=-math.inf)


def _settle(state: State, watch: Watch, passes: int) -> None:
    """Improve the tree pass by pass, and offer it after each."""
    for _ in range(passes):
        before = state.cost
        state.offer(improve(state.now.problem, state.tree, 1))
        if state.cost == before or not watch.goes_on:
            break


def _join_two(state: State, watch: Watch, seed: int) -> None:
    """Improve two trees on two threads and offer the cheapest within both."""
    problem = state.now.problem

    def improved(first: bool) -> IntArray:
        return improve(problem, state.tree if first else other_start(problem, seed), PASSES)

    with ThreadPoolExecutor(2) as pool:
        own, other = pool.map(improved, (True, False))
    state.offer(own)
    state.offer(other)
    if watch.goes_on:
        state.offer(merge(problem, own, other))


def _settle_and_shake(state: State, seed: int) -> None:
    """Improve the tree on one thread, to have something soon, while it is shaken on another."""
    problem, tree = state.now.problem, state.tree
    with ThreadPoolExecutor(2) as pool:
        shaken = pool.submit(shake, problem, tree, seed + 1)
        settled = improve(problem, tree, 1)
        state.offer(settled)
        state.offer(merge(problem, settled, shaken.result()))
