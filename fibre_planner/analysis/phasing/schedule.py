"""Years for lots: the best of several orders, improved, beside the greedy one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.phasing.exchange import exchanged
from fibre_planner.analysis.phasing.few_lots import cheapest_years
from fibre_planner.analysis.phasing.improvement import improved, scheduled
from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.order import best_blocks, best_order, greedy_order
from fibre_planner.analysis.phasing.packing import CENT, Terms, present_cost
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class BuildOrder:
    """Years of lots, counted from 0; the number of years where a lot is not built in them.

    cost_eur, greedy_eur: net present cost of the years and of those of the greedy order.
    """

    year: IntArray
    greedy_year: IntArray
    cost_eur: float
    greedy_eur: float


def order_lots(lots: Lots, terms: Terms, trials: int) -> BuildOrder:
    """Return in which year each lot is built.

    trials: how many changes of the order are tried out at most.
    """
    none = np.zeros(len(lots.parent), dtype=np.int64)
    usual, least = lots.cost_eur[:, -1], lots.cost_eur.min(axis=1)
    greedy = scheduled(greedy_order(lots, usual), lots, terms, none)
    starts = [greedy]
    for price in (usual, least):
        order = best_order(lots, price, terms.budget_eur, terms.rate)
        starts.append(scheduled(order, lots, terms, none))
    best = min(starts, key=lambda start: start.cost_eur)  # the first one where several are alike
    known = [improved(best, lots, terms, trials), *starts]
    years = [one.year for one in known]
    years += [exchanged(year, lots, terms, trials) for year in years]
    year = min(years, key=lambda one: present_cost(one, lots, terms))
    year = cheapest_years(year, lots, terms)
    return BuildOrder(year, greedy.year, present_cost(year, lots, terms), greedy.cost_eur)


def service_bound(lots: Lots, terms: Terms) -> float:
    """Return a bound of the discounted service any order can give, in units times discount.

    A unit of a lot built in a year counts with the discount of that year. What is built by the
    end of a year costs no more than the budgets until then; the most units that buys, if the
    last block may be bought in part, is what the blocks of the best order without discount give
    (they are the linear relaxation of the knapsack on a tree). Each lot has its least price.
    """
    blocks = best_blocks(lots, lots.cost_eur.min(axis=1), terms.budget_eur, 0.0)
    took = np.cumsum([0.0, *(block.took for block in blocks)])
    units = np.cumsum([0.0, *(block.service for block in blocks)])
    money = np.arange(1.0, terms.years + 1.0) + 2.0 * CENT / terms.budget_eur
    most = np.interp(money, took, units)
    gained = np.diff(most, prepend=0.0)
    return float((gained * terms.discount()[:-1]).sum())


def service_of(year: IntArray, lots: Lots, terms: Terms) -> float:
    """Return the discounted service of the years of lots, as in `service_bound`."""
    built = year < terms.years
    return float((lots.units * terms.discount()[year])[built].sum())


def service_share(year: IntArray, lots: Lots, terms: Terms) -> float:
    """Return the service of the years of lots as a share of its bound, 1 where there is none."""
    bound = service_bound(lots, terms)
    return min(service_of(year, lots, terms) / bound, 1.0) if bound > 0.0 else 1.0


def spent_by_year(year: IntArray, lots: Lots, terms: Terms) -> FloatArray:
    """Return what is spent in each year and, last, for what is left over: (years + 1,) EUR."""
    spent = np.bincount(year, weights=lots.price_in(year), minlength=terms.years + 1)
    return np.asarray(spent, dtype=np.float64)
