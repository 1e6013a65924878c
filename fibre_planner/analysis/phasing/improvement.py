"""A better order by trying out: sites used in their window, lots that fit an earlier year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.packing import Terms, in_order_of_years, pack, present_cost
from fibre_planner.analysis.streets.trench_graph import IntArray

_LEAST_GAIN_EUR = 0.01


@dataclass(frozen=True, eq=False)
class Schedule:
    """Years of the lots, with the order and the earliest years they came from, and their cost."""

    year: IntArray
    order: IntArray
    earliest: IntArray
    cost_eur: float


def scheduled(order: IntArray, lots: Lots, terms: Terms, earliest: IntArray) -> Schedule:
    """Return an order put into years."""
    year = pack(order, lots, terms, earliest)
    return Schedule(year, in_order_of_years(year, order), earliest, present_cost(year, lots, terms))


def improved(start: Schedule, lots: Lots, terms: Terms, trials: int) -> Schedule:
    """Return a schedule that is as good or better: lots moved between years, one at a time.

    trials: how many moves are tried out at most.
    """
    best, left = start, trials
    for moves in (_site_moves, _early_moves):
        gained = True
        while gained and left > 0:
            gained = False
            for lot, year, hold in moves(best, lots, terms.years):
                if left <= 0:
                    break
                left -= 1
                tried = _moved(best, lots, terms, (lot, year, hold))
                if tried.cost_eur < best.cost_eur - _LEAST_GAIN_EUR:
                    best, gained = tried, True
    return best


def _site_moves(now: Schedule, lots: Lots, years: int) -> Iterator[tuple[int, int, bool]]:
    """Yield lots with the years in which they are cheaper, the greatest saving first."""
    column = min(years, lots.cost_eur.shape[1])
    price = lots.price_in(now.year)
    saving = price - lots.cost_eur[:, :column].min(axis=1)
    for lot in np.argsort(-saving, kind="stable").tolist():
        if saving[lot] <= 1.0:
            return
        cheaper = np.flatnonzero(lots.cost_eur[lot, :column] < price[lot] - 1.0)
        before, after = cheaper[cheaper < now.year[lot]], cheaper[cheaper > now.year[lot]]
        for year in (*after[:1].tolist(), *before[::-1][:3].tolist()):
            yield lot, int(year), year > now.year[lot]


def _early_moves(now: Schedule, lots: Lots, years: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the lots that could be built a year or more earlier, most units per EUR first."""
    up = np.where(lots.parent >= 0, now.year[lots.parent], 0)
    worth = lots.units / np.maximum(lots.price_in(now.year), 1.0)
    held = now.earliest >= now.year
    for lot in np.lexsort((-worth, now.year)).tolist():
        if years >= now.year[lot] > up[lot] and not held[lot]:
            yield lot, int(now.year[lot]) - 1, False


def _moved(now: Schedule, lots: Lots, terms: Terms, move: tuple[int, int, bool]) -> Schedule:
    """Return a schedule in which a lot is built first thing in a year, or held until then.

    move: lot, year and whether it is held; what it hangs on comes with it to an earlier year.
    """
    lot, year, hold = move
    earliest = now.earliest
    if hold:
        earliest = earliest.copy()
        earliest[lot] = year
        return scheduled(now.order, lots, terms, earliest)
    way, at = [], lot
    while at >= 0 and now.year[at] >= year:
        way.append(at)
        at = int(lots.parent[at])
    if (earliest[way] > year).any():
        earliest = earliest.copy()
        earliest[way] = np.minimum(earliest[way], year)
    rest = now.order[~np.isin(now.order, way)]
    begin = int(np.searchsorted(now.year[rest], year))
    order = np.concatenate([rest[:begin], np.array(way[::-1], dtype=np.int64), rest[begin:]])
    return scheduled(order, lots, terms, earliest)
