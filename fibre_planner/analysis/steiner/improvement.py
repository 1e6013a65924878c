"""Local search: exchange parts of a tree until nothing is gained any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import cost_of, spanning_tree
from fibre_planner.analysis.steiner.kernels import application, exchange, rooted

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import IntArray
    from fibre_planner.analysis.steiner.problem import Problem

MOST_PASSES = 12


def improve(problem: Problem, tree: IntArray, passes: int = MOST_PASSES) -> IntArray:
    """Return a tree that is no dearer, by key-path exchange and key-vertex elimination.

    Each pass finds all moves that help on their own and makes those that help together.
    """
    cost = cost_of(problem, tree)
    for _ in range(passes):
        better = _one_pass(problem, tree)
        better_cost = cost_of(problem, better)
        if better_cost >= cost:
            break
        tree, cost = better, better_cost
    return tree


def _one_pass(problem: Problem, tree: IntArray) -> IntArray:
    rows = problem.start, problem.neighbour, problem.edge_of
    hung = rooted.hang(*rows, tree, problem.root)
    moves = exchange.find_moves(*rows, problem.ends, problem.cost, problem.is_terminal, hung)
    count = int(moves.counts[0])
    if count == 0:
        return tree
    best_first = np.argsort(-moves.gain[:count], kind="stable")
    application.apply_moves(
        hung, problem.ends, problem.cost, problem.is_terminal, moves, best_first
    )
    return spanning_tree(problem, np.asarray(hung.inside))
