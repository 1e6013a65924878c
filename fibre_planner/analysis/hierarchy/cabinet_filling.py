"""Cabinets filled from below up to their capacity along the trench tree, existing ones first.

Going from the leaves to the root, open units are gathered at each node. Where they exceed what a
cabinet holds, they are packed into groups; all but the least filled one get a cabinet, the rest
goes on. A group's cabinet then moves down to where half of its units lie on either side.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import IntArray

_OWN = -1
"""In place of a child: the units at the node itself."""


@dataclass
class _Item:
    """Open units below a node: how many, how far the farthest is, through which child."""

    units: int
    far_m: float
    child: int


@dataclass
class _Groups:
    """Groups that have got a cabinet, and where their parts hang on the tree."""

    anchor: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    far_m: list[float] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    of_child: dict[int, int] = field(default_factory=dict)
    of_own: dict[int, int] = field(default_factory=dict)

    def close(self, node: int, items: list[_Item], *, fixed: bool = False) -> None:
        """Give a cabinet to some open items at a node."""
        number = len(self.anchor)
        self.anchor.append(node)
        self.units.append(sum(item.units for item in items))
        self.far_m.append(max(item.far_m for item in items))
        self.fixed.append(fixed)
        for item in items:
            if item.child == _OWN:
                self.of_own[node] = number
            else:
                self.of_child[item.child] = number


def fill_from_below(tree: RootedTree, demand: CabinetDemand, rule: CabinetRule) -> IntArray:
    """Return, per node of the tree, the node of the cabinet that serves it; -1 without demand.

    A node with more units than a cabinet holds gets cabinets of its own. No lead is longer than
    allowed, unless its lead-in alone is.
    """
    groups = _Groups()
    open_items: list[list[_Item]] = [[] for _ in range(len(tree.node))]
    kept: list[list[_Item]] = [[] for _ in range(len(tree.node))]
    units, drop = demand.units.tolist(), demand.drop_m.tolist()
    existing, length = demand.existing.tolist(), tree.length_m.tolist()
    parent = tree.parent.tolist()
    # Children must be settled before their parent, so this is a loop over nodes.
    for node in range(len(parent) - 1, -1, -1):
        items = open_items[node]
        if units[node]:
            items.append(_Item(units[node], drop[node], _OWN))
        if not items:
            continue
        items = _fill_existing(groups, node, items, existing[node])
        items = _pack(groups, node, items, rule.capacity_units)
        far_m = max((item.far_m for item in items), default=0.0) + length[node]
        if items and (parent[node] < 0 or far_m > rule.max_drop_m):
            groups.close(node, items)
            items = []
        kept[node] = items
        if items:
            open_items[parent[node]].append(_Item(sum(i.units for i in items), far_m, node))
    place = _centres(groups, kept, length, rule)
    return _assign(groups, parent, units, place)


def _fill_existing(groups: _Groups, node: int, items: list[_Item], capacity: int) -> list[_Item]:
    """Let an existing cabinet take the largest items that fit; return the others."""
    if not capacity:
        return items
    taken: list[_Item] = []
    for item in sorted(items, key=_largest_first):
        if sum(i.units for i in taken) + item.units <= capacity:
            taken.append(item)
    if taken:
        groups.close(node, taken, fixed=True)
    return [item for item in items if item not in taken]


def _pack(groups: _Groups, node: int, items: list[_Item], capacity: int) -> list[_Item]:
    """Close groups until what is left fits one cabinet; return what is left."""
    if sum(item.units for item in items) <= capacity:
        return items
    bins: list[list[_Item]] = []
    for item in sorted(items, key=_largest_first):
        fits = (b for b in bins if sum(i.units for i in b) + item.units <= capacity)
        found = next(fits, None)
        if found is None:
            bins.append([item])
        else:
            found.append(item)
    bins.sort(key=lambda b: sum(i.units for i in b))
    left = bins[0]
    if sum(i.units for i in left) > capacity:
        left = []
    for group in bins[1:] if left else bins:
        groups.close(node, group)
    return left


def _largest_first(item: _Item) -> tuple[int, int]:
    return (-item.units, item.child)


def _centres(
    groups: _Groups, kept: list[list[_Item]], length: list[float], rule: CabinetRule
) -> list[int]:
    """Return the node of each group's cabinet: as far down as most of its units lie below."""
    first: list[list[_Item]] = [[] for _ in groups.anchor]
    weight = {item.child: item.units for items in kept for item in items if item.child != _OWN}
    for child, number in groups.of_child.items():
        # What a child carried is what it kept open when it was settled.
        carried = sum(item.units for item in kept[child])
        first[number].append(_Item(carried, 0.0, child))
    place = []
    for number, anchor in enumerate(groups.anchor):
        node, far_m, branches = anchor, groups.far_m[number], first[number]
        least = (groups.units[number] + max(rule.centring_units, 1)) / 2
        while not groups.fixed[number]:
            heavy = [b for b in branches if b.child != _OWN and b.units >= least]
            if not heavy or far_m + length[heavy[0].child] > rule.max_drop_m:
                break
            node = heavy[0].child
            far_m += length[node]
            branches = [_Item(weight[i.child], 0.0, i.child) for i in kept[node] if i.child != _OWN]
        place.append(node)
    return place


def _assign(groups: _Groups, parent: list[int], units: list[int], place: list[int]) -> IntArray:
    """Return the cabinet's node for each node with demand, from the root down."""
    group_of_open = [-1] * len(parent)
    cabinet = np.full(len(parent), -1, dtype=np.int64)
    for node, up in enumerate(parent):
        inherited = group_of_open[up] if up >= 0 else -1
        group_of_open[node] = groups.of_child.get(node, inherited)
        if units[node]:
            own = groups.of_own.get(node, -1)
            cabinet[node] = place[own if own >= 0 else group_of_open[node]]
    return cabinet
