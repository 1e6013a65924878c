"""Cabinets along the trench tree at least cost, within capacity and longest lead.

Sites come from an exact sweep over the tree; buildings are then matched with them as wholes, and
what finds no cabinet within reach gets further ones from below.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetCosts,
    CabinetDemand,
    CabinetRule,
    cabinet_counts,
    placement_cost_eur,
)
from fibre_planner.analysis.hierarchy.cabinet_filling import fill_from_below
from fibre_planner.analysis.hierarchy.cabinet_matching import match_nodes
from fibre_planner.analysis.hierarchy.kernels.cabinets import nearest_with_room, sweep
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import BoolArray, IntArray

_MOST_STEPS = 4e8
"""Combinations of states the sweep may try: about a second."""

_MOST_BUCKETS = 150
"""Buckets a cabinet is divided into at most; finer ones cost time and gain nothing."""

_ROUNDS = 2
"""Sweeps at most: sites that only the longest lead asks for are given in the next one."""

_WAITING = 64
"""Units that may gather at a node in any case, which makes the sweep exact on small towns."""
_SLACK_SHARE = 0.05
"""Largest part of a cabinet left unplanned so that whole buildings fit."""


def place_cabinets(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, costs: CabinetCosts
) -> IntArray:
    """Return, per node of the tree, the node of the cabinet that serves it; -1 without demand.

    A node with more units than a cabinet holds gets cabinets of its own. No lead is longer than
    allowed, unless its lead-in alone is. Never dearer than filling cabinets from below.
    """
    large = demand.units > rule.capacity_units
    at_large = np.where(large, np.arange(len(demand.units)), -1)
    found = [fill_from_below(tree, demand, rule)]
    others = _place(tree, _without_large(demand, rule, large), rule, costs)
    found += [np.where(large, at_large, cabinet) for cabinet in others]
    cost = [placement_cost_eur(tree, demand, rule, costs, cabinet) for cabinet in found]
    return found[int(np.argmin(cost))]


def cheapest_sites(
    tree: RootedTree,
    demand: CabinetDemand,
    costs: CabinetCosts,
    capacity_units: int,
    bucket: int,
) -> tuple[IntArray, IntArray, IntArray, float]:
    """Return units planned for new cabinets per node, their number, units of existing ones, cost.

    Exact for whole buckets of units per cabinet, no more units across an edge than the largest
    cabinet holds, and no more waiting at a node than `_wait` allows; the cost is infinite where
    the allowed sites cannot serve all.
    """
    most = capacity_units // bucket
    reach = _reach(demand, capacity_units)
    opened, number, used, cost = sweep(
        tree.parent,
        tree.end,
        demand.units,
        demand.existing // bucket,
        costs.site_eur,
        costs.feeder_m,
        np.ascontiguousarray(costs.feeder_eur_m[: most * bucket + 1 : bucket]),
        costs.trunk_eur,
        costs.lead_eur,
        bucket,
        reach,
        _wait(demand, reach),
    )
    return opened * bucket, number, used * bucket, cost


def _reach(demand: CabinetDemand, capacity_units: int) -> int:
    """Return the most units across an edge: what the largest cabinet holds, within reason."""
    return max(capacity_units, min(int(demand.existing.max(initial=0)), 3 * capacity_units))


def _wait(demand: CabinetDemand, reach: int) -> int:
    """Return the most units that gather at a node before a later branch takes or brings them."""
    return max(reach, min(int(demand.units.sum()), _WAITING))


def _without_large(demand: CabinetDemand, rule: CabinetRule, large: BoolArray) -> CabinetDemand:
    """Return the demand without nodes that fill cabinets of their own, whose rest is on offer."""
    units = np.where(large, 0, demand.units)
    beyond = np.maximum(np.where(large, demand.units, 0) - demand.existing, 0)
    stands = demand.existing + cabinet_counts(beyond, rule.capacity_units) * rule.capacity_units
    rest = np.where(large, stands - demand.units, demand.existing)
    return replace(demand, units=units, existing=rest)


def _slack(units: IntArray, capacity_units: int) -> int:
    """Return the units to leave unplanned per cabinet so that the next whole building fits."""
    has = units > 0
    usual = math.ceil(float(units[has].mean())) - 1 if has.any() else 0
    return min(usual, int(capacity_units * _SLACK_SHARE))


def _bucket(nodes: int, capacity_units: int, reach: int) -> int:
    """Return units per bucket: fine enough for the size, with little of the capacity lost."""
    least = math.ceil(2 * reach * math.sqrt(1.5 * nodes / _MOST_STEPS))
    least = max(least, math.ceil(capacity_units / _MOST_BUCKETS), 1)
    sizes = range(least, 2 * least) if least > 1 else range(1, 2)
    fitting = [size for size in sizes if size <= capacity_units] or [1]
    return min(fitting, key=lambda size: (capacity_units % size, size))


def _place(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, costs: CabinetCosts
) -> list[IntArray]:
    """Return placements, the later ones on sites that the longest lead asks for."""
    capacity = rule.capacity_units - _slack(demand.units, rule.capacity_units)
    bucket = _bucket(len(tree.node), capacity, _reach(demand, rule.capacity_units))
    forced = np.zeros_like(demand.existing)
    found: list[IntArray] = []
    for _ in range(_ROUNDS):
        given = replace(demand, existing=demand.existing + forced)
        planned, number, old, cost = cheapest_sites(tree, given, costs, capacity, bucket)
        if math.isinf(cost):
            break
        room = given.existing + number * rule.capacity_units
        cabinet = match_nodes(tree, demand, rule, planned + old, room)
        cabinet, further = _serve_the_rest(tree, demand, rule, cabinet, room)
        found.append(cabinet)
        if not further.any():
            break
        forced = forced + further
    return found


def _serve_the_rest(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, cabinet: IntArray, room: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the cabinets with those of nodes that had none: the nearest, or further ones.

    The second array holds the units that further cabinets can take, per node.
    """
    has = cabinet >= 0
    spare = room.copy()
    np.subtract.at(spare, cabinet[has], demand.units[has])
    left = np.flatnonzero((demand.units > 0) & ~has)
    result = cabinet.copy()
    # Each one takes room from the next; large ones come first because they are hard to fit in.
    for node in left[np.argsort(-demand.units[left], kind="stable")].tolist():
        units, reach_m = int(demand.units[node]), rule.max_drop_m - float(demand.drop_m[node])
        at = nearest_with_room(tree.parent, tree.end, tree.length_m, node, units, spare, reach_m)
        result[node] = at
        if at >= 0:
            spare[at] -= units
    far = (demand.units > 0) & (result < 0)
    if not far.any():
        return result, np.zeros_like(room)
    rest = CabinetDemand(np.where(far, demand.units, 0), demand.drop_m, spare)
    result = np.where(far, fill_from_below(tree, rest, rule), result)
    served = np.zeros_like(room)
    np.add.at(served, result[far], demand.units[far])
    number = cabinet_counts(np.maximum(served - spare, 0), rule.capacity_units)
    return result, np.asarray(number * rule.capacity_units)
