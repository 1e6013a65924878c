"""Lots written down by hand, and every way to build them in years."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.packing import CENT, Terms


def lots_of(*rows: tuple[int, float, float | list[float]]) -> Lots:
    """Return lots of rows (lot it hangs on or -1, units, cost or cost by year), parents first."""
    parent = np.array([row[0] for row in rows], dtype=np.int64)
    years = max(len(row[2]) if isinstance(row[2], list) else 1 for row in rows)
    cost = [row[2] if isinstance(row[2], list) else [row[2]] for row in rows]
    filled = [[*values, *[values[-1]] * (years - len(values))] for values in cost]
    end = np.arange(1, len(rows) + 1)
    for i in range(len(rows) - 1, -1, -1):
        if parent[i] >= 0:
            end[parent[i]] = max(end[parent[i]], end[i])
    units = np.array([row[1] for row in rows], dtype=np.float64)
    return Lots(parent, end, units, np.array(filled, dtype=np.float64))


def terms(budget_eur: float, years: int, carries_over: bool = True, rate: float = 0.05) -> Terms:
    """Return terms in which a year of waiting costs a unit 420 EUR."""
    return Terms(budget_eur, years, carries_over, rate, 420.0)


def is_allowed(year: npt.NDArray[np.int64], lots: Lots, under: Terms) -> bool:
    """Return whether years respect the order of the lots and the money of each year."""
    has = lots.parent >= 0
    if (year[has] < year[lots.parent[has]]).any():
        return False
    spent = np.bincount(year, weights=lots.price_in(year), minlength=under.years + 1)[:-1]
    if not under.carries_over:
        return bool((spent <= under.budget_eur + CENT).all())
    money = under.budget_eur * np.arange(1, under.years + 1)
    return bool((np.cumsum(spent) <= money + 2 * CENT).all())


def all_years(lots: Lots, under: Terms) -> Iterator[npt.NDArray[np.int64]]:
    """Yield every allowed way to put lots into years."""
    for choice in product(range(under.years + 1), repeat=len(lots.parent)):
        year = np.array(choice, dtype=np.int64)
        if is_allowed(year, lots, under):
            yield year
