"""Trees grown from the root where each direction of an edge has a cost of its own."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def grow(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    leaving: FloatArray,
    is_terminal: BoolArray,
    root: int,
) -> IntArray:
    """Grow a tree from the root, always joining the terminal nearest to it.

    leaving: (2m,) cost of the way from each row to the neighbour at each position. Returns the
    edges of the ways.
    """
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    before = np.full(n, np.int64(-1))
    via = np.full(n, np.int64(-1))
    inside = np.zeros(n, np.bool_)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    edges = np.empty(n, np.int64)
    count = 0
    distance[root] = 0.0
    inside[root] = True
    size = push_or_lower(heap, place, distance, 0, root)
    while size > 0:
        u = pop(heap, place, distance, size)
        size -= 1
        if is_terminal[u] and not inside[u]:
            v = u
            while not inside[v]:
                inside[v] = True
                distance[v] = 0.0
                size = push_or_lower(heap, place, distance, size, v)
                edges[count] = via[v]
                count += 1
                v = before[v]
            continue
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            reach = distance[u] + leaving[p]
            if reach < distance[v]:
                distance[v] = reach
                before[v] = u
                via[v] = edge_of[p]
                size = push_or_lower(heap, place, distance, size, v)
    return edges[:count]
