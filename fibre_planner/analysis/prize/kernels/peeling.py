"""Leaves of a graph, taken off until none is left: for them the best choice is known."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel


@kernel
def peel(
    start: IntArray, neighbour: IntArray, edge_of: IntArray, root: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Take off vertices with one neighbour, the root never.

    Returns the vertices (k,) in that order, the neighbour (k,) and the edge to it (k,).
    """
    n = start.shape[0] - 1
    degree = np.empty(n, np.int64)
    gone = np.zeros(n, np.bool_)
    leaf = np.empty(n, np.int64)
    onto = np.empty(n, np.int64)
    via = np.empty(n, np.int64)
    count = 0
    for v in range(n):
        degree[v] = start[v + 1] - start[v]
        if degree[v] == 1 and v != root:
            leaf[count] = v
            count += 1
    k = 0
    while k < count:
        v = leaf[k]
        gone[v] = True
        for p in range(start[v], start[v + 1]):
            u = neighbour[p]
            if gone[u]:
                continue
            onto[k] = u
            via[k] = edge_of[p]
            degree[u] -= 1
            if degree[u] == 1 and u != root:
                leaf[count] = u
                count += 1
        k += 1
    return leaf[:count], onto[:count], via[:count]


@kernel
def hand_down(
    leaf: IntArray,
    onto: IntArray,
    via: IntArray,
    cost: FloatArray,
    prize: FloatArray,
    cap: float,
) -> float:
    """Move what the prizes of leaves are worth beyond their edges to the neighbours.

    The lesser of edge and prize is lost either way. prize: (n,) is changed in place and stays
    at most cap. Returns the sum of what is lost.
    """
    lost = 0.0
    for k in range(leaf.shape[0]):
        beyond = prize[leaf[k]] - cost[via[k]]
        if beyond > 0.0:
            lost += cost[via[k]]
            prize[onto[k]] = min(prize[onto[k]] + beyond, cap)
        else:
            lost += prize[leaf[k]]
    return lost
