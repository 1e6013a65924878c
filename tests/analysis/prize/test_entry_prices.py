"""What would bring in the addresses that a tree leaves out, worked out by hand."""

from __future__ import annotations

import math

import pytest

from fibre_planner.analysis import prize
from fibre_planner.analysis.steiner import SteinerError

# POP 0 - 1 - 2 - 3 along a street; houses 4 and 5 at 1, 6 at 2, 7 and 8 at 3; 9 on an island.
ENDS = [(0, 1), (1, 2), (2, 3), (1, 4), (1, 5), (2, 6), (3, 7), (3, 8), (9, 10)]
COSTS = [10.0, 20.0, 30.0, 2.0, 9.0, 4.0, 5.0, 6.0, 1.0]
WEIGHTS = [0, 0, 0, 0, 4, 1, 2, 6, 1, 3, 0]


def prices_of(edges):
    return prize.entry_prices(ENDS, COSTS, WEIGHTS, 0, edges)


def test_joining_cost_is_the_way_to_the_tree_with_the_own_lead_in():
    found = prices_of([0, 3])
    assert found.joining_cost.tolist() == [0, 0, 20, 50, 0, 9, 24, 55, 56, math.inf, math.inf]


def test_address_enters_with_the_cheapest_group_that_brings_it_in():
    found = prices_of([0, 3])
    # Houses 6, 7 and 8 cost 20 + 4 + 30 + 5 + 6 for 9 units; house 6 alone 24 for 2.
    assert found.enters_at[[4, 5, 6, 7, 8]].tolist() == [0, 9, 65 / 9, 65 / 9, 65 / 9]


def test_edges_that_are_no_tree_at_the_root_are_refused():
    for edges in ([1], [8], [0, 99]):
        with pytest.raises(SteinerError, match="no tree at the root"):
            prices_of(edges)
