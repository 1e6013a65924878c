"""Costs on a grid: exact where they can be, close and safe elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from fibre_planner.analysis.steiner.grid import to_grid


@pytest.mark.parametrize(
    ("costs", "steps"),
    [([3.0, 5.0], [3, 5]), ([0.25, 1.5], [250, 1500]), ([12.34, 0.1], [12340, 100])],
)
def test_decimal_costs_become_whole_numbers(costs, steps):
    grid = to_grid(np.array(costs), sum(costs))
    assert grid.exact
    assert (grid.cost / grid.cost[0]).tolist() == pytest.approx(np.array(steps) / steps[0])
    assert grid.bound_in_costs(float(grid.cost.sum()), 2) == pytest.approx(sum(costs))


def test_long_decimals_are_rounded_and_the_bound_allows_for_it():
    costs = np.array([1 / 3, 2 / 7, 5 / 11])
    grid = to_grid(costs, costs.sum())
    assert not grid.exact
    assert (grid.cost == np.rint(grid.cost)).all()
    bound = grid.bound_in_costs(float(grid.cost.sum()), 3)
    assert costs.sum() * (1 - 1e-12) <= bound <= costs.sum()


def test_costs_above_a_known_tree_are_cut_down():
    grid = to_grid(np.array([1.0, 2.0, 1e300]), 3.0)
    assert grid.cost.tolist() == [1.0, 2.0, 6.0]


def test_free_tree_leaves_only_free_and_dear_edges():
    assert to_grid(np.array([0.0, 7.0, 0.0]), 0.0).cost.tolist() == [0.0, 1.0, 0.0]
