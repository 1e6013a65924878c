"""From which worth per unit on each vertex of a tree pays for its way: the exact answer."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def _top(above: IntArray, v: int) -> int:
    """Return the top of a vertex's block, and shorten the way to it."""
    while above[v] != v:
        above[v] = above[above[v]]
        v = above[v]
    return v


@kernel
def entering(
    order: IntArray, count: int, parent: IntArray, cost: FloatArray, weight: FloatArray
) -> FloatArray:
    """Return the least worth of a unit from which the best subtree holds each vertex.

    A branch joins as one block: the block with the least cost per unit is either next to the
    root's block and enters, or becomes part of the block above it (Horn 1972). order: vertices,
    parents first, the root at the beginning, count of them; parent (n,); cost (n,) of the edge
    to the parent; weight (n,). Returns (n,): 0 at the root, infinite where no worth is enough
    and outside the tree. Sets of vertices up to some worth are nested subtrees.
    """
    n = parent.shape[0]
    worth = np.full(n, np.inf)
    above = np.arange(n)
    ratio = np.full(n, np.inf)
    block_cost = cost.copy()
    block_weight = weight.copy()
    done = np.zeros(n, np.bool_)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    size = 0
    root = order[0]
    done[root] = True
    worth[root] = 0.0
    for k in range(1, count):
        v = order[k]
        if weight[v] > 0.0:
            ratio[v] = cost[v] / weight[v]
            size = push_or_lower(heap, place, ratio, size, v)
    while size > 0:
        v = pop(heap, place, ratio, size)
        size -= 1
        up = _top(above, parent[v])
        if done[up]:
            done[v] = True
            worth[v] = ratio[v]
            continue
        above[v] = up
        block_cost[up] += block_cost[v]
        block_weight[up] += block_weight[v]
        ratio[up] = block_cost[up] / block_weight[up]
        size = push_or_lower(heap, place, ratio, size, up)
    for k in range(1, count):
        v = order[k]
        worth[v] = worth[_top(above, v)]
    return worth
