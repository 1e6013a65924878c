"""Fibres, cables and ducts by the Materialkonzept, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from fibre_planner.analysis.rooted_tree import root_tree
from fibre_planner.analysis.sizing import (
    bundles_for,
    cables_for,
    describe_counts,
    edge_loads,
    feeder_bundles,
    fibres_of,
    read_material,
    with_reserve,
)

MATERIAL = read_material(0.15)


def test_four_fibres_per_unit_and_two_per_building() -> None:
    assert fibres_of(np.array([1, 10]), MATERIAL).tolist() == [6, 42]


def test_reserve_is_at_least_what_the_materialkonzept_asks_for() -> None:
    assert read_material(0.05).reserve_share == 0.15
    assert read_material(0.30).reserve_share == 0.30
    assert with_reserve(np.array([6, 42, 100]), 0.15).tolist() == [7, 49, 115]


@pytest.mark.parametrize(
    ("fibres", "cables"),
    [
        (0, ""),
        (7, "1x12"),
        (12, "1x12"),
        (13, "1x24"),
        (49, "1x96"),
        (288, "1x288"),
        (289, "1x12, 1x288"),
        (690, "1x144, 2x288"),
    ],
)
def test_smallest_cable_that_holds_the_fibres(fibres: int, cables: str) -> None:
    counts = cables_for(np.array([fibres]), MATERIAL)
    names = [str(size) for size in MATERIAL.cable_fibres]
    assert describe_counts(counts, names)[0] == cables


@pytest.mark.parametrize(
    ("ducts", "bundles"),
    [
        (0, ""),
        (1, "1x7x7"),
        (7, "1x7x7"),
        (8, "1x12x7"),
        (13, "1x24x7"),
        (24, "1x24x7"),
        (25, "1x24x7, 1x7x7"),
        (60, "2x24x7, 1x12x7"),
    ],
)
def test_full_large_bundles_and_the_smallest_for_the_rest(ducts: int, bundles: str) -> None:
    counts = bundles_for(np.array([ducts]), MATERIAL)
    assert describe_counts(counts, [bundle[1] for bundle in MATERIAL.bundles])[0] == bundles


def test_feeder_bundles_hold_seven_cables_with_reserve() -> None:
    assert feeder_bundles(np.array([0, 1, 6, 7]), MATERIAL).tolist() == [0, 1, 1, 2]


def test_leads_run_to_the_cabinet_and_feeders_on_to_the_pop() -> None:
    # POP 0 - 1 - 2 - 3 with a cabinet at 2; one house of one unit each at 1, 2 and 3.
    ends = np.array([[0, 1], [1, 2], [2, 3]])
    tree = root_tree(ends, np.full(3, 10.0), np.arange(3), np.array([0]))
    cabinet = np.array([-1, 2, 2, 2])
    pop = np.array([-1, -1, 0, -1])
    houses = np.array([0, 1, 1, 1])
    cables = np.zeros((4, len(MATERIAL.cable_codes)), dtype=int)
    cables[1:, 0] = 1
    loads = edge_loads(tree, (cabinet, pop), houses, 6 * houses, cables, MATERIAL)
    # Above 1 runs the feeder alone, above 2 the feeder and the lead of house 1, above 3 a lead.
    assert loads.leads.tolist() == [0, 0, 1, 1]
    assert loads.fibres.tolist() == [0, 18, 24, 6]
    assert loads.trunk.tolist() == [False, True, True, False]
    # 18 fibres and 15 % are 21: one cable of 24.
    assert loads.feeder_cables[1].tolist() == [0, 1, 0, 0, 0, 0]


def test_two_pops_are_linked_by_a_backbone_cable() -> None:
    ends = np.array([[0, 1], [1, 2]])
    tree = root_tree(ends, np.full(2, 10.0), np.arange(2), np.array([0]))
    here = np.array([0, -1, 2])
    none = np.zeros((3, len(MATERIAL.cable_codes)), dtype=int)
    houses = np.array([1, 0, 1])
    loads = edge_loads(tree, (here, here), houses, 6 * houses, none, MATERIAL)
    assert loads.feeder_cables.sum(axis=1).tolist() == [0, 1, 1]
    assert loads.fibres.tolist() == [0, 144, 144]
