"""Lots are built in the order that serves most for the money, against every other order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.phasing.exchange import exchanged
from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.order import best_order, greedy_order
from fibre_planner.analysis.phasing.packing import pack, present_cost
from fibre_planner.analysis.phasing.schedule import (
    order_lots,
    service_bound,
    service_of,
    spent_by_year,
)
from tests.analysis.phasing.lots_by_hand import all_years, is_allowed, lots_of, terms


def test_of_three_branches_the_one_with_the_least_cost_per_unit_comes_first() -> None:
    lots = lots_of((-1, 0, 100), (0, 10, 1000), (0, 10, 500), (0, 10, 750))
    found = order_lots(lots, terms(1350.0, 10), 100)  # 100 + 500 + 750 in the first year
    assert found.year.tolist() == [0, 1, 0, 0]
    assert best_order(lots, lots.cost_eur[:, 0], 1350.0, 0.05).tolist() == [0, 2, 3, 1]


def test_a_poor_lot_is_built_first_for_the_rich_one_behind_it() -> None:
    lots = lots_of((-1, 0, 0), (0, 1, 900), (1, 99, 100), (0, 10, 500))  # together 10 a unit
    assert best_order(lots, lots.cost_eur[:, 0], 1000.0, 0.05).tolist() == [0, 1, 2, 3]
    assert order_lots(lots, terms(1000.0, 5), 100).year.tolist() == [0, 0, 0, 1]


def test_greedy_looks_at_the_way_to_a_lot_but_not_beyond_it() -> None:
    # One after the other, 1 and then 2 and 3 cost 11 a unit; greedy compares 3 for 12 with 4.
    lots = lots_of((-1, 0, 0), (0, 0, 100), (1, 10, 10), (1, 10, 10), (0, 10, 105))
    usual = lots.cost_eur[:, 0]
    assert best_order(lots, usual, 100.0, 0.05)[:4].tolist() == [0, 1, 2, 3]
    assert greedy_order(lots, usual).tolist() == [0, 4, 1, 2, 3]


def test_budget_splits_a_branch_and_the_rest_follows_next_year() -> None:
    lots = lots_of((-1, 5, 400), (0, 5, 400), (1, 5, 400), (2, 5, 400))
    found = order_lots(lots, terms(800.0, 5, carries_over=False), 100)
    assert found.year.tolist() == [0, 0, 1, 1]


def test_money_left_over_is_spent_in_the_next_year_only_where_it_carries_over() -> None:
    lots = lots_of((-1, 5, 700), (0, 5, 1300), (1, 5, 1000))
    assert order_lots(lots, terms(1000.0, 3), 50).year.tolist() == [0, 1, 2]
    kept = order_lots(lots, terms(1000.0, 3, carries_over=False), 50)
    assert kept.year.tolist() == [0, 3, 3]  # the second is dearer than a year's budget


def test_a_branch_waits_for_the_site_that_makes_it_cheaper() -> None:
    # The site saves 3,000 EUR in the second year; waiting costs 420 EUR for the one unit.
    lots = lots_of((-1, 0, 0), (0, 10, 5000), (0, 1, [10000, 7000, 10000]))
    found = order_lots(lots, terms(20000.0, 4), 100)
    assert found.year.tolist() == [0, 0, 1]


def test_a_branch_with_many_units_does_not_wait_for_a_small_saving() -> None:
    lots = lots_of((-1, 0, 0), (0, 100, [10000, 9000, 10000]))  # waiting: 42,000 EUR
    assert order_lots(lots, terms(20000.0, 4), 100).year.tolist() == [0, 0]


def test_a_branch_is_pulled_forward_into_the_year_of_its_site() -> None:
    # By cost per unit lot 2 comes in the second year, when the site that saves 4,000 is closed.
    lots = lots_of((-1, 0, 0), (0, 12, 10000), (0, 10, [6000, 10000]), (2, 1, 10))
    found = order_lots(lots, terms(10000.0, 4), 100)
    assert found.year[2] == 0
    assert found.cost_eur < found.greedy_eur


def test_spending_and_waiting_are_discounted_at_the_end_of_their_year() -> None:
    lots = lots_of((-1, 2, 100), (0, 1, 210))
    under = terms(200.0, 2, rate=0.05)
    year = np.array([0, 1])
    spent = 100 / 1.05 + 210 / 1.05**2
    waited = 420 * (2 / 1.05 + 1 / 1.05 + 1 / 1.05**2)
    assert present_cost(year, lots, under) == pytest.approx(spent + waited)


def test_what_is_left_over_counts_as_built_in_the_year_after() -> None:
    lots = lots_of((-1, 1, 100), (0, 1, 100))
    under = terms(100.0, 1)
    year = order_lots(lots, under, 10).year
    assert year.tolist() == [0, 1]
    assert spent_by_year(year, lots, under).tolist() == [100.0, 100.0]


_LOTS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 20), st.integers(1, 60)), min_size=2, max_size=7
)


_SITE = st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(30, 95))


def _dated(lots: Lots, sites: list[tuple[int, int, int]]) -> Lots:
    """Return lots of which some cost less in a year: sites of lot, year and percent to be paid."""
    cost = np.repeat(lots.cost_eur[:, :1], 6, axis=1)
    for lot, year, percent in sites:
        cost[lot % len(cost), year] *= percent / 100.0
    return replace(lots, cost_eur=cost)


def _tree(rows: list[tuple[int, int, int]]) -> Lots:
    """Return lots in depth-first order: each row hangs on one of the way to the row before."""
    made: list[tuple[int, float, float]] = []
    way: list[int] = []
    for number, (depth, units, cost) in enumerate(rows):
        way = way[: 1 + depth] if way else way
        made.append((way[-1] if way else -1, float(units), float(cost)))
        way.append(number)
    return lots_of(*made)


def _respects(order: tuple[int, ...], lots: Lots) -> bool:
    place = {lot: at for at, lot in enumerate(order)}
    return all(up < 0 or place[up] < place[i] for i, up in enumerate(lots.parent.tolist()))


@settings(max_examples=60, deadline=None)
@given(_LOTS, st.sampled_from([0.0, 0.05, 0.4]))
def test_no_order_gives_more_discounted_service_where_money_flows_evenly(
    rows: list[tuple[int, int, int]], rate: float
) -> None:
    lots = _tree(rows[:6])

    def service(order: tuple[int, ...]) -> float:
        paid = np.cumsum(lots.cost_eur[list(order), 0]) / 30.0
        units = lots.units[list(order)]
        if rate == 0.0:
            return -float((units * paid).sum())
        return float((units * (1 + rate) ** -paid).sum())

    ours = tuple(best_order(lots, lots.cost_eur[:, 0], 30.0, rate).tolist())
    assert _respects(ours, lots)
    every = permutations(range(len(lots.parent)))
    most = max(service(order) for order in every if _respects(order, lots))
    assert service(ours) == pytest.approx(most, rel=1e-9, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(_LOTS, st.integers(10, 120), st.booleans(), st.integers(1, 4), st.lists(_SITE, max_size=3))
def test_years_keep_budget_and_order_and_service_stays_below_its_bound(
    rows: list[tuple[int, int, int]],
    budget: int,
    carries_over: bool,
    years: int,
    sites: list[tuple[int, int, int]],
) -> None:
    lots, under = _dated(_tree(rows), sites), terms(float(budget), years, carries_over)
    found = order_lots(lots, under, 60)
    assert is_allowed(found.year, lots, under)
    assert is_allowed(found.greedy_year, lots, under)
    assert found.cost_eur <= found.greedy_eur + 1e-6
    assert found.cost_eur == pytest.approx(present_cost(found.year, lots, under))
    assert service_of(found.year, lots, under) <= service_bound(lots, under) * (1 + 1e-9) + 1e-9
    again = order_lots(lots, under, 60)
    assert again.year.tolist() == found.year.tolist()


@settings(max_examples=40, deadline=None)
@given(_LOTS, st.integers(40, 120), st.booleans(), st.lists(_SITE, max_size=2))
def test_no_allowed_years_are_cheaper_and_none_serve_more_than_the_bound(
    rows: list[tuple[int, int, int]],
    budget: int,
    carries_over: bool,
    sites: list[tuple[int, int, int]],
) -> None:
    # A lot without units is best never built, which is not what a build order is asked for.
    rows = [(depth, max(units, 1), cost) for depth, units, cost in rows[:5]]
    lots, under = _dated(_tree(rows), sites), terms(float(budget), 3, carries_over)
    found = order_lots(lots, under, 200)
    every = list(all_years(lots, under))
    least = min(present_cost(year, lots, under) for year in every)
    assert found.cost_eur == pytest.approx(least, rel=1e-9)
    most = max(service_of(year, lots, under) for year in every)
    assert most <= service_bound(lots, under) * (1 + 1e-9) + 1e-9


def test_two_cheap_lots_make_room_for_the_way_to_a_rich_one() -> None:
    # With all of the first year's money for lots 0 and 2 the units of lot 3 come a year earlier.
    lots = lots_of((-1, 1, 1), (0, 1, 1), (0, 1, 39), (2, 2, 40))
    found = order_lots(lots, terms(40.0, 3), 200)
    assert found.year.tolist() == [0, 2, 0, 1]
    assert found.greedy_year.tolist() == [0, 0, 1, 2]


def test_one_lot_changes_places_with_another_of_a_later_year() -> None:
    lots = lots_of((-1, 0, 0), (0, 1, 100), (0, 9, 100))
    assert exchanged(np.array([0, 0, 1]), lots, terms(100.0, 2), 9).tolist() == [0, 1, 0]


def test_lot_with_a_site_takes_the_place_of_one_that_can_wait() -> None:
    # A year has money for one of them; both wait alike, and the site is open in the first year.
    lots = lots_of((-1, 0, 0), (0, 2, 1000), (0, 2, [800, 1000]))
    assert exchanged(np.array([0, 0, 1]), lots, terms(1000.0, 2), 9).tolist() == [0, 1, 0]


def test_no_money_lies_idle_but_for_a_site() -> None:
    lots = lots_of((-1, 0, 0), (0, 0, 100), (0, 0, [100, 60, 100]))
    assert exchanged(np.array([1, 1, 1]), lots, terms(500.0, 3), 9).tolist() == [0, 0, 1]


def test_lots_are_exchanged_only_where_the_order_and_the_money_allow_it() -> None:
    lots = lots_of((-1, 0, 0), (0, 1, 100), (1, 9, 100))  # the rich one hangs on the poor one
    assert exchanged(np.array([0, 0, 1]), lots, terms(100.0, 2), 9).tolist() == [0, 0, 1]
    lots = lots_of((-1, 0, 0), (0, 1, 100), (0, 9, 101))
    kept = terms(100.0, 2, carries_over=False)
    assert exchanged(np.array([0, 0, 2]), lots, kept, 9).tolist() == [0, 0, 2]


def test_lot_that_is_too_dear_for_a_year_is_saved_for_and_nothing_overtakes_it() -> None:
    lots = lots_of((-1, 10, 250), (0, 1, 90))
    none = np.zeros(2, dtype=np.int64)
    assert pack(np.array([0, 1]), lots, terms(100.0, 5), none).tolist() == [2, 3]
