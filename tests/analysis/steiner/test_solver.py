"""The door of the trench-tree solver, against brute force, laws and published optima."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fibre_planner.analysis import steiner
from tests.analysis.steiner.graphs import OPTIMUM, real_graph, small_graphs, street_grid
from tests.analysis.steiner.judge import cheapest, faults

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(small_graphs(), st.integers(0, 5))
def test_tree_is_sound_and_never_below_the_optimum(graph, seed):
    tree = steiner.solve(*graph, seed=seed)
    assert faults(*graph, tree) == []
    assert tree.cost >= cheapest(*graph)


@many
@given(small_graphs())
def test_bound_is_never_above_the_optimum(graph):
    tree = steiner.solve(*graph)
    assert tree.lower_bound <= cheapest(*graph)


@many
@given(small_graphs(cost=st.floats(0, 1e6)))
def test_costs_of_any_size_keep_bound_and_tree_in_order(graph):
    tree = steiner.solve(*graph)
    best = cheapest(*graph)
    assert faults(*graph, tree) == []
    assert tree.cost >= best * (1 - 1e-12)
    assert tree.lower_bound <= best * (1 + 1e-9)


@many
@given(small_graphs())
def test_proven_tree_is_the_cheapest(graph):
    tree = steiner.solve(*graph)
    if tree.proven:
        assert tree.cost == cheapest(*graph)


@many
@given(small_graphs(), st.data())
def test_price_rise_never_lowers_a_proven_cost(graph, data):
    ends, costs, terminals = graph
    before = steiner.solve(*graph)
    dearer = costs.copy()
    dearer[data.draw(st.integers(0, len(costs) - 1))] += data.draw(st.integers(1, 50))
    after = steiner.solve(ends, dearer, terminals)
    assert after.cost >= before.lower_bound


@many
@given(small_graphs())
def test_dropping_a_terminal_never_raises_a_proven_cost(graph):
    ends, costs, terminals = graph
    fewer = steiner.solve(ends, costs, terminals[:-1])
    assert fewer.lower_bound <= steiner.solve(*graph).cost


def test_root_is_joined_with_the_terminals():
    ends = np.array([(0, 1), (1, 2), (2, 3)])
    tree = steiner.solve(ends, np.ones(3), np.array([0, 1]), root=3)
    assert tree.edges.tolist() == [0, 1, 2]
    assert tree.proven


@pytest.mark.parametrize("terminals", [[], [7], [7, 7]])
def test_nothing_to_join_costs_nothing(terminals):
    tree = steiner.solve([(7, 8)], [5.0], np.array(terminals, np.int64))
    assert tree.edges.size == 0
    assert (tree.cost, tree.lower_bound, tree.proven) == (0.0, 0.0, True)


def test_vertex_numbers_may_have_gaps():
    tree = steiner.solve([(10**12, 5), (5, 40)], [2.0, 3.0], [10**12, 40])
    assert tree.cost == 5.0


def test_zero_cost_ducts_are_kept_in_the_tree():
    tree = steiner.solve([(0, 1), (1, 2), (0, 2)], [0.0, 0.0, 1.0], [0, 2])
    assert tree.edges.tolist() == [0, 1]
    assert tree.proven


def test_one_huge_price_does_not_blur_the_small_ones():
    ends = [(0, 1), (1, 2), (0, 2), (2, 3), (1, 3)]
    tree = steiner.solve(ends, [0.001, 0.002, 0.0029, 1e300, 0.5], [0, 2, 3])
    assert tree.edges.tolist() == [0, 1, 4]


def test_cheapest_of_parallel_edges_is_taken_and_loops_are_left():
    tree = steiner.solve([(0, 0), (0, 1), (1, 0), (0, 1)], [0.0, 4.0, 2.0, 3.0], [0, 1])
    assert tree.edges.tolist() == [2]


@pytest.mark.parametrize("cost", [float("nan"), -1.0, float("inf")])
def test_unusable_cost_is_refused_with_the_edge_named(cost):
    with pytest.raises(steiner.SteinerError, match=r"Edge 1 \(4–6\)"):
        steiner.solve([(4, 5), (4, 6)], [1.0, cost], [4, 5])


@pytest.mark.parametrize(
    ("ends", "costs", "terminals", "sentence"),
    [
        ([(0, 1)], [1.0], [0, 9], "Terminal 9"),
        ([(0, 1)], [1.0], [0, -1], "-1 is no vertex"),
        ([(0, 1)], [1.0, 2.0], [0, 1], "1 edges have 2 costs"),
        ([(0, 1), (1, -3)], [1.0, 2.0], [0, 1], "Edge 1 ends at -3"),
        ([(0.5, 1)], [1.0], [0, 1], "whole numbers"),
        ([(0, 1), (2, 3)], [1.0, 1.0], [0, 3], "No edges join terminal 0 with terminal 3"),
    ],
)
def test_bad_arrays_are_refused_with_a_sentence(ends, costs, terminals, sentence):
    with pytest.raises(steiner.SteinerError, match=sentence):
        steiner.solve(ends, costs, terminals)


def test_island_without_terminals_does_not_matter():
    tree = steiner.solve([(5, 6), (0, 1), (1, 2)], [1.0, 2.0, 3.0], [0, 2])
    assert tree.edges.tolist() == [1, 2]


def test_islands_can_be_set_apart():
    ends = np.array([(0, 1), (2, 3), (3, 4)])
    assert steiner.reachable(ends, 5, [1, 2, 4]).tolist() == [False, True, True]
    assert steiner.reachable(ends, 5, [1, 2, 4], root=0).tolist() == [True, False, False]
    assert steiner.reachable(ends, 5, []).tolist() == []


def test_same_input_and_seed_give_the_same_tree():
    graph = street_grid(14, 14, 60)
    first, second = (steiner.solve(*graph, seed=3) for _ in range(2))
    assert first.edges.tolist() == second.edges.tolist()
    assert first.lower_bound == second.lower_bound


def test_town_with_odd_prices_is_proven_too():
    graph = street_grid(14, 14, 60, whole=False)
    tree = steiner.solve(*graph)
    assert faults(*graph, tree) == []
    assert tree.proven


def test_first_tree_is_there_at_once_and_more_time_never_makes_it_dearer():
    graph = street_grid(30, 30, 200)
    costs = [steiner.solve(*graph, seconds=seconds).cost for seconds in (0.0, 0.5)]
    assert faults(*graph, steiner.solve(*graph, seconds=0.0)) == []
    assert costs[1] <= costs[0]


@pytest.mark.parametrize("name", ["1000", "5000", "I056"])
def test_published_graph_is_solved_with_proof(name):
    graph = reachable_part(name)
    tree = steiner.solve(*graph)
    assert faults(*graph, tree) == []
    assert tree.proven
    assert tree.cost == pytest.approx(OPTIMUM[name], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "above", "below"), [("I048", 0.0001, 0.0005), ("G101", 0.001, 0.012)]
)
def test_published_graph_stays_near_its_optimum(name, above, below):
    graph = reachable_part(name)
    tree = steiner.solve(*graph)
    assert faults(*graph, tree) == []
    assert OPTIMUM[name] <= tree.cost <= OPTIMUM[name] * (1 + above)
    assert OPTIMUM[name] * (1 - below) <= tree.lower_bound <= OPTIMUM[name]


def reachable_part(name):
    ends, costs, terminals = real_graph(name)
    return ends, costs, terminals[steiner.reachable(ends, int(ends.max()) + 1, terminals)]


def test_root_among_the_terminals_changes_nothing():
    graph = street_grid(6, 6, 12)
    root = int(graph[2][3])
    with_root, without = steiner.solve(*graph, root=root), steiner.solve(*graph)
    assert with_root.cost == without.cost
    assert steiner.solve([(7, 8)], [5.0], [7], root=7).edges.size == 0
