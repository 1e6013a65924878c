"""From budgets to choices of addresses whose finished plans fit them.

What cabinets, cables and ducts cost is known only when a network is equipped. So choices are made
for several amounts of the model, equipped and priced, and the amounts adjusted until the finished
cost meets the budget from below.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from fibre_planner.analysis.budget_model import BudgetModel
from fibre_planner.analysis.prize import Stop
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray
from fibre_planner.language import tr
from fibre_planner.progress import Report, Watched, part, silent, steady

_FIRST_SHARE = 0.4  # of the progress, for the round that also gives the bounds


@dataclass(frozen=True)
class Care:
    """How near to its budget a plan shall cost, as a share, and in how many rounds at most."""

    near: float
    rounds: int


ONE_PLAN = Care(near=0.98, rounds=6)

Search = Callable[[Sequence[float], Report], tuple[Stop, ...]]
"""Amounts in ascending order → what each buys in the model."""

Price = Callable[[BoolArray, IntArray], float]
"""Houses served (houses,) and edges of the model → base cost of the finished plan in EUR."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Houses that an amount buys in the model, and what their finished plan costs.

    amount: of the model, in EUR, for which it was found. spent: what it costs in the model, at
    most the amount. gap: how much more weight the amount might buy in the model, as a share.
    """

    amount: float
    spent: float
    served: BoolArray
    edges: IntArray
    weight: float
    gap: float
    cost_eur: float


@dataclass
class Pool:
    """The choices found so far and, for each budget, the most weight any plan can serve.

    stopped: whether somebody ended the search.
    """

    model: BudgetModel
    budgets: FloatArray
    bounds: FloatArray
    choices: list[Choice] = field(default_factory=list)
    rounds: int = 0
    stopped: bool = False

    def best(self, budget: float, *others: Choice) -> Choice:
        """Return the choice of most weight within a budget, the cheapest of these and others."""
        within = [choice for choice in (*self.choices, *others) if choice.cost_eur <= budget]
        return max(within, key=lambda choice: (choice.weight, -choice.cost_eur))

    def dearer(self, budget: float) -> Choice | None:
        """Return the choice just above a budget, None where all are within it."""
        above = [choice for choice in self.choices if choice.cost_eur > budget]
        return min(above, key=lambda choice: choice.spent) if above else None


def fit(
    model: BudgetModel,
    budgets: FloatArray,
    search: Search,
    price: Price,
    report: Report = silent,
    care: Care = ONE_PLAN,
) -> Pool:
    """Return choices among which each budget finds one that it pays for.

    budgets: (k,) in EUR, ascending. report: may raise Cancelled, or Enough to search no more;
    the rounds go on at a glance until every budget has a choice.
    """
    watched = Watched(report)
    report = watched
    pool = Pool(model, budgets, np.zeros(len(budgets)))
    pool.choices.append(_nothing(model))
    net = np.maximum(budgets - model.fixed_eur, 0.0)
    first = part(report, 0.0, _FIRST_SHARE)
    stops = _round(pool, net, search, price, first)
    pool.bounds[:] = [stop.weight_bound for stop in stops]
    share = (1.0 - _FIRST_SHARE) / max(care.rounds - 1, 1)
    for number in range(care.rounds - 1):
        if watched.stopped and all(pool.best(budget).weight for budget in budgets.tolist()):
            break
        wanted = [_next_amount(pool, budget, care.near) for budget in budgets.tolist()]
        amounts = np.unique([amount for amount in wanted if amount is not None])
        if not len(amounts):
            break
        start = _FIRST_SHARE + number * share
        _round(pool, amounts, search, price, part(report, start, start + share))
    pool.stopped = watched.stopped
    return pool


def _nothing(model: BudgetModel) -> Choice:
    none = np.zeros(model.houses, dtype=bool)
    return Choice(0.0, 0.0, none, np.empty(0, dtype=np.int64), 0.0, 0.0, 0.0)


def _round(
    pool: Pool, amounts: FloatArray, search: Search, price: Price, report: Report
) -> tuple[Stop, ...]:
    """Add what some amounts of the model buy to the pool."""
    pool.rounds += 1
    stops = search(amounts.tolist(), part(report, 0.0, 0.6))
    known = {choice.served.tobytes(): choice for choice in pool.choices}
    # One network after the other is equipped and priced.
    report = steady(report)
    for number, stop in enumerate(stops):
        report(0.6 + 0.4 * number / len(stops), tr("Working out what the choice costs …"))
        served = pool.model.served(stop.inside)
        same = known.get(served.tobytes())
        cost_eur = same.cost_eur if same else price(served, stop.edges)
        gap = stop.gap if math.isfinite(stop.gap) else 0.0
        found = Choice(stop.budget, stop.cost, served, stop.edges, stop.weight, gap, cost_eur)
        known[served.tobytes()] = found
        pool.choices.append(found)
    return stops


def _next_amount(pool: Pool, budget: float, near: float) -> float | None:
    """Return for which amount of the model to choose next, None where the budget is met."""
    below, above = pool.best(budget), pool.dearer(budget)
    if above is None or below.cost_eur >= near * budget:
        return None
    # The same houses may have been bought for a larger amount as well.
    same = [c.amount for c in pool.choices if c.served.tobytes() == below.served.tobytes()]
    low, high = max(same), above.spent
    if high - low <= 1e-6 * high:
        return None
    aim = 0.5 * (1.0 + near) * budget
    if below.weight > 0.0:
        along = (aim - below.cost_eur) / (above.cost_eur - below.cost_eur)
    else:
        fixed = min(pool.model.fixed_eur, 0.5 * aim)
        along = (aim - fixed) / (above.cost_eur - fixed)
    # Never at an end of the interval, so that every round makes it smaller.
    return float(low + min(max(along, 0.1), 0.95) * (high - low))
