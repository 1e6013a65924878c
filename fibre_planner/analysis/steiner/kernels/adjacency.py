"""Adjacency lists in compressed rows."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, IntArray, kernel


@kernel
def lengthened(items: IntArray, used: int, size: int) -> IntArray:
    """Return a longer array that begins with the used part of a shorter one."""
    longer = np.empty(size, np.int64)
    for k in range(used):
        longer[k] = items[k]
    return longer


@kernel
def build(vertex_count: int, ends: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Turn edges into adjacency rows.

    ends: (m, 2) vertex numbers. Returns start (n+1,), neighbour (2m,), edge_of (2m,) and
    mate (2m,): row v is start[v] to start[v+1]; edges keep their order within a row; mate is
    the position of the same edge in its other row.
    """
    start = np.zeros(vertex_count + 1, np.int64)
    count = ends.shape[0]
    for e in range(count):
        start[ends[e, 0] + 1] += 1
        start[ends[e, 1] + 1] += 1
    for v in range(vertex_count):
        start[v + 1] += start[v]
    free = np.empty(vertex_count, np.int64)
    for v in range(vertex_count):
        free[v] = start[v]
    neighbour = np.empty(2 * count, np.int64)
    edge_of = np.empty(2 * count, np.int64)
    mate = np.empty(2 * count, np.int64)
    for e in range(count):
        u = ends[e, 0]
        v = ends[e, 1]
        p = free[u]
        free[u] += 1
        q = free[v]
        free[v] += 1
        neighbour[p] = v
        neighbour[q] = u
        edge_of[p] = e
        edge_of[q] = e
        mate[p] = q
        mate[q] = p
    return start, neighbour, edge_of, mate


@kernel
def busiest(start: IntArray, is_terminal: BoolArray) -> int:
    """Return the terminal with the most neighbours, of equals the one with the lowest number."""
    best = -1
    most = -1
    for v in range(is_terminal.shape[0]):
        if is_terminal[v] and start[v + 1] - start[v] > most:
            most = start[v + 1] - start[v]
            best = v
    return best
