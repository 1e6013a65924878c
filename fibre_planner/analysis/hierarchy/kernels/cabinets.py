"""Where cabinets stand on a tree at least cost: a compiled sweep over net units per edge.

The state of an edge is how many units cross it: above zero to a cabinet above, below zero from
above to one below. Cabinets serve whole buckets of units, so the state of an edge is the demand
below it less a number of buckets, which stays exact whatever the size of a bucket.
"""
# ruff: noqa: C901, PLR0915 -- one sweep up and one down over shared tables.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def lowest(below: int, wait: int, bucket: int) -> int:
    """Return the fewest buckets served below a node so that not too many units gather there."""
    if below <= wait:
        return 0
    least: int = (below - wait + bucket - 1) // bucket
    return least


@kernel
def with_cabinet(
    cost: FloatArray, first: int, last: int, most: int, site_eur: float, feeder_eur: FloatArray
) -> tuple[FloatArray, IntArray]:
    """Return costs with more cabinets where that is cheaper, and the buckets of the last one.

    cost: by buckets from first to last; feeder_eur: by buckets of the new cabinet.
    """
    best = cost.copy()
    taken = np.zeros(cost.shape[0], np.int64)
    if site_eur == np.inf:
        return best, taken
    least_eur = np.inf
    for k in range(1, most + 1):
        least_eur = min(least_eur, feeder_eur[k])
    cheapest = np.inf
    for j in range(last - first + 1):
        if j > 0:
            cheapest = min(cheapest, best[j - 1])
        # From the cheapest of all states before it is not cheaper, so from none of them.
        if cheapest + site_eur + least_eur >= best[j]:
            continue
        for k in range(1, min(most, j) + 1):
            total = best[j - k] + site_eur + feeder_eur[k]
            if total < best[j]:
                best[j] = total
                taken[j] = k
    return best, taken


