"""Reductions keep the cheapest tree, and trees come back from them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.kernels.ball import is_spanning
from fibre_planner.analysis.steiner.reduction import Reduction
from tests.analysis.steiner.graphs import as_graph, as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest

some = settings(max_examples=60, deadline=None)


def reduced(problem, rounds):
    reduction = Reduction(problem)
    reduction.by_degree()
    for _ in range(rounds):
        now = reduction.now()
        if now.problem.edge_count:
            reduction.by_bottlenecks(now)
    return reduction, reduction.now()


@some
@given(town_graphs())
def test_reductions_leave_the_optimum_as_it_is(graph):
    _, now = reduced(as_problem(graph), rounds=2)
    left = cheapest(*as_graph(now.problem)) if now.problem.edge_count else 0.0
    assert now.offset + left == cheapest(*graph)


@some
@given(town_graphs())
def test_tree_of_the_reduced_graph_expands_to_one_no_dearer(graph):
    problem = as_problem(graph)
    reduction, now = reduced(problem, rounds=2)
    tree = np.empty(0, np.int64)
    if now.problem.edge_count:
        tree = shortest_path_tree(now.problem, now.problem.root)
    whole = reduction.expand(now, tree)
    assert is_spanning(problem.ends, whole, problem.is_terminal)
    assert cost_of(problem, whole) <= now.offset + cost_of(now.problem, tree)


def test_lead_ins_and_chains_vanish_from_a_town():
    problem = as_problem(street_grid(12, 12, 60))
    _, now = reduced(problem, rounds=2)
    assert now.problem.edge_count < 0.6 * problem.edge_count
    degree = np.diff(now.problem.start)
    assert degree[~now.problem.is_terminal].min() >= 3


def test_best_tree_is_found_again_in_the_reduced_graph():
    problem = as_problem(street_grid(8, 8, 20))
    reduction, now = reduced(problem, rounds=1)
    tree = shortest_path_tree(now.problem, now.problem.root)
    whole = reduction.expand(now, tree)
    inner = reduction.covered(now, whole)
    assert cost_of(now.problem, np.flatnonzero(inner)) <= cost_of(now.problem, tree)
