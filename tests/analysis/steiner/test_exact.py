"""Cutting planes and branching end at the optimum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from fibre_planner.analysis.steiner.certificate import certify
from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.exact import Allowance, prove
from fibre_planner.analysis.steiner.shrinking import begin
from fibre_planner.analysis.steiner.stages import most_edges_within
from fibre_planner.progress import Cancelled
from tests.analysis.steiner.graphs import as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest

some = settings(max_examples=50, deadline=None)


def state_of(problem, rounds=0):
    return begin(problem, shortest_path_tree(problem, problem.root), rounds)


@some
@given(town_graphs())
def test_bound_by_cuts_is_never_above_the_optimum(graph):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    found = certify(problem, cost_of(problem, tree), lambda: True)
    assert found.bound <= cheapest(*graph)


@some
@given(town_graphs())
def test_elimination_by_cuts_keeps_a_cheapest_tree(graph):
    ends, costs, terminals = graph
    problem = as_problem(graph)
    best = cheapest(*graph)
    keep = certify(problem, math.inf, lambda: True).edges_within(problem, best)
    assert cheapest(ends[keep], costs[keep], terminals) == best


@some
@given(town_graphs())
def test_proof_ends_at_the_optimum(graph):
    state = state_of(as_problem(graph))
    prove(state, Allowance(1_000, lambda: True))
    assert state.proven
    assert state.cost == min(state.bound, state.cost) == cheapest(*graph)


def odd_wheel():
    """Return a graph whose linear program is half-integral: branching is needed."""
    hubs = [(0, 1), (1, 2), (2, 0)]
    ends = [(k, 3 + j) for j, pair in enumerate(hubs) for k in pair]
    ends += [(3 + j, 6) for j in range(3)]
    return np.array(ends), np.ones(len(ends)), np.array([0, 1, 2, 6])


def test_half_used_vertices_are_branched_on():
    graph = odd_wheel()
    state = state_of(as_problem(graph))
    prove(state, Allowance(100, lambda: True))
    assert state.proven
    assert state.cost == cheapest(*graph) == 5.0


@pytest.mark.parametrize("programs", [0, 1, 3])
def test_spent_allowance_leaves_a_bound_below_the_cost(programs):
    state = state_of(as_problem(street_grid(8, 8, 20)))
    prove(state, Allowance(programs, lambda: True))
    assert state.bound <= state.cost


def test_cancel_comes_through_a_proof():
    def cancelled():
        raise Cancelled

    with pytest.raises(Cancelled):
        prove(state_of(as_problem(street_grid(8, 8, 20))), Allowance(100, cancelled))


@pytest.mark.parametrize(("seconds", "edges"), [(0.0, 0), (10.0, 500), (59.0, 2950), (1e6, 3000)])
def test_larger_proof_is_tried_only_where_enough_time_is_left(seconds, edges):
    assert most_edges_within(seconds) == edges
