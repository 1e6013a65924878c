"""Heaps that merge: one node per end of an edge, ordered by the length of the way over it."""

from __future__ import annotations

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def merge(length: FloatArray, left: IntArray, right: IntArray, a: int, b: int) -> int:
    """Merge two skew heaps given by their top nodes, -1 for none (Sleator and Tarjan 1986).

    length: (m,) key of the nodes 2e and 2e + 1; left, right: (2m,). Returns the new top.
    """
    if a < 0:
        return b
    if b < 0:
        return a
    if length[b >> 1] < length[a >> 1]:
        a, b = b, a
    top = a
    while True:
        r = right[a]
        right[a] = left[a]
        if r < 0:
            left[a] = b
            return top
        if length[b >> 1] < length[r >> 1]:
            left[a] = b
            a, b = b, r
        else:
            left[a] = r
            a = r


@kernel
def without_top(length: FloatArray, left: IntArray, right: IntArray, top: int) -> int:
    """Take the shortest node out; returns the new top."""
    return merge(length, left, right, left[top], right[top])
