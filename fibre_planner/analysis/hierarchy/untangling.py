"""Service areas that do not run through each other: houses in a row go to one cabinet.

Where leads to one cabinet pass houses of another, the houses of both are divided anew: in the
order in which they meet the way between the two cabinets, so that there is one border. Such an
order is also the cheapest, because on a tree the difference of the ways to two places depends
only on where one meets the way between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetDemand,
    CabinetRule,
    cabinet_counts,
)
from fibre_planner.analysis.hierarchy.kernels.cabinets import meetings
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray

_ROUNDS = 3
"""A new border between two areas may touch a third, so pairs are looked at again."""


@dataclass(frozen=True, eq=False)
class _Ways:
    """The tree with the way from its root to each node."""

    tree: RootedTree
    path_m: FloatArray

    def between(self, places: IntArray, other: int) -> FloatArray:
        """Return the way along the tree from each place to another one."""
        meets = meetings(self.tree.parent, places, np.full_like(places, other))
        return np.asarray(self.path_m[places] + self.path_m[other] - 2.0 * self.path_m[meets])


def untangled(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, cabinet: IntArray
) -> IntArray:
    """Return cabinets, per node, whose areas run through each other as little as can be.

    Capacity, number of cabinets and longest lead are kept, and leads get no longer in all.
    """
    ways = _Ways(tree, tree.path_m())
    cabinet = cabinet.copy()
    room = _room(demand, rule, cabinet)
    for _ in range(_ROUNDS):
        _, pairs = passing(tree, cabinet)
        changed = [_divide_anew(ways, demand, rule, (room, cabinet), pair) for pair in pairs]
        if not any(changed):
            break
    return cabinet


def passing(tree: RootedTree, cabinet: IntArray) -> tuple[BoolArray, list[tuple[int, int]]]:
    """Return the nodes whose way to their cabinet passes one of another's, and the pairs of both.

    Pairs hold the places of two cabinets, the lower first.
    """
    mine = np.flatnonzero((cabinet >= 0) & (cabinet != np.arange(len(cabinet))))
    at, target = mine.copy(), cabinet[mine].copy()
    passes = np.zeros(len(cabinet), dtype=bool)
    count = len(cabinet)
    names = [np.empty(0, dtype=np.int64)]
    open_ways = np.arange(len(mine))
    # In depth-first order the later of two nodes is never above the other, so it climbs.
    while len(open_ways):
        later = at[open_ways] > target[open_ways]
        up, down = open_ways[later], open_ways[~later]
        at[up], target[down] = tree.parent[at[up]], tree.parent[target[down]]
        visited = np.concatenate([at[up], target[down]])
        traveller = mine[np.concatenate([up, down])]
        foreign = (cabinet[visited] >= 0) & (cabinet[visited] != cabinet[traveller])
        passes[traveller[foreign]] = True
        here, mine_to = cabinet[visited[foreign]], cabinet[traveller[foreign]]
        names.append(np.minimum(here, mine_to) * count + np.maximum(here, mine_to))
        open_ways = open_ways[at[open_ways] != target[open_ways]]
    found = np.unique(np.concatenate(names))
    return passes, list(zip((found // count).tolist(), (found % count).tolist(), strict=True))


def _room(demand: CabinetDemand, rule: CabinetRule, cabinet: IntArray) -> IntArray:
    """Return the units the cabinets at each node hold, existing ones and those to be built."""
    has = cabinet >= 0
    load = np.zeros(len(cabinet), dtype=np.int64)
    np.add.at(load, cabinet[has], demand.units[has])
    beyond = np.maximum(load - demand.existing, 0)
    new = cabinet_counts(beyond, rule.capacity_units) * rule.capacity_units
    return np.asarray(np.where(load > 0, demand.existing + new, 0))


def _divide_anew(
    ways: _Ways,
    demand: CabinetDemand,
    rule: CabinetRule,
    state: tuple[IntArray, IntArray],
    pair: tuple[int, int],
) -> bool:
    """Divide the houses of two cabinets by one border; returns whether that changed anything.

    state: room per node, and the cabinet of each node, which is written to.
    """
    room, cabinet = state
    one, other = pair
    both = np.flatnonzero((cabinet == one) | (cabinet == other))
    units = demand.units[both]
    to_one, to_other = ways.between(both, one), ways.between(both, other)
    order = np.lexsort((both, np.round(to_one - to_other, 3)))
    run = np.cumsum(units[order])
    total = int(run[-1])
    first = cabinet[both[order]] == one
    before = int(units[order][first].sum())
    far = np.array([to_one[order], to_other[order]]) + demand.drop_m[both[order]]
    reached = np.maximum.accumulate(far[0]) <= rule.max_drop_m
    reached &= _later_maximum(far[1]) <= rule.max_drop_m
    fits = reached & (run <= room[one]) & (total - run <= room[other])
    lead_m = np.cumsum(units[order] * to_one[order])
    rest_m = (units * to_other).sum() - np.cumsum(units[order] * to_other[order])
    now_m = float((units * np.where(cabinet[both] == one, to_one, to_other)).sum())
    fits &= lead_m + rest_m <= now_m + 1e-6
    if not fits.any():
        return False
    borders = np.flatnonzero(fits)
    border = int(borders[np.argmin(np.abs(run[borders] - before))])
    chosen = np.where(np.arange(len(both)) <= border, one, other)
    if (chosen == cabinet[both[order]]).all():
        return False
    cabinet[both[order]] = chosen
    return True


def _later_maximum(values: FloatArray) -> FloatArray:
    """Return, for each position, the largest value behind it; minus infinity for the last."""
    run = np.maximum.accumulate(values[::-1])[::-1]
    return np.append(run[1:], -np.inf)
