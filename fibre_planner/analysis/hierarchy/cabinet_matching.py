"""Which cabinet serves which building, once it is decided where cabinets stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import IntArray


@dataclass
class _Offer:
    """A cabinet that can still take units: as planned, and at most."""

    place: int
    planned: int
    room: int


@dataclass(frozen=True)
class _Nodes:
    """Units, lead-in, and way from the root of each node; the longest lead."""

    units: list[int]
    drop_m: list[float]
    path_m: list[float]
    max_drop_m: float

    def take(self, offer: _Offer, node: int, meeting: int) -> bool:
        """Let a cabinet serve a node if it has room and the way over the meeting is in reach."""
        way_m = self.path_m[node] + self.path_m[offer.place] - 2.0 * self.path_m[meeting]
        if self.units[node] > offer.room or way_m + self.drop_m[node] > self.max_drop_m:
            return False
        offer.planned -= self.units[node]
        offer.room -= self.units[node]
        return True


_T = TypeVar("_T")


def match_nodes(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, planned: IntArray, room: IntArray
) -> IntArray:
    """Return the place of the cabinet of each node, -1 where none is found or needed.

    planned, room: (n,) units that the cabinets at a node are meant to serve, and can serve at
    most. From the leaves to the root, nodes and cabinets that meet are matched, so hardly a street
    has leads in both directions. A node is served as a whole: where that does not go into what
    was planned, the nearer of both is taken that the room allows.
    """
    parent, meant, most = tree.parent.tolist(), planned.tolist(), room.tolist()
    net = tree.below(demand.units - planned).tolist()
    path_m = tree.path_m().tolist()
    nodes = _Nodes(demand.units.tolist(), demand.drop_m.tolist(), path_m, rule.max_drop_m)
    cabinet = np.full(len(parent), -1, dtype=np.int64)
    waiting: list[list[int]] = [[] for _ in parent]
    offers: list[list[_Offer]] = [[] for _ in parent]
    # Children must be settled before their parent, so this is a loop over nodes.
    for node in range(len(parent) - 1, -1, -1):
        here, ready = waiting[node], offers[node]
        if nodes.units[node]:
            here.append(node)
        if most[node] > 0:
            ready.append(_Offer(node, meant[node], most[node]))
        if here and ready:
            here = _serve(here, ready, nodes, node, cabinet)
            here = _serve_excess(here, ready, nodes, (node, max(net[node], 0)), cabinet)
            _keep_to_plan(ready, path_m, max(-net[node], 0))
            farthest_m = path_m[node] + rule.max_drop_m
            ready = [o for o in ready if o.room > 0 and path_m[o.place] <= farthest_m]
        up = parent[node]
        if up >= 0:
            waiting[up] = _joined(waiting[up], here)
            offers[up] = _joined(offers[up], ready)
        waiting[node], offers[node] = [], []
    return cabinet


def _serve(
    here: list[int], ready: list[_Offer], nodes: _Nodes, meeting: int, cabinet: IntArray
) -> list[int]:
    """Match nodes, farthest first, as planned; return the others."""
    open_offers = [offer for offer in ready if offer.planned > 0]
    if not open_offers:
        return here
    path_m, drop_m, units = nodes.path_m, nodes.drop_m, nodes.units
    here.sort(key=lambda i: (-path_m[i] - drop_m[i], -units[i], i))
    open_offers.sort(key=lambda offer: (-path_m[offer.place], offer.place))
    left = []
    for node in here:
        for offer in open_offers:
            # Half a building above the plan and half one below it even out over the tree.
            if 2 * offer.planned >= units[node] and nodes.take(offer, node, meeting):
                cabinet[node] = offer.place
                break
        else:
            left.append(node)
    return left


def _serve_excess(
    here: list[int],
    ready: list[_Offer],
    nodes: _Nodes,
    planned: tuple[int, int],
    cabinet: IntArray,
) -> list[int]:
    """Match more nodes while more units than planned go on; return the others.

    planned: the node reached, and the units that are to go on from there.
    """
    meeting, going_on = planned
    path_m, drop_m, units = nodes.path_m, nodes.drop_m, nodes.units
    total = sum(units[i] for i in here)
    if not here or total <= going_on:
        return here
    here.sort(key=lambda i: (-path_m[i] - drop_m[i], -units[i], i))
    nearest = sorted(ready, key=lambda offer: (path_m[offer.place], offer.place))
    left = []
    for node in here:
        if total - units[node] / 2 > going_on:
            chosen = next((o for o in nearest if nodes.take(o, node, meeting)), None)
            if chosen is not None:
                cabinet[node] = chosen.place
                total -= units[node]
                continue
        left.append(node)
    return left


def _keep_to_plan(ready: list[_Offer], path_m: list[float], going_on: int) -> None:
    """Change what cabinets are still to serve so that as much as planned goes on, room allowing.

    Without this, what is over or short at one place would travel on through the whole town.
    """
    over = sum(offer.planned for offer in ready) - going_on
    if not over:
        return
    ready.sort(key=lambda offer: (-path_m[offer.place], offer.place))
    for offer in ready if over > 0 else reversed(ready):
        kept = min(max(offer.planned - over, 0), offer.room)
        over -= offer.planned - kept
        offer.planned = kept


def _joined(one: list[_T], other: list[_T]) -> list[_T]:
    """Return both lists as one, the shorter put behind the longer."""
    if len(one) < len(other):
        one, other = other, one
    one.extend(other)
    return one
