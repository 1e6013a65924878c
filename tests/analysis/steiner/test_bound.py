"""Dual ascent stays below the optimum, and what it rules out is not needed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from fibre_planner.analysis.steiner.bound import ascend, edges_within, pruned_tree
from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.kernels.ball import is_spanning
from tests.analysis.steiner.graphs import as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest

some = settings(max_examples=60, deadline=None)


@some
@given(town_graphs())
def test_ascent_from_any_root_stays_below_the_optimum(graph):
    problem = as_problem(graph)
    best = cheapest(*graph)
    tree = shortest_path_tree(problem, problem.root)
    for root in graph[2].tolist():
        assert ascend(problem, root).bound <= best
        assert ascend(problem, root, tree).bound <= best


@some
@given(town_graphs())
def test_elimination_keeps_a_cheapest_tree(graph):
    ends, costs, terminals = graph
    problem = as_problem(graph)
    best = cheapest(*graph)
    keep = edges_within(problem, ascend(problem, problem.root), best)
    assert cheapest(ends[keep], costs[keep], terminals) == best


@some
@given(town_graphs())
def test_reduced_costs_and_bound_never_exceed_a_tree(graph):
    problem = as_problem(graph)
    ascent = ascend(problem, problem.root)
    tree = pruned_tree(problem, ascent)
    assert is_spanning(problem.ends, tree, problem.is_terminal)
    assert (ascent.left >= 0.0).all()
    assert ascent.bound <= cost_of(problem, tree)


@pytest.mark.parametrize("seed", range(3))
def test_town_bound_is_within_five_percent_of_a_tree(seed):
    problem = as_problem(street_grid(20, 20, 120, seed))
    ascent = ascend(problem, problem.root)
    tree = pruned_tree(problem, ascent)
    assert ascent.bound >= 0.95 * cost_of(problem, tree)
    assert np.isfinite(ascent.left).all()
