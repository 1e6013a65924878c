"""Shaken trees are sound, never dearer, and leave local optima behind."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.kernels import ball
from fibre_planner.analysis.steiner.shaking import false_costs, shake
from tests.analysis.steiner.graphs import as_problem, small_graphs, street_grid


@settings(max_examples=100, deadline=None)
@given(small_graphs(), st.integers(0, 5))
def test_shaken_tree_is_sound_and_no_dearer(graph, seed):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    shaken = shake(problem, tree, seed)
    assert cost_of(problem, shaken) <= cost_of(problem, tree)
    assert ball.is_spanning(problem.ends, shaken, problem.is_terminal)


def test_shaking_leaves_the_local_optimum_of_the_exchanges():
    problem = as_problem(street_grid(30, 30, 200))
    settled = improve(problem, shortest_path_tree(problem, problem.root))
    assert improve(problem, settled, 1) is settled
    assert cost_of(problem, shake(problem, settled, 0)) < cost_of(problem, settled)


def test_false_prices_are_whole_and_free_edges_stay_free():
    ends, costs, homes = street_grid(6, 6, 12)
    costs[:5] = 0.0
    problem = as_problem((ends, costs, homes))
    false = false_costs(problem, 1)
    assert (false[:5] == 0.0).all()
    assert (false == np.rint(false)).all()
    assert (false >= problem.cost).all()
    assert (false <= 1.8 * problem.cost + 0.5).all()
