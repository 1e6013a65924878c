"""Orders of building: the best one where money flows evenly, and the greedy one."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Block:
    """Lots that are built one after the other without a break.

    took: years they take; service: discounted units at the moments they come into service.
    """

    took: float
    service: float
    lots: tuple[int, ...]


def best_order(lots: Lots, cost_eur: FloatArray, budget_eur: float, rate: float) -> IntArray:
    """Return the lots in the order with the most discounted service.

    The parameters are those of `best_blocks`.
    """
    blocks = best_blocks(lots, cost_eur, budget_eur, rate)
    return np.array([lot for block in blocks for lot in block.lots], dtype=np.int64)


def best_blocks(lots: Lots, cost_eur: FloatArray, budget_eur: float, rate: float) -> list[Block]:
    """Return the blocks of the order with the most discounted service, best ones first.

    cost_eur: (lots,) price of each; budget_eur: of a year, flowing evenly; rate: discount rate
    per year. The units of a lot count with the discount of the moment at which it is paid;
    without a rate the order has the least sum of units times waiting years.
    """
    decay = math.log1p(rate)
    blocks: list[list[tuple[float, int, Block]]] = [[] for _ in lots.parent]
    free: list[tuple[float, int, Block]] = []
    parent = lots.parent.tolist()
    took, units = (cost_eur / budget_eur).tolist(), lots.units.tolist()
    # Lots from the tips upwards; each takes in the blocks behind it that rank above itself.
    for i in range(len(parent) - 1, -1, -1):
        block = _single(i, took[i], units[i], decay)
        behind = blocks[i]
        while behind and -behind[0][0] >= _rank(block, decay):
            block = _joined(block, heapq.heappop(behind)[2], decay)
        heapq.heappush(behind, (-_rank(block, decay), i, block))
        target = free if parent[i] < 0 else blocks[parent[i]]
        if len(target) < len(behind):
            target, behind = behind, target
        for entry in behind:
            heapq.heappush(target, entry)
        if parent[i] < 0:
            free = target
        else:
            blocks[parent[i]] = target
        blocks[i] = []
    return [heapq.heappop(free)[2] for _ in range(len(free))]


def _single(lot: int, took: float, units: float, decay: float) -> Block:
    if decay > 0.0:
        return Block(took, units * math.exp(-decay * took), (lot,))
    return Block(took, units, (lot,))


def _joined(first: Block, second: Block, decay: float) -> Block:
    later = math.exp(-decay * first.took)
    lots = (*first.lots, *second.lots)
    return Block(first.took + second.took, first.service + later * second.service, lots)


def _rank(block: Block, decay: float) -> float:
    """Return the index by which adjacent blocks are exchanged: service per discounted time."""
    spent = -math.expm1(-decay * block.took) if decay > 0.0 else block.took
    return block.service / spent if spent > 0.0 else math.inf


def greedy_order(lots: Lots, cost_eur: FloatArray) -> IntArray:
    """Return the lots in the order of a greedy planner: next what costs the least per unit.

    cost_eur: (lots,) price of each. A lot that is not yet reached counts with all that must be
    built to reach it, and these lots come with it.
    """
    path_eur, path_units = cost_eur.copy(), lots.units.copy()
    for i, up in enumerate(lots.parent.tolist()):
        if up >= 0:
            path_eur[i] += path_eur[up]
            path_units[i] += path_units[up]
    waits = np.ones(len(cost_eur), dtype=bool)
    order: list[int] = []
    # Each choice changes what the others cost, so the choices are made one after the other.
    while waits.any():
        ratio = np.full(len(cost_eur), np.inf)
        np.divide(path_eur, path_units, out=ratio, where=waits & (path_units > 0.0))
        ratio[~waits] = np.inf
        at = int(np.argmin(ratio)) if np.isfinite(ratio).any() else int(np.flatnonzero(waits)[0])
        way = []
        while at >= 0 and waits[at]:
            way.append(at)
            at = int(lots.parent[at])
        for lot in reversed(way):
            waits[lot] = False
            order.append(lot)
            path_eur[lot : lots.end[lot]] -= cost_eur[lot]
            path_units[lot : lots.end[lot]] -= lots.units[lot]
    return np.array(order, dtype=np.int64)
