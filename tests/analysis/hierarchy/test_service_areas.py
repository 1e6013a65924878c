"""Service areas that do not run through each other."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.hierarchy.untangling import passing, untangled
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.model.scenario import read_scenario
from tests.analysis.hierarchy.trees import costs_on, tree_of


def demand_of(units: list[int]) -> CabinetDemand:
    """Return demand without lead-ins and existing cabinets."""
    zeros = np.zeros(len(units), dtype=np.int64)
    return CabinetDemand(np.array(units), zeros.astype(float), zeros)


def test_alternating_houses_of_a_street_are_divided_by_one_border() -> None:
    # Seven houses in a row, cabinets at both ends, served in turns.
    tree = tree_of([0, 1, 2, 3, 4, 5])
    mixed = np.array([0, 6, 0, 6, 0, 6, 6])
    found = untangled(tree, demand_of([1] * 7), CabinetRule(4, 1e9, 1), mixed)
    assert found.tolist() in ([0, 0, 0, 6, 6, 6, 6], [0, 0, 0, 0, 6, 6, 6])
    assert not passing(tree, found)[0].any()


def test_house_that_fits_no_other_cabinet_stays_where_it_is() -> None:
    # The large house behind fills its cabinet; what lies between does not fit into it.
    tree = tree_of([0, 1, 2])
    mixed = np.array([0, 3, 0, 3])
    found = untangled(tree, demand_of([1, 9, 9, 1]), CabinetRule(10, 1e9, 1), mixed)
    load = np.bincount(found, weights=[1, 9, 9, 1])
    assert load.max() <= 10


random_areas = st.integers(3, 25).flatmap(
    lambda n: st.tuples(
        st.tuples(*(st.integers(0, k - 1) for k in range(1, n))),
        st.lists(st.integers(0, 5), min_size=n, max_size=n),
        st.lists(st.integers(0, n - 1), min_size=n, max_size=n),
        st.sampled_from([30.0, 60.0, 1e9]),
    )
)


@settings(deadline=None)
@given(random_areas)
def test_untangling_keeps_capacity_reach_and_the_sum_of_leads(
    drawn: tuple[tuple[int, ...], list[int], list[int], float],
) -> None:
    parents, units, where, max_drop_m = drawn
    tree, demand = tree_of(list(parents)), demand_of(units)
    before = np.where(demand.units > 0, np.array(where) % 3, -1)
    rule = CabinetRule(9, max_drop_m, 1)
    after = untangled(tree, demand, rule, before)
    assert ((after >= 0) == (before >= 0)).all()
    assert _cabinets(demand, before) >= _cabinets(demand, after)
    has = np.flatnonzero(before >= 0)
    old, new = (tree_distance_m(tree, has, c[has]) for c in (before, after))
    assert (new * demand.units[has]).sum() <= (old * demand.units[has]).sum() + 1e-6
    assert (new <= np.maximum(max_drop_m, old.max(initial=0.0)) + 1e-9).all()


def _cabinets(demand: CabinetDemand, cabinet: np.ndarray) -> int:
    load = np.bincount(cabinet[cabinet >= 0], weights=demand.units[cabinet >= 0])
    return int((-(-load // 9)).sum())


def test_rows_of_houses_on_both_sides_of_streets_are_hardly_passed_by_others() -> None:
    # Twelve streets of forty houses hang on a main street; cabinets hold 25 of them.
    ends = [(k + 1, k) for k in range(11)]
    units = [0] * 12
    for street in range(12):
        before = street
        for _ in range(40):
            ends.append((len(units), before))
            before = len(units)
            units.append(1)
    tree = _tree(ends)
    demand = demand_of(np.array(units)[tree.node].tolist())
    rule = CabinetRule(25, read_scenario("standard").max_drop_m, 1)
    placed = place_cabinets(tree, demand, rule, costs_on(tree, 25))
    found = untangled(tree, demand, rule, placed)
    assert passing(tree, found)[0].sum() <= 0.02 * sum(units)


def _tree(ends: list[tuple[int, int]]) -> RootedTree:
    edges = np.array(ends)
    return root_tree(edges, np.full(len(edges), 10.0), np.arange(len(edges)), np.array([0]))
