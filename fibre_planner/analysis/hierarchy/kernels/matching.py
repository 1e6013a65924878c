"""Which cabinet serves which node, settled from the leaves of a tree to its root.

Nodes that wait and cabinets with room are kept in chains: the first of each node's chain, and the
next behind each member, -1 at the end. Chains are in the order of a rank.
"""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def merged(one: int, other: int, following: IntArray, rank: IntArray) -> int:
    """Return the first member of two chains made into one by their ranks."""
    if one < 0:
        return other
    if other < 0:
        return one
    if rank[other] < rank[one]:
        one, other = other, one
    first = last = one
    one = following[one]
    while one >= 0 and other >= 0:
        if rank[other] < rank[one]:
            one, other = other, one
        following[last] = one
        last = one
        one = following[one]
    following[last] = max(one, other)
    return first


@kernel
def serve(
    first: int,
    following: IntArray,
    offers: IntArray,
    meeting: tuple[int, int],
    homes: tuple[IntArray, FloatArray, FloatArray],
    max_drop_m: float,
    state: tuple[IntArray, IntArray, IntArray],
) -> int:
    """Let cabinets serve the nodes of a chain; return the first node of those that still wait.

    offers: places of cabinets, the first that can is taken. meeting: the node reached, and the
    units that are to go on from it, -1 to serve as planned. homes: (n,) units, lead-in and way
    from the root. state: units still planned and room per place, and the cabinet of each node;
    written to.
    """
    node, going_on = meeting
    units, drop_m, path_m = homes
    planned, room, cabinet = state
    total = 0
    at = first
    while at >= 0:
        total += units[at]
        at = following[at]
    before, at = -1, first
    while at >= 0:
        behind = following[at]
        taken = False
        if going_on < 0 or 2 * (total - going_on) > units[at]:
            for place in offers:
                # Half a building above the plan and half one below it even out over the tree.
                if room[place] < units[at] or (going_on < 0 and 2 * planned[place] < units[at]):
                    continue
                way_m = path_m[at] + path_m[place] - 2.0 * path_m[node]
                if way_m + drop_m[at] > max_drop_m:
                    continue
                cabinet[at] = place
                planned[place] -= units[at]
                room[place] -= units[at]
                total -= units[at]
                taken = True
                break
        if not taken:
            before = at
        elif before < 0:
            first = behind
        else:
            following[before] = behind
        at = behind
    return first


@kernel
def keep_to_plan(offers: IntArray, going_on: int, planned: IntArray, room: IntArray) -> None:
    """Change what cabinets are still to serve so that as much as planned goes on, room allowing.

    offers: places, the farthest first. planned: per place, written to. Without this, what is over
    or short at one place would travel on through the whole town.
    """
    over = -going_on
    for place in offers:
        over += planned[place]
    nearest_first = over < 0
    for k in range(offers.shape[0] if over != 0 else 0):
        place = offers[offers.shape[0] - 1 - k] if nearest_first else offers[k]
        kept = min(max(planned[place] - over, 0), room[place])
        over -= planned[place] - kept
        planned[place] = kept


@kernel
def list_offers(
    first: int, following: IntArray, path_m: FloatArray, farthest: IntArray, nearest: IntArray
) -> int:
    """Write a chain of places into two lists, the farthest and the nearest first; return its size.

    Of places equally far from the root, the one first in the tree comes first in both.
    """
    count = 0
    while first >= 0:
        farthest[count] = first
        count += 1
        first = following[first]
    done = 0
    end = count
    while end > 0:
        begin = end - 1
        while begin > 0 and path_m[farthest[begin - 1]] == path_m[farthest[begin]]:
            begin -= 1
        for k in range(begin, end):
            nearest[done] = farthest[k]
            done += 1
        end = begin
    return count


@kernel
def match(
    parent: IntArray,
    homes: tuple[IntArray, FloatArray, FloatArray],
    net: IntArray,
    ranks: tuple[IntArray, IntArray],
    plan: tuple[IntArray, IntArray],
    max_drop_m: float,
) -> IntArray:
    """Return the place of the cabinet of each node, -1 where none is found or needed.

    homes: (n,) units, lead-in and way from the root. net: (n,) units that are to go on from a
    node, below zero to come. ranks: (n,) of waiting nodes and of cabinets, the farthest from the
    root first. plan: (n,) units planned for the cabinets at a node, and their room.
    """
    n = parent.shape[0]
    units, _, path_m = homes
    planned, room = plan[0].copy(), plan[1].copy()
    cabinet = np.full(n, -1, np.int64)
    waiting, behind = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    ready, beside = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    farthest, nearest = np.empty(n, np.int64), np.empty(n, np.int64)
    state = planned, room, cabinet
    for node in range(n - 1, -1, -1):
        if units[node] > 0:
            waiting[node] = merged(waiting[node], node, behind, ranks[0])
        if room[node] > 0:
            ready[node] = merged(ready[node], node, beside, ranks[1])
        first = waiting[node]
        if first >= 0 and ready[node] >= 0:
            count = list_offers(ready[node], beside, path_m, farthest, nearest)
            far = farthest[:count]
            for turn in range(2):
                # As planned at first, then nearest first while more than planned goes on.
                going_on = -1 if turn == 0 else max(net[node], 0)
                offers = far if turn == 0 else nearest[:count]
                first = serve(first, behind, offers, (node, going_on), homes, max_drop_m, state)
            keep_to_plan(far, max(-net[node], 0), planned, room)
            ready[node] = -1
            for k in range(count):
                at = far[count - 1 - k]
                if room[at] > 0 and path_m[at] <= path_m[node] + max_drop_m:
                    beside[at] = ready[node]
                    ready[node] = at
        up = parent[node]
        if up >= 0:
            waiting[up] = merged(waiting[up], first, behind, ranks[0])
            ready[up] = merged(ready[up], ready[node], beside, ranks[1])
    return cabinet
