"""An order of lots put into years under a yearly budget, and what it costs at present."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray

CENT = 0.005
"""What a sum may exceed the money of a year by, as sums are not exact."""


@dataclass(frozen=True, eq=False)
class Terms:
    """Under which terms is built: budget of each year in EUR, years, and what time costs.

    carries_over: whether money left goes to the next year. rate: discount rate per year.
    wait_eur: what a unit without service costs in a year.
    """

    budget_eur: float
    years: int
    carries_over: bool
    rate: float
    wait_eur: float

    def discount(self) -> FloatArray:
        """Return the present value of one EUR in each year and in the year after (years + 1,)."""
        return np.asarray((1.0 + self.rate) ** -np.arange(1.0, self.years + 2.0))


def pack(order: IntArray, lots: Lots, terms: Terms, earliest: IntArray) -> IntArray:
    """Return the year of each lot, counted from 0, the number of years where it is not built.

    order: lots with each after the one it hangs on; earliest: (lots,) year before which a lot is
    not begun. In each year the order is gone through, and what is open and still fits is built.
    What is dearer than a whole year's budget is saved for: nothing after it is begun before it.
    """
    parent, cost = lots.parent.tolist(), lots.cost_eur.tolist()
    begin, last = earliest.tolist(), lots.cost_eur.shape[1] - 1
    year = [terms.years] * len(parent)
    built = [False] * len(parent)
    waiting, left = order.tolist(), 0.0
    cheapest = float(lots.cost_eur.min(initial=np.inf))
    for t in range(terms.years):
        money = terms.budget_eur + (left if terms.carries_over else 0.0) + CENT
        column, later, saving = min(t, last), [], False
        for position, i in enumerate(waiting):
            if saving or money < cheapest:
                later += waiting[position:]
                break
            if begin[i] > t or (parent[i] >= 0 and not built[parent[i]]):
                later.append(i)
            elif cost[i][column] <= money:
                built[i], year[i] = True, t
                money -= cost[i][column]
            else:
                later.append(i)
                saving = terms.carries_over and cost[i][column] > terms.budget_eur
        waiting, left = later, max(money - CENT, 0.0)
        if not waiting:
            break
    return np.array(year, dtype=np.int64)


def present_cost(year: IntArray, lots: Lots, terms: Terms) -> float:
    """Return the net present cost of the years of the lots in EUR: spending and waiting."""
    discount = terms.discount()
    spent = lots.price_in(year) * discount[year]
    waited = lots.units * np.cumsum(discount)[year] * terms.wait_eur
    return float(spent.sum() + waited.sum())


def cost_by_year(lots: Lots, terms: Terms) -> FloatArray:
    """Return the net present cost of each lot in each year: (lots, years + 1) EUR.

    The last column is that of a lot that is left over, as in `present_cost`.
    """
    discount = terms.discount()
    column = np.minimum(np.arange(terms.years + 1), lots.cost_eur.shape[1] - 1)
    waited = np.cumsum(discount) * terms.wait_eur
    return np.asarray(lots.cost_eur[:, column] * discount + lots.units[:, None] * waited)


def in_order_of_years(year: IntArray, order: IntArray) -> IntArray:
    """Return lots by their year and, within it, as in an order."""
    return np.asarray(order[np.argsort(year[order], kind="stable")])
