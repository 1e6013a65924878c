"""A tree hung up at its root, the largest branch of every vertex last."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import IntArray, kernel


@kernel
def hang_heavy_last(
    start: IntArray, neighbour: IntArray, edge_of: IntArray, tree: IntArray, root: int
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Hang up a tree, given by its edges.

    Returns order (k,), vertices with parents first and each subtree in one run; last (k,), the
    first place behind the subtree that begins at a place; parent (n,) and parent_edge (n,), -1
    at the root and outside. With the largest branch last, a walk through the order has few
    different ends of subtrees before it at any time.
    """
    parent, parent_edge, queue = _outwards(start, neighbour, edge_of, tree, root)
    n = parent.shape[0]
    count = queue.shape[0]
    size = np.ones(n, np.int64)
    heaviest = np.full(n, np.int64(-1))
    for k in range(count - 1, 0, -1):
        v = queue[k]
        u = parent[v]
        size[u] += size[v]
        if heaviest[u] < 0 or size[v] > size[heaviest[u]]:
            heaviest[u] = v
    order = np.empty(count, np.int64)
    last = np.empty(count, np.int64)
    stack = np.empty(count, np.int64)
    stack[0] = root
    depth = 1
    k = 0
    while depth > 0:
        depth -= 1
        u = stack[depth]
        order[k] = u
        last[k] = k + size[u]
        k += 1
        if heaviest[u] >= 0:
            stack[depth] = heaviest[u]
            depth += 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            if parent[v] == u and parent_edge[v] == edge_of[p] and v != heaviest[u]:
                stack[depth] = v
                depth += 1
    return order, last, parent, parent_edge


@kernel
def _outwards(
    start: IntArray, neighbour: IntArray, edge_of: IntArray, tree: IntArray, root: int
) -> tuple[IntArray, IntArray, IntArray]:
    """Return parent (n,), edge to it (n,) and the vertices of the tree, parents first."""
    n = start.shape[0] - 1
    chosen = np.zeros(edge_of.shape[0] // 2, np.bool_)
    for e in tree:
        chosen[e] = True
    parent = np.full(n, np.int64(-1))
    parent_edge = np.full(n, np.int64(-1))
    inside = np.zeros(n, np.bool_)
    queue = np.empty(tree.shape[0] + 1, np.int64)
    queue[0] = root
    inside[root] = True
    count = 1
    k = 0
    while k < count:
        u = queue[k]
        k += 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            if chosen[edge_of[p]] and not inside[v]:
                inside[v] = True
                parent[v] = u
                parent_edge[v] = edge_of[p]
                queue[count] = v
                count += 1
    return parent, parent_edge, queue[:count]
