"""What budgets buy, against brute force and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.graphs import grown_town
from fibre_planner.analysis import prize
from fibre_planner.analysis.steiner import SteinerError
from fibre_planner.progress import Cancelled, Enough
from tests.analysis.prize.towns_with_prizes import all_trees, faults, prized_graphs

many = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
budget_lists = st.lists(st.integers(0, 60).map(float), min_size=1, max_size=4)


@many
@given(prized_graphs(), budget_lists)
def test_every_stop_is_a_sound_tree_within_its_budget(graph, budgets):
    stops = prize.budget_curve(*graph, budgets)
    assert [stop.budget for stop in stops] == sorted(budgets)
    for stop in stops:
        assert faults(*graph, stop) == []
        assert stop.cost <= stop.budget
        assert stop.weight == math.fsum(graph[2][stop.inside])


@many
@given(prized_graphs(), budget_lists)
def test_best_weight_lies_between_weight_and_bound(graph, budgets):
    trees = all_trees(*graph)
    for stop in prize.budget_curve(*graph, budgets):
        most = max(weight for cost, weight, _ in trees if cost <= stop.budget)
        assert stop.weight <= most <= stop.weight_bound
        assert stop.proven == (stop.weight == stop.weight_bound)


@many
@given(prized_graphs(st.floats(0, 50), st.floats(0, 10)), st.floats(0, 60))
def test_odd_costs_and_weights_keep_weight_and_bound_in_order(graph, budget):
    (stop,) = prize.budget_curve(*graph, [budget])
    most = max(weight for cost, weight, _ in all_trees(*graph) if cost <= budget)
    assert faults(*graph, stop) == []
    assert stop.cost <= budget
    assert stop.weight <= most * (1 + 1e-12)
    assert most <= stop.weight_bound * (1 + 1e-12)


@many
@given(prized_graphs(), budget_lists)
def test_more_budget_never_collects_less(graph, budgets):
    weights = [stop.weight for stop in prize.budget_curve(*graph, budgets)]
    assert weights == sorted(weights)


@many
@given(prized_graphs())
def test_unlimited_budget_collects_all_that_can_be_reached(graph):
    (stop,) = prize.budget_curve(*graph, [math.inf])
    most = max(weight for _, weight, _ in all_trees(*graph))
    assert stop.weight == most == stop.weight_bound


def test_budget_below_the_cheapest_address_buys_nothing():
    stops = prize.budget_curve([(0, 1), (1, 2)], [5.0, 1.0], [0.0, 0.0, 3.0], 0, [5.9, 6.0])
    assert [stop.edges.tolist() for stop in stops] == [[], [0, 1]]
    assert [stop.weight for stop in stops] == [0.0, 3.0]


def test_address_on_an_island_is_never_collected():
    (stop,) = prize.budget_curve([(0, 1), (2, 3)], [1.0, 1.0], [0.0, 1.0, 9.0, 9.0], 0, [100.0])
    assert stop.inside.tolist() == [True, True, False, False]
    assert (stop.weight, stop.weight_bound) == (1.0, 1.0)


def test_cents_are_added_up_without_an_error():
    (stop,) = prize.budget_curve([(0, 1), (1, 2)], [0.1, 0.2], [0.0, 1.0, 1.0], 0, [0.3])
    assert stop.weight == 2.0
    assert stop.cost <= 0.3


def test_root_without_edges_stands_alone():
    (stop,) = prize.budget_curve(np.empty((0, 2), np.int64), [], [2.0, 1.0], 0, [10.0])
    assert stop.inside.tolist() == [True, False]
    assert (stop.cost, stop.weight, stop.weight_bound) == (0.0, 2.0, 2.0)


@pytest.mark.parametrize("budget", [-1.0, float("nan")])
def test_budget_that_makes_no_sense_is_refused(budget):
    with pytest.raises(SteinerError, match="is no budget"):
        prize.budget_curve([(0, 1)], [1.0], [0.0, 1.0], 0, [5.0, budget])


@pytest.mark.parametrize(
    ("ends", "costs", "weights", "root", "sentence"),
    [
        ([(0, 1)], [1.0], [0.0, math.nan], 0, "Vertex 1 has no usable weight"),
        ([(0, 1)], [1.0], [0.0, -1.0], 0, "Vertex 1 has no usable weight"),
        ([(0, 1)], [math.nan], [0.0, 1.0], 0, r"Edge 0 \(0–1\) has no usable cost"),
        ([(0, 1)], [-1.0], [0.0, 1.0], 0, r"Edge 0 \(0–1\) has no usable cost"),
        ([(0, 2)], [1.0], [0.0, 1.0], 0, "Edge 0 ends at 2, which has no weight"),
        ([(0, 1)], [1.0], [0.0, 1.0], 2, "2 is no vertex number"),
        ([(0, 1)], [1.0], [0.0, 1.0], -1, "-1 is no vertex number"),
    ],
)
def test_bad_arrays_are_refused_with_a_sentence(ends, costs, weights, root, sentence):
    with pytest.raises(SteinerError, match=sentence):
        prize.budget_curve(ends, costs, weights, root, [1.0])
    with pytest.raises(SteinerError, match=sentence):
        prize.collect(ends, costs, weights, root)


def test_cancel_comes_through():
    def report(_fraction, _message):
        raise Cancelled

    with pytest.raises(Cancelled):
        prize.budget_curve([(0, 1)], [1.0], [0.0, 1.0], 0, [1.0], report=report)


def test_every_report_may_cancel_or_end_the_search_with_sound_stops():
    graph = (*small_town(), 0)
    budgets = [20_000.0, 90_000.0]
    heard = []
    whole = prize.budget_curve(*graph, budgets, report=lambda *told: heard.append(told))
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    for last in range(len(heard)):
        with pytest.raises(Cancelled):
            prize.budget_curve(*graph, budgets, report=ending_after(last, Cancelled))
        stops = prize.budget_curve(*graph, budgets, report=ending_after(last, Enough))
        for stop, best in zip(stops, whole, strict=True):
            assert faults(*graph, stop) == []
            assert stop.cost <= stop.budget
            assert stop.weight <= best.weight_bound
            assert best.weight <= stop.weight_bound


@many
@given(prized_graphs(), budget_lists)
def test_every_budget_buys_of_a_given_tree_at_least_what_lies_within_it(graph, budgets):
    tree = prize.budget_curve(*graph, [math.inf])[0]
    at_once = ending_after(0, Enough)
    for stop in prize.budget_curve(*graph, budgets, report=at_once, start=tree.edges):
        assert faults(*graph, stop) == []
        assert stop.cost <= stop.budget
        if tree.cost <= stop.budget:
            assert stop.weight >= tree.weight


@many
@given(prized_graphs(), budget_lists, st.sampled_from([0.001, 0.2, math.inf]))
def test_search_that_stops_near_the_bound_agrees_with_one_to_the_end(graph, budgets, near):
    whole = prize.budget_curve(*graph, budgets)
    for stop, best in zip(prize.budget_curve(*graph, budgets, near=near), whole, strict=True):
        assert faults(*graph, stop) == []
        assert stop.weight <= best.weight_bound
        assert best.weight <= stop.weight_bound


def test_start_that_is_no_tree_is_refused():
    with pytest.raises(SteinerError, match="no tree"):
        prize.budget_curve([(0, 1), (1, 2), (2, 0)], [1, 1, 1], [0, 1, 1], 0, [3], start=[0, 1, 2])


def ending_after(count, end):
    left = iter(range(count))

    def report(_fraction, _message):
        if next(left, None) is None:
            raise end

    return report


def small_town(side=4):
    """Return ends, costs and weights of a grown town with 1 to 12 units in every home."""
    ends, costs, homes = grown_town(side)
    weights = np.zeros(int(ends.max()) + 1)
    weights[homes] = np.random.default_rng(1).integers(1, 13, homes.size)
    return ends, costs, weights


def test_same_input_and_seed_give_the_same_curve():
    first, second = (prize.budget_curve(*small_town(), 0, [80_000.0], seed=3) for _ in range(2))
    assert first[0].edges.tolist() == second[0].edges.tolist()
    assert first[0].weight_bound == second[0].weight_bound


def test_town_has_a_small_gap_at_every_stop():
    ends, costs, weights = small_town(6)
    whole = prize.budget_curve(ends, costs, weights, 0, [math.inf])[0].cost
    stops = prize.budget_curve(ends, costs, weights, 0, whole * np.array([0.3, 0.5, 0.7, 0.9]))
    assert max(stop.gap for stop in stops) <= 0.015


def test_time_limit_keeps_stops_sound_and_a_longer_one_is_no_worse():
    graph = (*small_town(), 0)
    short, long = (prize.budget_curve(*graph, [60_000.0], seconds=s)[0] for s in (0.0, 0.5))
    for stop in (short, long):
        assert faults(*graph, stop) == []
        assert stop.weight <= stop.weight_bound
    assert short.weight <= long.weight
