"""Local search makes trees cheaper and keeps them trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.kernels.ball import is_spanning
from tests.analysis.steiner.graphs import as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest


@settings(max_examples=80, deadline=None)
@given(town_graphs())
def test_improved_tree_is_a_tree_and_never_dearer(graph):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    better = improve(problem, tree)
    assert is_spanning(problem.ends, better, problem.is_terminal)
    assert cheapest(*graph) <= cost_of(problem, better) <= cost_of(problem, tree)


@pytest.mark.parametrize("seed", range(4))
def test_every_pass_on_a_town_pays(seed):
    problem = as_problem(street_grid(30, 30, 150, seed))
    tree = shortest_path_tree(problem, problem.root)
    one = improve(problem, tree, 1)
    more = improve(problem, tree)
    assert is_spanning(problem.ends, more, problem.is_terminal)
    assert cost_of(problem, more) <= cost_of(problem, one) < cost_of(problem, tree)


def test_dear_key_path_is_exchanged_for_a_cheap_one():
    # Two pairs of terminals, joined by a chain of 9 in the tree although 4 + 4 is there.
    ends = [(0, 1), (2, 3), (1, 4), (4, 2), (0, 5), (5, 3)]
    costs = [1.0, 1.0, 5.0, 4.0, 4.0, 4.0]
    problem = as_problem(_arrays(ends, costs, [0, 1, 2, 3]))
    assert sorted(improve(problem, _ints([0, 1, 2, 3])).tolist()) == [0, 1, 4, 5]


def test_key_vertex_is_dropped_where_its_parts_lie_close_together():
    ends = [(0, 3), (1, 3), (2, 3), (0, 1), (1, 2)]
    problem = as_problem(_arrays(ends, [4.0, 4.0, 4.0, 5.0, 5.0], [0, 1, 2]))
    assert sorted(improve(problem, _ints([0, 1, 2])).tolist()) == [3, 4]


def _ints(values):
    return np.array(values, np.int64)


def _arrays(ends, costs, terminals):
    return np.array(ends, np.int64), np.array(costs), np.array(terminals, np.int64)