@kernel
def sweep(
    parent: IntArray,
    end: IntArray,
    units: IntArray,
    existing: IntArray,
    site_eur: FloatArray,
    feeder_m: FloatArray,
    feeder_eur_m: FloatArray,
    trunk_eur: FloatArray,
    lead_eur: FloatArray,
    bucket: int,
    reach: int,
    wait: int,
) -> tuple[IntArray, IntArray, IntArray, float]:
    """Return per node the buckets of new cabinets, their number, those of the existing one.

    units: (n,) none above the capacity; existing: (n,) buckets of an existing cabinet;
    feeder_eur_m: (most + 1,) by buckets of a cabinet; reach: most units across an edge; wait: most
    that gather at a node, either way, before a later child takes or brings them. The last
    value is the cost, infinite where no allowed sites can serve all. Nodes are in depth-first
    order; end: first node behind each subtree.
    """
    n = parent.shape[0]
    most = feeder_eur_m.shape[0] - 1
    width = 2 * wait // bucket + 2
    table = np.full((n, width), np.inf)
    below = units.copy()
    own_new = np.zeros((n, width), np.int16)
    own_old = np.zeros((n, width), np.int16)
    share = np.zeros((n, width), np.int16)
    extra = np.zeros((n, width), np.int16)
    fresh = np.empty(width)
    for v in range(n):
        # What a node does for itself, before its children come in.
        hi = (units[v] + wait) // bucket
        table[v, 0] = 0.0
        for k in range(1, min(existing[v], hi) + 1):
            table[v, k] = 0.0
            own_old[v, k] = k
        if units[v] > 0 or existing[v] > 0 or site_eur[v] < np.inf:
            row, taken = with_cabinet(
                table[v], 0, hi, most, site_eur[v], feeder_m[v] * feeder_eur_m
            )
            for j in range(hi + 1):
                table[v, j] = row[j]
                own_new[v, j] = taken[j]
    cost = 0.0
    for c in range(n - 1, -1, -1):
        u = parent[c]
        lo_c = lowest(below[c], wait, bucket)
        hi_c = (below[c] + wait) // bucket
        if u < 0:
            cost += table[c, (below[c] + bucket - 1) // bucket - lo_c]
            continue
        for j in range(lo_c, hi_c + 1):
            across = abs(below[c] - bucket * j)
            if across > reach:
                table[c, j - lo_c] = np.inf
                continue
            table[c, j - lo_c] += lead_eur[c] * across
            if j > 0:
                table[c, j - lo_c] += trunk_eur[c]
        # No more than the reach crosses the edge.
        first_c = max(lo_c, (below[c] - reach + bucket - 1) // bucket)
        last_c = min(hi_c, (below[c] + reach) // bucket)
        lo_u = lowest(below[u], wait, bucket)
        hi_u = (below[u] + wait) // bucket
        below[u] += below[c]
        lo = lowest(below[u], wait, bucket)
        hi = (below[u] + wait) // bucket
        fresh[:] = np.inf
        for a in range(lo_u, hi_u + 1):
            base = table[u, a - lo_u]
            if base == np.inf:
                continue
            for b in range(max(first_c, lo - a), min(last_c, hi - a) + 1):
                total = base + table[c, b - lo_c]
                if total < fresh[a + b - lo]:
                    fresh[a + b - lo] = total
                    share[c, a + b - lo] = b - lo_c
        row, taken = with_cabinet(fresh, lo, hi, most, site_eur[u], feeder_m[u] * feeder_eur_m)
        for j in range(width):
            table[u, j] = row[j]
            extra[c, j] = taken[j]
    opened = np.zeros(n, np.int64)
    number = np.zeros(n, np.int64)
    used = np.zeros(n, np.int64)
    if cost == np.inf:
        return opened, number, used, cost
    chosen = np.zeros(n, np.int64)
    before = np.empty(n, np.int64)
    for v in range(n):
        if parent[v] < 0:
            chosen[v] = (below[v] + bucket - 1) // bucket
        # The demand gathered at v just after each child, in the order in which they came in.
        total_below = below[v]
        c = v + 1
        while c < end[v]:
            before[c] = total_below
            total_below -= below[c]
            c = end[c]
        j = chosen[v]
        c = v + 1
        while c < end[v]:
            lo = lowest(before[c], wait, bucket)
            while extra[c, j - lo] > 0:
                opened[v] += extra[c, j - lo]
                number[v] += 1
                j -= extra[c, j - lo]
            chosen[c] = share[c, j - lo] + lowest(below[c], wait, bucket)
            j -= chosen[c]
            c = end[c]
        while own_new[v, j] > 0:
            opened[v] += own_new[v, j]
            number[v] += 1
            j -= own_new[v, j]
        used[v] = own_old[v, j]
    return opened, number, used, cost


@kernel
def nearest_with_room(
    parent: IntArray,
    end: IntArray,
    length_m: FloatArray,
    start: int,
    units: int,
    room: IntArray,
    reach_m: float,
) -> int:
    """Return the nearest node along the tree with room for so many units, -1 for none in reach.

    room: (n,) units that still find place at a node.
    """
    n = parent.shape[0]
    stack = np.empty(n, np.int64)
    origin = np.empty(n, np.int64)
    way_m = np.empty(n)
    stack[0], origin[0], way_m[0] = start, -1, 0.0
    size = 1
    best = -1
    while size > 0:
        size -= 1
        v, before, far_m = stack[size], origin[size], way_m[size]
        if room[v] >= units and (far_m < reach_m or (best < 0 and far_m <= reach_m)):
            best = v
            reach_m = far_m
        up = parent[v]
        if up >= 0 and up != before and far_m + length_m[v] <= reach_m:
            stack[size], origin[size], way_m[size] = up, v, far_m + length_m[v]
            size += 1
        c = v + 1
        while c < end[v]:
            if c != before and far_m + length_m[c] <= reach_m:
                stack[size], origin[size], way_m[size] = c, v, far_m + length_m[c]
                size += 1
            c = end[c]
    return best


@kernel
def meetings(parent: IntArray, one: IntArray, other: IntArray) -> IntArray:
    """Return where the ways from two places to the root meet, pair by pair.

    In depth-first order the later of two nodes is never above the other, so it climbs.
    """
    found = np.empty(one.shape[0], np.int64)
    for k in range(one.shape[0]):
        a, b = one[k], other[k]
        while a != b:
            if a > b:
                a = parent[a]
            else:
                b = parent[b]
        found[k] = a
    return found
