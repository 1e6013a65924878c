"""Lots: connected pieces of the network that are built at one go, each after the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Lots:
    """Lots in depth-first order: what hangs on lot i are the lots i to end[i] - 1.

    parent: (lots,) lot that must be built before, -1 for the first of a network. units: (lots,)
    units that come into service. cost_eur: (lots, years) if built in that year, the last column
    in every later one.
    """

    parent: IntArray
    end: IntArray
    units: FloatArray
    cost_eur: FloatArray

    def price_in(self, year: IntArray) -> FloatArray:
        """Return what each lot costs in a year of its own (lots,), counted from 0."""
        column = np.minimum(year, self.cost_eur.shape[1] - 1)
        return np.asarray(self.cost_eur[np.arange(len(self.parent)), column])


def seen_from(tree: RootedTree, ends: IntArray, length_m: FloatArray, top: IntArray) -> RootedTree:
    """Return a tree with other places at its roots, one for each of its parts.

    ends, length_m: of the graph's edges; top: places of the new roots in the tree.
    """
    return root_tree(ends, length_m, tree.edge[tree.edge >= 0], tree.node[top])


def main_places(tree: RootedTree, places: IntArray, units: IntArray) -> IntArray:
    """Return one place for each part of the tree: of those given the one with the most units.

    A part without any of the places keeps its root.
    """
    part = np.cumsum(tree.parent < 0) - 1
    chosen = np.flatnonzero(tree.parent < 0)
    order = np.lexsort((-places, units))
    chosen[part[places[order]]] = places[order]  # the last one written has the most units
    return np.asarray(chosen)


def stems(tree: RootedTree, servers: Sequence[tuple[IntArray, IntArray]]) -> BoolArray:
    """Return the nodes that must be built with their parent, so that all above are in service.

    servers: pairs of places, of what is served and of what serves it (house and cabinet, cabinet
    and POP). Where a server does not lie above all it serves, the way down to it from where they
    meet is one piece.
    """
    with_parent = np.zeros(len(tree.node), dtype=bool)
    for served, server in servers:
        names, number = np.unique(server, return_inverse=True)
        first, last = names.copy(), names.copy()
        np.minimum.at(first, number, served)
        np.maximum.at(last, number, served)
        # Each server climbs on its own; there are some hundred of them.
        for at, low, high in zip(names.tolist(), first.tolist(), last.tolist(), strict=True):
            climb = at
            while tree.parent[climb] >= 0 and not (climb <= low and high < tree.end[climb]):
                with_parent[climb] = True
                climb = int(tree.parent[climb])
    return with_parent


def cut_lots(
    tree: RootedTree, with_parent: BoolArray, size_m: FloatArray, sizes_m: tuple[float, float]
) -> IntArray:
    """Return the lot of each node of the tree: (n,), numbered in depth-first order.

    with_parent: (n,) nodes that belong to the lot of their parent; size_m: (n,) what is dug for a
    node. sizes_m: what is below the first is joined to the only lot behind it, as long as both
    are below the second, else to what it hangs on. A single piece may be longer.
    """
    parent, top = tree.parent.tolist(), _tops(tree, with_parent)
    dug_m = np.bincount(np.array(top), weights=size_m, minlength=len(parent)).tolist()
    least_m, most_m = sizes_m
    closed = [False] * len(parent)
    behind: list[list[int]] = [[] for _ in parent]  # lots that hang on a piece
    # From the tips upwards; each piece is settled when all behind it is.
    for i in range(len(parent) - 1, -1, -1):
        if top[i] != i:
            continue
        closed[i] = parent[i] < 0 or dug_m[i] >= least_m
        if not closed[i] and len(behind[i]) == 1 and dug_m[i] + dug_m[behind[i][0]] <= most_m:
            closed[i], closed[behind[i][0]] = True, False
            dug_m[i] += dug_m[behind[i][0]]
        if parent[i] >= 0 and closed[i]:
            behind[top[parent[i]]].append(i)
        elif parent[i] >= 0:
            dug_m[top[parent[i]]] += dug_m[i]
            behind[top[parent[i]]] += behind[i]
    number, count = [0] * len(parent), 0
    for i, up in enumerate(parent):
        number[i] = count if closed[i] else number[up]
        count += closed[i]
    return np.array(number, dtype=np.int64)


def _tops(tree: RootedTree, with_parent: BoolArray) -> list[int]:
    """Return the first node of the piece each node belongs to."""
    top, joined = list(range(len(tree.parent))), with_parent.tolist()
    # Parents come first, so one pass is enough.
    for i, up in enumerate(tree.parent.tolist()):
        if up >= 0 and joined[i]:
            top[i] = top[up]
    return top


def link_lots(tree: RootedTree, lot: IntArray) -> tuple[IntArray, IntArray]:
    """Return the parent of each lot, -1 for none, and the end of what hangs on it."""
    count = int(lot.max()) + 1
    parent = np.full(count, -1, dtype=np.int64)
    has = tree.parent >= 0
    above = lot[tree.parent[has]]
    crosses = above != lot[has]
    parent[lot[has][crosses]] = above[crosses]
    end = np.arange(1, count + 1)
    # Children hand their end to their parent, last ones first.
    for i in range(count - 1, -1, -1):
        if parent[i] >= 0:
            end[parent[i]] = max(end[parent[i]], end[i])
    return parent, end
