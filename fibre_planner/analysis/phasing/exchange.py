"""Lots exchanged between two years, so that money goes first where waiting costs the most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.packing import CENT, Terms, cost_by_year
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray

_LEAST_GAIN_EUR = 0.01

_NEAR = 6
"""Lots change places with those of so many years after them."""

CHEAPER_EUR = 1.0
"""A trench that costs this much less in a year may wait for it."""

_NONE = -1


@dataclass(eq=False)
class _Ledger:
    """Years in the making, with what follows from them.

    price, cost: (lots, years + 1) EUR of each lot in each year, and its present cost. above,
    behind: (lots,) year of the lot each hangs on, and the first year of those that hang on it.
    money: (years,) EUR left in each year, with that of the years before if it carries over.
    """

    year: IntArray
    parent: IntArray
    terms: Terms
    price: FloatArray
    cost: FloatArray

    def __post_init__(self) -> None:
        self.settle()

    def settle(self) -> None:
        """Work out what follows from the years."""
        has, terms = np.flatnonzero(self.parent >= 0), self.terms
        self.above = np.zeros(len(self.year), dtype=np.int64)
        self.above[has] = self.year[self.parent[has]]
        self.behind = np.full(len(self.year), terms.years, dtype=np.int64)
        np.minimum.at(self.behind, self.parent[has], self.year[has])
        price = self.price[np.arange(len(self.year)), self.year]
        spent = np.bincount(self.year, weights=price, minlength=terms.years + 1)[:-1]
        self.money = terms.budget_eur - spent
        if terms.carries_over:
            self.money = np.cumsum(self.money)


def exchanged(year: IntArray, lots: Lots, terms: Terms, trials: int) -> IntArray:
    """Return years that cost less at present, by exchanges of one lot for another or for none.

    year: allowed years to begin with; trials: how many exchanges are made at most. No money lies
    idle that could bring a lot forward, unless the lot is cheaper later on.
    """
    column = np.minimum(np.arange(terms.years + 1), lots.cost_eur.shape[1] - 1)
    price, cost = lots.cost_eur[:, column], cost_by_year(lots, terms)
    ledger = _Ledger(year.copy(), lots.parent, terms, price, cost)
    left, gained = trials, True
    while gained and left > 0:
        gained = False
        in_use = np.unique(ledger.year).tolist()
        # Pairs of years one after the other, since each exchange changes what the next may do.
        for at, early in enumerate(in_use):
            for late in in_use[at + 1 : at + 1 + _NEAR]:
                while left > 0 and _exchange(ledger, early, late):
                    left, gained = left - 1, True
        _fill(ledger)
    return ledger.year


def _fill(ledger: _Ledger) -> None:
    """Build every lot as early as money allows while all others stay, if it costs no more then."""
    for lot in np.lexsort((np.arange(len(ledger.year)), ledger.year)).tolist():
        above = ledger.year[ledger.parent[lot]] if ledger.parent[lot] >= 0 else 0
        now = int(ledger.year[lot])
        for early in range(int(above), now):
            price = ledger.price[lot, early]
            if price > ledger.price[lot, now] + CHEAPER_EUR:
                continue
            until = now if ledger.terms.carries_over else early + 1
            if price <= ledger.money[early:until].min() + CENT:
                ledger.year[lot] = early
                ledger.settle()
                break


def _exchange(ledger: _Ledger, early: int, late: int) -> bool:
    """Make the best exchange between two years that their money allows; tell whether one saves."""
    year, above, behind = ledger.year, ledger.above, ledger.behind
    forward = np.flatnonzero((year == late) & (above <= early))
    back = np.flatnonzero((year == early) & (behind >= late))
    found = _best(forward, back, (early, late), ledger)
    if found is None:
        return False
    if found[0] != _NONE:
        year[found[0]] = early
    if found[1] != _NONE:
        year[found[1]] = late
    ledger.settle()
    return True


def _best(
    forward: IntArray, back: IntArray, years: tuple[int, int], ledger: _Ledger
) -> tuple[int, int] | None:
    """Return the lots to exchange between two years, -1 for no lot, None where nothing saves.

    forward, back: lots that may come to the first year and go to the second.
    """
    early, late = years
    price, cost, money = ledger.price, ledger.cost, ledger.money
    # One more row and column stand for no lot.
    more = np.append(price[forward, early], 0.0)[:, None] - np.append(price[back, early], 0.0)
    less = np.append(price[forward, late], 0.0)[:, None] - np.append(price[back, late], 0.0)
    gain = np.append(cost[forward, late] - cost[forward, early], 0.0)
    loss = cost[back, late] - cost[back, early]
    # To build later is no gain in itself, unless it is cheaper then.
    waits = price[back, late] < price[back, early] - CHEAPER_EUR
    loss = np.append(np.where(waits, loss, np.maximum(loss, 0.0)), 0.0)
    saved = gain[:, None] - loss
    if ledger.terms.carries_over:
        allowed = more <= money[early:late].min() + CENT
        allowed &= more - less <= money[late:].min(initial=np.inf) + CENT
    else:
        after = money[late] if late < len(money) else np.inf
        allowed = (more <= money[early] + CENT) & (-less <= after + CENT)
    # A lot cannot change places with the one it hangs on.
    allowed[:-1, :-1] &= ledger.parent[forward][:, None] != back
    saved[~allowed] = -np.inf
    row, at = np.unravel_index(int(np.argmax(saved)), saved.shape)
    if saved[row, at] <= _LEAST_GAIN_EUR:
        return None
    return int(np.append(forward, _NONE)[row]), int(np.append(back, _NONE)[at])
