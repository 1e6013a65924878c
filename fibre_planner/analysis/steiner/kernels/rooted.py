"""A tree hung up at its root."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, IntArray, kernel


class Rooted(NamedTuple):
    """A tree in a graph of n vertices."""

    parent: IntArray  # (n,) -1 at the root and outside
    parent_edge: IntArray  # (n,)
    inside: BoolArray  # (n,)
    degree: IntArray  # (n,) in the tree
    order: IntArray  # (n,) vertices of the tree, parents first, each subtree in one run
    last: IntArray  # (n,) first place in order behind the vertex's subtree
    place: IntArray  # (n,) place in order, -1 outside
    size: IntArray  # (1,) number of vertices


@kernel
def hang(
    start: IntArray, neighbour: IntArray, edge_of: IntArray, tree: IntArray, root: int
) -> Rooted:
    """Hang up a tree, given by its edges."""
    n = start.shape[0] - 1
    chosen = np.zeros(edge_of.shape[0] // 2, np.bool_)
    for e in tree:
        chosen[e] = True
    parent = np.full(n, np.int64(-1))
    parent_edge = np.full(n, np.int64(-1))
    inside = np.zeros(n, np.bool_)
    degree = np.zeros(n, np.int64)
    order = np.empty(n, np.int64)
    last = np.zeros(n, np.int64)
    place = np.full(n, np.int64(-1))
    stack = np.empty(n, np.int64)
    stack[0] = root
    inside[root] = True
    depth = 1
    count = 0
    while depth > 0:
        depth -= 1
        u = stack[depth]
        place[u] = count
        order[count] = u
        count += 1
        for p in range(start[u], start[u + 1]):
            if not chosen[edge_of[p]]:
                continue
            degree[u] += 1
            v = neighbour[p]
            if not inside[v]:
                inside[v] = True
                parent[v] = u
                parent_edge[v] = edge_of[p]
                stack[depth] = v
                depth += 1
    for k in range(count - 1, -1, -1):
        v = order[k]
        last[v] = max(last[v], k + 1)
        if parent[v] >= 0:
            last[parent[v]] = max(last[parent[v]], last[v])
    size = np.empty(1, np.int64)
    size[0] = count
    return Rooted(parent, parent_edge, inside, degree, order, last, place, size)


@kernel
def is_below(tree: Rooted, v: int, top: int) -> bool:
    """Tell whether a vertex of the tree lies in the subtree of another, as first hung up."""
    place: int = tree.place[v]
    return bool(tree.place[top] <= place < tree.last[top])
