"""The tree that is worth its cost, against brute force and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.graphs import grown_town
from fibre_planner.analysis import prize
from fibre_planner.analysis.steiner import SteinerError
from tests.analysis.prize.towns_with_prizes import all_trees, faults, prized_graphs

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def least_objective(ends, costs, prizes, root):
    """Return the least cost and missed prizes together, by trying every tree."""
    return min(cost + missed for cost, _, missed in all_trees(ends, costs, prizes, root))


@many
@given(prized_graphs())
def test_collection_is_sound_and_the_optimum_lies_between_bound_and_objective(graph):
    found = prize.collect(*graph)
    best = least_objective(*graph)
    assert faults(*graph, found) == []
    assert found.missed == math.fsum(graph[2][~found.inside])
    assert found.lower_bound <= best <= found.objective
    assert not found.proven or found.objective == best


@many
@given(prized_graphs(st.floats(0, 50), st.floats(0, 60)))
def test_odd_costs_and_prizes_keep_bound_and_objective_in_order(graph):
    found = prize.collect(*graph)
    best = least_objective(*graph)
    assert faults(*graph, found) == []
    assert found.lower_bound <= best * (1 + 1e-9)
    assert best <= found.objective * (1 + 1e-12)


@many
@given(prized_graphs(), st.data())
def test_higher_prize_never_lowers_the_objective_below_the_former_bound(graph, data):
    ends, costs, prizes, root = graph
    before = prize.collect(*graph)
    higher = prizes.copy()
    higher[data.draw(st.integers(0, len(prizes) - 1))] += data.draw(st.integers(1, 50))
    assert prize.collect(ends, costs, higher, root).objective >= before.lower_bound


@many
@given(prized_graphs())
def test_dropping_an_address_never_raises_the_sum(graph):
    ends, costs, prizes, root = graph
    fewer = prizes.copy()
    fewer[np.argmax(prizes)] = 0.0
    assert prize.collect(ends, costs, fewer, root).lower_bound <= prize.collect(*graph).objective


def test_house_dearer_than_its_prize_stays_out():
    found = prize.collect([(0, 1), (1, 2), (1, 3)], [4.0, 1.0, 2.0], [0, 0, 6.0, 1.5], 0)
    assert found.inside.tolist() == [True, True, True, False]
    assert (found.cost, found.missed) == (5.0, 1.5)


def test_island_is_missed_with_all_its_prizes():
    found = prize.collect([(0, 1), (2, 3)], [1.0, 1.0], [0.0, 5.0, 7.0, 9.0], 0)
    assert (found.cost, found.missed) == (1.0, 16.0)


def test_search_begins_with_a_known_tree():
    graph = [(0, 1), (1, 2), (0, 2)], [4.0, 1.0, 5.0], [0, 0, 9.0], 0
    assert prize.collect(*graph, start=[2]).objective == 5.0
    with pytest.raises(SteinerError, match="no tree at the root"):
        prize.collect(*graph, start=[1])


def test_town_with_middling_prizes_has_a_small_gap():
    ends, costs, homes = grown_town(6)
    prizes = np.zeros(int(ends.max()) + 1)
    prizes[homes] = np.random.default_rng(1).integers(1, 13, homes.size) * 300.0
    found = prize.collect(ends, costs, prizes, 0)
    assert 0 < found.inside[homes].sum() < homes.size
    assert found.gap <= 0.003
