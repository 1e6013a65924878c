"""The cheapest years of all, where there are so few lots that every way to build them is seen."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.phasing.exchange import CHEAPER_EUR
from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.packing import CENT, Terms, cost_by_year, present_cost
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray

_MOST_WAYS = 20_000
"""Ways that are followed side by side; where more remain, there are too many lots."""


def cheapest_years(known: IntArray, lots: Lots, terms: Terms) -> IntArray:
    """Return the cheapest years of the lots, or known ones where too many ways remain.

    known: years that are allowed, returned where none are cheaper. Ways in which money lies
    idle are left out: a lot that could be built earlier while all others stay in their years is
    built then, unless it is cheaper later on.
    """
    built = known[known < terms.years]
    # One more year than is known to be enough, so that a lot may wait for another.
    horizon = min(int(built.max(initial=0)) + 2, terms.years)
    choice = np.append(np.arange(horizon), terms.years)
    price, cost = _tables(lots, terms, choice)
    limit = present_cost(known, lots, terms)
    least = cost.min(axis=1)
    rest = np.append(np.cumsum(least[::-1])[::-1], 0.0)
    ways = np.zeros((1, 0), dtype=np.int64)
    spent, sums = np.zeros((1, horizon)), np.zeros(1)
    # One lot after the other: each way so far goes on with every year that is still allowed.
    for lot, up in enumerate(lots.parent.tolist()):
        from_way = np.repeat(np.arange(len(ways)), len(choice))
        taken = np.tile(np.arange(len(choice)), len(ways))
        total = sums[from_way] + cost[lot, taken]
        good = total + rest[lot + 1] < limit - CENT
        if horizon < terms.years and known[lot] < terms.years:
            good &= taken < horizon
        if up >= 0:
            good &= taken >= ways[from_way, up]
        if good.sum() > _MOST_WAYS:
            return known
        from_way, taken, total = from_way[good], taken[good], total[good]
        more = spent[from_way]
        inside = np.flatnonzero(taken < horizon)
        more[inside, taken[inside]] += price[lot, taken[inside]]
        good = (_left(more, terms) >= -CENT).all(axis=1)
        ways = np.column_stack([ways[from_way[good]], taken[good]])
        spent, sums = more[good], total[good]
    busy = _busy(ways, spent, (price, cost), lots, terms)
    if not busy.any():
        return known
    ways, sums = ways[busy], sums[busy]
    return np.asarray(choice[ways[np.argmin(sums)]])


def _tables(lots: Lots, terms: Terms, choice: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return price and present cost of each lot in each of some years: (lots, years) EUR."""
    price = lots.cost_eur[:, np.minimum(choice, lots.cost_eur.shape[1] - 1)]
    return price, cost_by_year(lots, terms)[:, choice]


def _left(spent: FloatArray, terms: Terms) -> FloatArray:
    """Return the money left at the end of each year, of ways with what they spend by year."""
    if not terms.carries_over:
        return np.asarray(terms.budget_eur - spent)
    money = terms.budget_eur * np.arange(1.0, spent.shape[1] + 1.0)
    return np.asarray(money - np.cumsum(spent, axis=1))


def _busy(
    ways: IntArray,
    spent: FloatArray,
    tables: tuple[FloatArray, FloatArray],
    lots: Lots,
    terms: Terms,
) -> BoolArray:
    """Return the ways in which no lot could be built earlier for the same price, all else alike."""
    price, _ = tables
    busy = np.ones(len(ways), dtype=bool)
    horizon = spent.shape[1]
    for lot, up in enumerate(lots.parent.tolist()):
        taken = ways[:, lot]
        without = spent.copy()
        inside = np.flatnonzero(taken < horizon)
        without[inside, taken[inside]] -= price[lot, taken[inside]]
        open_from = ways[:, up] if up >= 0 else np.zeros(len(ways), dtype=np.int64)
        for year in range(horizon):
            same = price[lot, year] <= price[lot, taken] + CHEAPER_EUR
            earlier = (open_from <= year) & (year < taken) & same
            tried = without.copy()
            tried[:, year] += price[lot, year]
            busy &= ~(earlier & (_left(tried, terms) >= -CENT).all(axis=1))
    return busy
