"""Reductions by bottlenecks: what a detour over terminals makes superfluous."""
# ruff: noqa: C901 -- the searches share their scratch arrays.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower

# Each search looks at so many vertices: ten find nearly all that sixty would.
SCANS = 12
NEAR = 4


@kernel
def bottleneck_tree(
    ends: IntArray, between: FloatArray, base: IntArray, order: IntArray
) -> tuple[IntArray, FloatArray]:
    """Join Voronoi regions in the order of the ways between them.

    between: (m,) length of the way between two regions over an edge; order: edges by it.
    Returns above (n,) and step (n,): climbing to above[v] costs step[v], at most log n climbs.
    """
    n = base.shape[0]
    above = np.arange(n)
    step = np.full(n, np.inf)
    weight = np.ones(n, np.int64)
    for e in order:
        a = base[ends[e, 0]]
        b = base[ends[e, 1]]
        if a == b:
            continue
        while above[a] != a:
            a = above[a]
        while above[b] != b:
            b = above[b]
        if a == b:
            continue
        if weight[a] > weight[b]:
            a, b = b, a
        above[a] = b
        step[a] = between[e]
        weight[b] += weight[a]
    return above, step


@kernel
def bottleneck(above: IntArray, step: FloatArray, a: int, b: int) -> float:
    """Return the longest hop on the best way over terminals from one to the other."""
    longest = 0.0
    while a != b:
        if step[a] <= step[b]:
            if above[a] == a:
                return np.inf
            longest = max(longest, step[a])
            a = above[a]
        else:
            longest = max(longest, step[b])
            b = above[b]
    return longest


@kernel
def explore(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    source: int,
    radius: float,
    distance: FloatArray,
    heap: IntArray,
    place: IntArray,
    touched: IntArray,
    near: IntArray,
) -> tuple[int, int]:
    """Measure distances below a radius around a vertex, looking at few vertices.

    distance must be infinite everywhere and place -1; touched receives the vertices to be reset
    and near the first terminals met. Returns how many of both.
    """
    distance[source] = 0.0
    touched[0] = source
    seen = 1
    found = 0
    size = push_or_lower(heap, place, distance, 0, source)
    scans = 0
    while size > 0 and scans < SCANS:
        u = pop(heap, place, distance, size)
        size -= 1
        scans += 1
        if is_terminal[u] and found < NEAR:
            near[found] = u
            found += 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            reach = distance[u] + cost[edge_of[p]]
            if reach < distance[v] and reach < radius:
                if distance[v] == np.inf:
                    touched[seen] = v
                    seen += 1
                distance[v] = reach
                size = push_or_lower(heap, place, distance, size, v)
    for k in range(size):
        place[heap[k]] = -1
    return seen, found


@kernel
def shortest_detour(
    above: IntArray,
    step: FloatArray,
    one: FloatArray,
    other: FloatArray,
    touched: IntArray,
    seen: int,
    near_one: IntArray,
    found_one: int,
    near_other: IntArray,
    found_other: int,
) -> float:
    """Return the special distance that two searches have found between their sources."""
    best = np.inf
    for k in range(seen):
        best = min(best, one[touched[k]] + other[touched[k]])
    for i in range(found_one):
        s = near_one[i]
        for j in range(found_other):
            t = near_other[j]
            hop = max(one[s], other[t])
            if hop < best:
                best = min(best, max(hop, bottleneck(above, step, s, t)))
    return best


@kernel
def superfluous_edges(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    to_base: FloatArray,
    base: IntArray,
    above: IntArray,
    step: FloatArray,
    first: int,
    last: int,
) -> BoolArray:
    """Mark edges (m,) dearer than the longest hop of a detour between their ends.

    first, last: the range of vertices whose edges to higher numbers are looked at.
    All may go at once, as each detour consists of edges that are strictly cheaper
    (Duin and Volgenant 1989; Polzin and Vahdati Daneshmand 2001).
    """
    n = start.shape[0] - 1
    mask = np.zeros(cost.shape[0], np.bool_)
    one = np.full(n, np.inf)
    other = np.full(n, np.inf)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    touched_one = np.empty(n, np.int64)
    touched_other = np.empty(n, np.int64)
    near_one = np.empty(NEAR, np.int64)
    near_other = np.empty(NEAR, np.int64)
    for u in range(first, last):
        dearest = 0.0
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            e = edge_of[p]
            if v < u or mask[e]:
                continue
            hop = max(to_base[u], to_base[v])
            if hop < cost[e] and bottleneck(above, step, base[u], base[v]) < cost[e]:
                mask[e] = True
            else:
                dearest = max(dearest, cost[e])
        if dearest <= 0.0:
            continue
        seen_one, found_one = explore(
            start, neighbour, edge_of, cost, is_terminal, u, dearest,
            one, heap, place, touched_one, near_one,
        )  # fmt: skip
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            e = edge_of[p]
            if v < u or mask[e]:
                continue
            if one[v] < cost[e]:
                mask[e] = True
                continue
            seen_other, found_other = explore(
                start, neighbour, edge_of, cost, is_terminal, v, cost[e],
                other, heap, place, touched_other, near_other,
            )  # fmt: skip
            detour = shortest_detour(
                above, step, one, other, touched_other, seen_other,
                near_one, found_one, near_other, found_other,
            )  # fmt: skip
            if detour < cost[e]:
                mask[e] = True
            for k in range(seen_other):
                other[touched_other[k]] = np.inf
        for k in range(seen_one):
            one[touched_one[k]] = np.inf
    return mask


@kernel
def needless_forks(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    above: IntArray,
    step: FloatArray,
    first: int,
    last: int,
) -> BoolArray:
    """Mark vertices (n,) with three neighbours at which no cheapest tree forks.

    True where two detours between the neighbours together cost less than the three edges
    (Duin and Volgenant 1989). No two of the marked ones are neighbours. first, last: the range of
    vertices that are looked at.
    """
    n = start.shape[0] - 1
    mask = np.zeros(n, np.bool_)
    distance = np.full((3, n), np.inf)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    touched = np.empty((3, n), np.int64)
    near = np.empty((3, NEAR), np.int64)
    seen = np.zeros(3, np.int64)
    found = np.zeros(3, np.int64)
    detour = np.zeros(3)
    for v in range(first, last):
        p = start[v]
        if is_terminal[v] or start[v + 1] - p != 3:
            continue
        if mask[neighbour[p]] or mask[neighbour[p + 1]] or mask[neighbour[p + 2]]:
            continue
        total = cost[edge_of[p]] + cost[edge_of[p + 1]] + cost[edge_of[p + 2]]
        for k in range(3):
            seen[k], found[k] = explore(
                start, neighbour, edge_of, cost, is_terminal, neighbour[p + k], total,
                distance[k], heap, place, touched[k], near[k],
            )  # fmt: skip
        for k in range(3):
            j = (k + 1) % 3
            detour[k] = shortest_detour(
                above, step, distance[k], distance[j], touched[j], seen[j],
                near[k], found[k], near[j], found[j],
            )  # fmt: skip
        if detour[0] + detour[1] + detour[2] - max(detour[0], max(detour[1], detour[2])) < total:
            mask[v] = True
        for k in range(3):
            for i in range(seen[k]):
                distance[k][touched[k][i]] = np.inf
    return mask


@kernel
def apart(start: IntArray, neighbour: IntArray, mask: BoolArray, last: int) -> None:
    """Unmark vertices (n,) below one that have marked neighbours from there on."""
    for v in range(last):
        if mask[v]:
            for p in range(start[v], start[v + 1]):
                if neighbour[p] >= last and mask[neighbour[p]]:
                    mask[v] = False
