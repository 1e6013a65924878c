"""Places of POPs on small trees against every possible placement, and sites that are allowed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.hierarchy.cabinet_prices import pop_costs
from fibre_planner.analysis.hierarchy.pops import PopChoice, place_pops
from fibre_planner.analysis.hierarchy.sites import moved_to_allowed
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.model.catalogue import read_catalogue
from tests.analysis.hierarchy.trees import tree_of

CATALOGUE, MATERIAL = read_catalogue("hessen-2024"), read_material(0.15)


def choice_of(count: int, capacity: int, max_feeder_m: float = 1e9) -> PopChoice:
    """Return the choice of POPs that hold so many units, none of which exists."""
    zeros = np.zeros(count, dtype=np.int64)
    return PopChoice(capacity, 100, max_feeder_m, 1.0, zeros, zeros.astype(float))


def judge(tree: RootedTree, served: IntArray, pop: IntArray, choice: PopChoice) -> float:
    """Return the cost of POPs, feeders and backbone; raise where a cabinet has no POP in reach."""
    costs = pop_costs(tree, (100, choice.capacity_units), 1.0, CATALOGUE, MATERIAL)
    has = np.flatnonzero(served)
    assert (pop[has] >= 0).all()
    way_m = tree_distance_m(tree, has, pop[has])
    assert (way_m <= choice.max_feeder_m).all()
    load = np.zeros(len(tree.node), dtype=np.int64)
    np.add.at(load, pop[has], served[has])
    number = -(-load // choice.capacity_units)
    cost = float((number * costs.site_eur).sum())
    # Cables of two areas never meet head-on on a cheapest plan: flows of one edge cancel out.
    net = np.abs(tree.below(served - load))
    linked = tree.below(load) > 0
    return cost + float((net * costs.lead_eur).sum() + costs.trunk_eur[linked].sum())


def cheapest(tree: RootedTree, served: IntArray, choice: PopChoice) -> float:
    """Return the least cost over all ways of giving each cabinet a node as its POP."""
    has = np.flatnonzero(served).tolist()
    best = np.inf
    for places in itertools.product(range(len(served)), repeat=len(has)):
        pop = np.full(len(served), -1, dtype=np.int64)
        pop[has] = places
        way_m = tree_distance_m(tree, np.array(has), np.array(places))
        if (way_m <= choice.max_feeder_m).all():
            best = min(best, judge(tree, served, pop, choice))
    return best


toy = st.integers(2, 4).flatmap(
    lambda n: st.tuples(
        st.tuples(*(st.integers(0, k - 1) for k in range(1, n))),
        st.lists(st.sampled_from([0, 40, 40, 40]), min_size=n, max_size=n),
        st.sampled_from([200.0, 4_000.0, 30_000.0]),
    )
)


@settings(max_examples=25, deadline=None)
@given(toy, st.sampled_from([40, 80, 400]))
def test_pops_of_toy_towns_cost_as_little_as_the_best_of_all_placements(
    drawn: tuple[tuple[int, ...], list[int], float], capacity: int
) -> None:
    parents, units, length_m = drawn
    tree = tree_of(list(parents), length_m)
    served = np.array(units)[tree.node]
    choice = choice_of(len(units), capacity)
    if not served.any():
        return
    pop = place_pops(tree, served, choice, CATALOGUE, MATERIAL)
    assert judge(tree, served, pop, choice) == pytest.approx(cheapest(tree, served, choice))


@settings(max_examples=25, deadline=None)
@given(toy, st.sampled_from([40, 80, 400]), st.sampled_from([0.0, 200.0, 9_000.0]))
def test_every_cabinet_has_one_pop_in_reach_that_holds_it(
    drawn: tuple[tuple[int, ...], list[int], float], capacity: int, max_feeder_m: float
) -> None:
    parents, units, length_m = drawn
    tree = tree_of(list(parents), length_m)
    served = np.array(units)[tree.node]
    choice = choice_of(len(units), capacity, max_feeder_m)
    pop = place_pops(tree, served, choice, CATALOGUE, MATERIAL)
    assert ((pop >= 0) == (served > 0)).all()
    judge(tree, served, pop, choice)


def test_pop_that_stands_is_used_before_one_is_built() -> None:
    tree = tree_of([0, 1, 2])
    stands = np.array([400, 0, 0, 0])
    choice = PopChoice(400, 100, 1e9, 1.0, stands, np.zeros(4))
    pop = place_pops(tree, np.array([0, 0, 40, 40]), choice, CATALOGUE, MATERIAL)
    assert pop.tolist() == [-1, -1, 0, 0]


def test_pop_avoids_a_place_where_none_should_stand() -> None:
    tree = tree_of([0, 1])
    served = np.array([0, 40, 40])
    free = place_pops(tree, served, choice_of(3, 400), CATALOGUE, MATERIAL)
    barred = choice_of(3, 400)
    barred.penalty_eur[free[1]] = 1e6
    other = place_pops(tree, served, barred, CATALOGUE, MATERIAL)
    assert set(other[1:].tolist()).isdisjoint(free[1:].tolist())


def test_cabinet_on_a_bridge_moves_to_the_nearest_place_beside_it() -> None:
    # 0 - 1 - 2 - 3, ten metres each; 1 and 2 lie on a bridge.
    tree = tree_of([0, 1, 2])
    allowed = np.array([True, False, False, True])
    cabinet = np.array([-1, 2, 2, 2])
    moved = moved_to_allowed(tree, cabinet, np.zeros(4), allowed, 1e9)
    assert moved.tolist() == [-1, 3, 3, 3]


def test_cabinet_stays_on_the_bridge_where_leads_from_beside_it_would_be_too_long() -> None:
    tree = tree_of([0, 1, 2])
    allowed = np.array([True, False, False, True])
    cabinet = np.array([2, -1, 2, 2])
    moved = moved_to_allowed(tree, cabinet, np.zeros(4), allowed, 25.0)
    assert moved.tolist() == cabinet.tolist()


def test_reduced_tree_keeps_the_ways_between_the_nodes_it_keeps() -> None:
    tree = tree_of([0, 1, 2, 2, 4, 5])
    small, place = tree.reduced(np.isin(tree.node, [3, 6]))
    assert tree.node[place].tolist() == [0, 2, 3, 6]
    assert dict(zip(small.node.tolist(), small.path_m().tolist(), strict=True)) == {
        0: 0.0,
        2: 20.0,
        3: 30.0,
        6: 50.0,
    }
