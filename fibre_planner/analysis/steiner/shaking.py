"""Shake a tree out of its local optimum: improve it under false prices, then under the true ones.

The shaken tree is worse here and better there. The cheapest tree within both takes the better
part everywhere at once, so a few rounds gain what an exchange of single parts does not find.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import shortest_path_tree
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.shrinking import State, merge

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem
    from fibre_planner.analysis.steiner.watch import Watch

# False prices lie between the true ones and so much above them.
SHARE = 0.8
MOST_ROUNDS = 12
# Rounds that gain less of the cost are left to the search of neighbourhoods.
WORTHWHILE = 1e-4
THREADS = 2


def false_costs(problem: Problem, seed: int) -> FloatArray:
    """Return prices (m,) as whole numbers that differ at random from the true ones."""
    noise = np.random.default_rng(seed).random(problem.edge_count)
    return np.rint(problem.cost * (1.0 + SHARE * noise))


def other_start(problem: Problem, seed: int) -> IntArray:
    """Return a tree grown on false prices from a terminal in the middle of the list."""
    terminals = np.flatnonzero(problem.is_terminal)
    root = int(terminals[terminals.size // 2])
    tree = shortest_path_tree(problem, root, false_costs(problem, seed))
    if tree is None:
        raise AssertionError("No false price is infinite.")
    return tree


def shake(problem: Problem, tree: IntArray, seed: int) -> IntArray:
    """Return a tree that is no dearer, put together from a tree and its shaken twin."""
    rough = replace(problem, cost=false_costs(problem, seed))
    twin = improve(problem, improve(rough, tree, 1), 1)
    return merge(problem, tree, twin)


def shake_rounds(
    state: State, watch: Watch, seed: int, rounds: int = MOST_ROUNDS, worthwhile: float = WORTHWHILE
) -> None:
    """Shake the tree of a state on two threads, round by round, as long as that gains something.

    worthwhile: share of the cost that a round must gain for another one to follow.
    """
    problem = state.now.problem
    if problem.edge_count == 0:
        return
    with ThreadPoolExecutor(THREADS) as pool:
        for k in range(rounds):
            if state.proven or not watch.goes_on:
                return
            before = state.cost
            seeds = [seed + THREADS * k + i for i in range(THREADS)]
            one, other = pool.map(lambda s: shake(problem, state.tree, s), seeds)
            state.offer(merge(problem, one, other))
            if before - state.cost < worthwhile * before:
                return
