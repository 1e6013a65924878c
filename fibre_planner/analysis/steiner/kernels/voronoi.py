"""Voronoi regions: the nearest base of every vertex."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def regions(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    is_base: BoolArray,
) -> tuple[FloatArray, IntArray, IntArray]:
    """Assign every vertex to its nearest base (Mehlhorn 1988).

    Returns distance (n,), base (n,) and the edge towards the base (n,); -1 where there is none.
    """
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    base = np.full(n, np.int64(-1))
    via = np.full(n, np.int64(-1))
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    size = 0
    for v in range(n):
        if is_base[v]:
            distance[v] = 0.0
            base[v] = v
            size = push_or_lower(heap, place, distance, size, v)
    while size > 0:
        u = pop(heap, place, distance, size)
        size -= 1
        for i in range(start[u], start[u + 1]):
            v = neighbour[i]
            reach = distance[u] + cost[edge_of[i]]
            if reach < distance[v]:
                distance[v] = reach
                base[v] = base[u]
                via[v] = edge_of[i]
                size = push_or_lower(heap, place, distance, size, v)
    return distance, base, via
