"""Cabinets filled from below up to their capacity along a tree: compiled loops over its nodes.

What is open at a node comes through its children, each of which hands up one item, or from the
node itself. An item is named by its child; the item of the node itself, by the node.
"""

# ruff: noqa: C901, PLR0915 -- one way up the tree and one down over shared arrays.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def gather(
    node: int, end: IntArray, own: int, open_units: IntArray, items: IntArray, weight: IntArray
) -> int:
    """Write the open items at a node into a list, the largest first; return how many there are.

    own: units at the node itself; open_units: (n,) handed up by each child, 0 for nothing. Of
    equal items that of the node itself comes first, then children as they lie in the tree.
    """
    count = 0
    if own > 0:
        items[0], weight[0] = node, own
        count = 1
    child = node + 1
    while child < end[node]:
        if open_units[child] > 0:
            k = count
            while k > 0 and weight[k - 1] < open_units[child]:
                items[k], weight[k] = items[k - 1], weight[k - 1]
                k -= 1
            items[k], weight[k] = child, open_units[child]
            count += 1
        child = end[child]
    return count


@kernel
def fits_existing(weight: IntArray, count: int, capacity: int, bins: IntArray) -> bool:
    """Let an existing cabinet, bin 0, take the largest items that fit; whether it takes any.

    bins: of each item, written to; -1 for the others.
    """
    taken = 0
    for k in range(count):
        fits = taken + weight[k] <= capacity
        bins[k] = 0 if fits else -1
        if fits:
            taken += weight[k]
    return taken > 0


@kernel
def pack(weight: IntArray, count: int, capacity: int, bins: IntArray, filled: IntArray) -> int:
    """Put items, the largest first, into the first bin with room; return the bin that stays open.

    bins: of each item, written to; those not below 0 are left alone. New bins begin at 1; the open
    one is the least filled, or -1 where even that is above the capacity.
    """
    used = 1
    for k in range(count):
        if bins[k] >= 0:
            continue
        b = 1
        while b < used and filled[b] + weight[k] > capacity:
            b += 1
        if b == used:
            filled[b] = 0
            used += 1
        filled[b] += weight[k]
        bins[k] = b
    least = 1
    for b in range(2, used):
        if filled[b] < filled[least]:
            least = b
    return least if filled[least] <= capacity else -1


@kernel
def centre(
    group: int,
    start: tuple[int, float, float],
    end: IntArray,
    length_m: FloatArray,
    handed: tuple[IntArray, IntArray],
    max_drop_m: float,
) -> int:
    """Return the node of a group's cabinet: as far down as most of its units lie below.

    start: node at which the group was closed, its longest lead there, and the units that a branch
    must have. handed: (n,) units handed up by each node, and the group that took them, -1 if the
    parent handed them on.
    """
    node, far_m, least = start
    open_units, taken_by = handed
    while True:
        heavy = -1
        child = node + 1
        while child < end[node]:
            if taken_by[child] == group and open_units[child] >= least:
                heavy = child
            child = end[child]
        if heavy < 0 or far_m + length_m[heavy] > max_drop_m:
            return node
        far_m += length_m[heavy]
        node, group = heavy, -1


@kernel
def fill(
    parent: IntArray,
    end: IntArray,
    length_m: FloatArray,
    units: IntArray,
    drop_m: FloatArray,
    existing: IntArray,
    limits: tuple[int, float, int],
) -> IntArray:
    """Return the node of the cabinet that serves each node, -1 without demand.

    existing: (n,) units an existing cabinet takes. limits: units a new cabinet holds, longest
    lead, and the units more below than elsewhere for which a cabinet moves down a branch.
    """
    capacity, max_drop_m, centring = limits
    n = parent.shape[0]
    open_units, open_m = np.zeros(n, np.int64), drop_m.copy()
    taken_by, own_group = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    items, weight = np.empty(n + 1, np.int64), np.empty(n + 1, np.int64)
    bins, filled = np.empty(n + 1, np.int64), np.zeros(n + 2, np.int64)
    group_of = np.empty(n + 2, np.int64)
    anchor, group_units = np.empty(2 * n + 1, np.int64), np.zeros(2 * n + 1, np.int64)
    group_m, fixed = np.zeros(2 * n + 1), np.zeros(2 * n + 1, np.bool_)
    groups = 0
    for node in range(n - 1, -1, -1):
        count = gather(node, end, units[node], open_units, items, weight)
        for k in range(count):
            bins[k] = -1
        old = existing[node] > 0 and fits_existing(weight, count, existing[node], bins)
        kept = pack(weight, count, capacity, bins, filled)
        far_m = 0.0
        carried = 0
        for k in range(count):
            if bins[k] == kept:
                carried += weight[k]
                # What is open at the node itself is as far as its lead-in.
                far_m = max(far_m, drop_m[node] if items[k] == node else open_m[items[k]])
        far_m += length_m[node]
        if carried > 0 and (parent[node] < 0 or far_m > max_drop_m):
            carried = 0
            kept = -1
        group_of[: count + 2] = -1
        for k in range(count):
            b = bins[k]
            if b == kept:
                continue
            if group_of[b] < 0:
                group_of[b] = groups
                anchor[groups] = node
                fixed[groups] = old and b == 0
                groups += 1
            group = group_of[b]
            group_units[group] += weight[k]
            if items[k] == node:
                own_group[node] = group
                group_m[group] = max(group_m[group], drop_m[node])
            else:
                taken_by[items[k]] = group
                group_m[group] = max(group_m[group], open_m[items[k]])
        open_units[node] = carried
        open_m[node] = far_m
    for group in range(groups):
        if not fixed[group]:
            start = anchor[group], group_m[group], (group_units[group] + max(centring, 1)) / 2
            anchor[group] = centre(group, start, end, length_m, (open_units, taken_by), max_drop_m)
    cabinet = np.full(n, -1, np.int64)
    reached = np.full(n, -1, np.int64)
    for node in range(n):
        reached[node] = taken_by[node]
        if reached[node] < 0 and parent[node] >= 0:
            reached[node] = reached[parent[node]]
        if units[node] > 0:
            group = own_group[node] if own_group[node] >= 0 else reached[node]
            cabinet[node] = anchor[group]
    return cabinet
