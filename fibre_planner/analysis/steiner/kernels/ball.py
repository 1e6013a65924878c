"""Cut a neighbourhood out of a graph together with what a tree looks like from inside it."""
# ruff: noqa: C901 -- one walk over the tree serves vertices, edges and terminals.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def nearest_vertices(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    centre: int,
    most: int,
) -> IntArray:
    """Return the vertices nearest to a centre, nearest first, at most so many."""
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    found = np.empty(min(most, n), np.int64)
    count = 0
    distance[centre] = 0.0
    size = push_or_lower(heap, place, distance, 0, centre)
    while size > 0 and count < found.shape[0]:
        u = pop(heap, place, distance, size)
        size -= 1
        found[count] = u
        count += 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            reach = distance[u] + cost[edge_of[p]]
            if reach < distance[v]:
                distance[v] = reach
                size = push_or_lower(heap, place, distance, size, v)
    return found[:count]


@kernel
def cut_out(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    order: IntArray,
    parent: IntArray,
    parent_edge: IntArray,
    ball: IntArray,
) -> tuple[IntArray, IntArray, BoolArray, float]:
    """Turn a ball of vertices into a problem of its own.

    Tree edges with both ends in the ball are given free; whatever the rest of the tree joins
    becomes one terminal. order, parent, parent_edge: the tree, parents before children.
    Returns the ends (k, 2) and numbers (k,) of the edges, the terminals as a mask over the new
    vertices, and the cost of the tree edges that were given free.
    """
    n = start.shape[0] - 1
    inside = np.zeros(n, np.bool_)
    for v in ball:
        inside[v] = True
    piece = np.full(n, np.int64(-1))
    needed = np.zeros(n, np.bool_)
    old = 0.0
    for v in order:
        above = parent[v]
        if above < 0 or (inside[v] and inside[above]):
            piece[v] = v
            if above >= 0:
                old += cost[parent_edge[v]]
            if is_terminal[v]:
                needed[v] = True
        else:
            piece[v] = piece[above]
            # A piece of more than one vertex has a part outside the ball.
            needed[piece[v]] = True
    number = np.full(n, np.int64(-1))
    count = 0
    room = 0
    for v in ball:
        name = piece[v] if piece[v] >= 0 else v
        if number[name] < 0:
            number[name] = count
            count += 1
        room += start[v + 1] - start[v]
    terminals = np.zeros(count, np.bool_)
    ends = np.empty((room // 2 + 1, 2), np.int64)
    edges = np.empty(room // 2 + 1, np.int64)
    kept = 0
    for v in ball:
        name = piece[v] if piece[v] >= 0 else v
        if piece[v] >= 0 and needed[name]:
            terminals[number[name]] = True
        for p in range(start[v], start[v + 1]):
            w = neighbour[p]
            if w <= v or not inside[w]:
                continue
            other = piece[w] if piece[w] >= 0 else w
            if other != name:
                ends[kept, 0] = number[name]
                ends[kept, 1] = number[other]
                edges[kept] = edge_of[p]
                kept += 1
    return ends[:kept], edges[:kept], terminals, old


@kernel
def is_spanning(ends: IntArray, edges: IntArray, is_terminal: BoolArray) -> bool:
    """Tell whether edges form one tree that holds all terminals."""
    n = is_terminal.shape[0]
    leader = np.full(n, np.int64(-1))
    pieces = 0
    for v in range(n):
        if is_terminal[v]:
            leader[v] = v
            pieces += 1
    for e in edges:
        for side in range(2):
            if leader[ends[e, side]] < 0:
                leader[ends[e, side]] = ends[e, side]
                pieces += 1
        a = ends[e, 0]
        b = ends[e, 1]
        while leader[a] != a:
            leader[a] = leader[leader[a]]
            a = leader[a]
        while leader[b] != b:
            leader[b] = leader[leader[b]]
            b = leader[b]
        if a == b:
            return False
        leader[a] = b
        pieces -= 1
    return pieces == 1
