"""Adjacency lists in compressed rows, and the union-find over vertices."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.steiner.compiled import IntArray, kernel


@kernel
def build(vertex_count: int, ends: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Turn edges into adjacency rows.

    ends: (m, 2) vertex numbers. Returns start (n+1,), neighbour (2m,), edge_of (2m,): row v is
    start[v] to start[v+1]; edges keep their order within a row.
    """
    start = np.zeros(vertex_count + 1, np.int64)
    count = ends.shape[0]
    for e in range(count):
        start[ends[e, 0] + 1] += 1
        start[ends[e, 1] + 1] += 1
    for v in range(vertex_count):
        start[v + 1] += start[v]
    free = start[:-1].copy()
    neighbour = np.empty(2 * count, np.int64)
    edge_of = np.empty(2 * count, np.int64)
    for e in range(count):
        u = ends[e, 0]
        v = ends[e, 1]
        neighbour[free[u]] = v
        edge_of[free[u]] = e
        free[u] += 1
        neighbour[free[v]] = u
        edge_of[free[v]] = e
        free[v] += 1
    return start, neighbour, edge_of


@kernel
def find(leader: IntArray, v: int) -> int:
    """Return the representative of a vertex, halving the path on the way."""
    while leader[v] != v:
        leader[v] = leader[leader[v]]
        v = leader[v]
    return v


@kernel
def components(vertex_count: int, ends: IntArray) -> IntArray:
    """Return for each vertex the smallest vertex number of its component."""
    leader = np.arange(vertex_count)
    for e in range(ends.shape[0]):
        a = find(leader, ends[e, 0])
        b = find(leader, ends[e, 1])
        if a < b:
            leader[b] = a
        elif b < a:
            leader[a] = b
    for v in range(vertex_count):
        leader[v] = find(leader, v)
    return leader
