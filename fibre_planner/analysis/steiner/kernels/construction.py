"""First trees: shortest-path heuristic, spanning tree over chosen vertices, pruning."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def shortest_path_vertices(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    root: int,
) -> BoolArray:
    """Grow a tree from the root, always joining the terminal nearest to it.

    One Dijkstra search goes on through all insertions: the vertices of each new path get
    distance zero and are looked at again (Takahashi and Matsuyama 1980).
    Returns the vertices of the tree as a mask (n,).
    """
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    before = np.full(n, np.int64(-1))
    inside = np.zeros(n, np.bool_)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    distance[root] = 0.0
    inside[root] = True
    size = push_or_lower(heap, place, distance, 0, root)
    missing = 0
    for v in range(n):
        if is_terminal[v] and v != root:
            missing += 1
    while size > 0 and missing > 0:
        u = pop(heap, place, distance, size)
        size -= 1
        if is_terminal[u] and not inside[u]:
            missing -= 1
            v = u
            while not inside[v]:
                inside[v] = True
                distance[v] = 0.0
                size = push_or_lower(heap, place, distance, size, v)
                v = before[v]
            continue
        for i in range(start[u], start[u + 1]):
            v = neighbour[i]
            reach = distance[u] + cost[edge_of[i]]
            if reach < distance[v]:
                distance[v] = reach
                before[v] = u
                size = push_or_lower(heap, place, distance, size, v)
    return inside


@kernel
def spanning_tree(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    inside: BoolArray,
    root: int,
) -> IntArray:
    """Return the edges of the cheapest tree over the marked vertices, without useless leaves.

    Prim's algorithm inside the mask, then leaves that are no terminals are cut off. Vertices
    that the root cannot reach inside the mask are left out.
    """
    n = start.shape[0] - 1
    key = np.full(n, np.inf)
    before = np.full(n, np.int64(-1))
    via = np.full(n, np.int64(-1))
    degree = np.zeros(n, np.int64)
    done = np.zeros(n, np.bool_)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    order = np.empty(n, np.int64)
    reached = 0
    key[root] = 0.0
    size = push_or_lower(heap, place, key, 0, root)
    while size > 0:
        u = pop(heap, place, key, size)
        size -= 1
        done[u] = True
        order[reached] = u
        reached += 1
        if before[u] >= 0:
            degree[u] += 1
            degree[before[u]] += 1
        for i in range(start[u], start[u + 1]):
            v = neighbour[i]
            if inside[v] and not done[v] and cost[edge_of[i]] < key[v]:
                key[v] = cost[edge_of[i]]
                before[v] = u
                via[v] = edge_of[i]
                size = push_or_lower(heap, place, key, size, v)
    edges = np.empty(max(reached - 1, 0), np.int64)
    kept = 0
    for k in range(reached - 1, 0, -1):
        v = order[k]
        # Children come after their parent, so a leaf is known to be one when it is met.
        if degree[v] == 1 and not is_terminal[v]:
            degree[before[v]] -= 1
        else:
            edges[kept] = via[v]
            kept += 1
    return edges[:kept]


@kernel
def joined_vertices(
    start: IntArray, neighbour: IntArray, edge_of: IntArray, chosen: BoolArray, root: int
) -> BoolArray:
    """Mark the vertices (n,) that chosen edges (m,) join with the root."""
    inside = np.zeros(start.shape[0] - 1, np.bool_)
    stack = np.empty(inside.shape[0], np.int64)
    stack[0] = root
    inside[root] = True
    depth = 1
    while depth > 0:
        depth -= 1
        u = stack[depth]
        for p in range(start[u], start[u + 1]):
            if chosen[edge_of[p]] and not inside[neighbour[p]]:
                inside[neighbour[p]] = True
                stack[depth] = neighbour[p]
                depth += 1
    return inside
