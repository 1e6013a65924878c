"""The search in balls: never dearer, and the same on every computer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.kernels import rooted
from fibre_planner.analysis.steiner.kernels.ball import is_spanning
from fibre_planner.analysis.steiner.neighbourhood import Effort, search, solve_ball
from fibre_planner.analysis.steiner.watch import Watch
from tests.analysis.steiner.graphs import as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest


def searched(problem, tree, balls, seed=0, size=150):
    effort = Effort(balls, Watch(None), lambda fraction: None)  # noqa: ARG005
    return search(problem, tree, size, seed=seed, effort=effort)[0]


@pytest.mark.parametrize("seed", range(2))
def test_search_makes_a_town_cheaper_and_repeats_itself(seed):
    problem = as_problem(street_grid(30, 30, 150, seed))
    tree = shortest_path_tree(problem, problem.root)
    first, second = (searched(problem, tree, 40, seed) for _ in range(2))
    assert is_spanning(problem.ends, first, problem.is_terminal)
    assert cost_of(problem, first) < cost_of(problem, tree)
    assert first.tolist() == second.tolist()


@settings(max_examples=60, deadline=None)
@given(town_graphs())
def test_ball_that_holds_everything_gives_the_optimum_when_it_says_so(graph):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    hung = rooted.hang(problem.start, problem.neighbour, problem.edge_of, tree, problem.root)
    found = solve_ball(problem, hung, 100, problem.root, 0)
    best = np.union1d(np.setdiff1d(tree, found.removed), found.added)
    assert is_spanning(problem.ends, best, problem.is_terminal)
    if found.proven:
        assert cost_of(problem, best) == cheapest(*graph)


@settings(max_examples=60, deadline=None)
@given(town_graphs())
def test_small_ball_keeps_the_tree_outside_it_whole(graph):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    hung = rooted.hang(problem.start, problem.neighbour, problem.edge_of, tree, problem.root)
    for centre in hung.order[: hung.size[0]].tolist():
        found = solve_ball(problem, hung, 5, centre, 0)
        assert set(found.removed.tolist()) <= set(tree.tolist())
        other = np.union1d(np.setdiff1d(tree, found.removed), found.added)
        assert is_spanning(problem.ends, other, problem.is_terminal)
        assert cost_of(problem, other) <= cost_of(problem, tree)


def test_spent_effort_ends_the_search():
    shares = []
    problem = as_problem(street_grid(20, 20, 80))
    tree = shortest_path_tree(problem, problem.root)
    effort = Effort(1, Watch(None), shares.append)
    assert search(problem, tree, 150, seed=0, effort=effort)[1] is False
    assert shares == [1.0]
