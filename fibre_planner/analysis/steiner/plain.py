"""A plain answer without compiled kernels: Mehlhorn's tree by scipy."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

from fibre_planner.analysis.compiled import FloatArray, IntArray
from fibre_planner.analysis.steiner.entry import Entry, enter
from fibre_planner.analysis.steiner.tree import Tree


def plain_tree(
    ends: IntArray, costs: FloatArray, terminals: IntArray, root: int | None = None
) -> Tree:
    """Join the terminals by a tree at most twice as dear as the cheapest.

    Needs no compiled code, so it answers while the kernels of solve() are still being made.
    ends: (m, 2) vertex numbers; costs: (m,) at least 0; terminals: (t,) vertex numbers.

    Source: Mehlhorn, A faster approximation algorithm for the Steiner problem in graphs, 1988.
    """
    entry = enter(ends, costs, terminals, root)
    if entry.terminals.size < 2:
        return Tree(np.empty(0, np.int64), 0.0, 0.0, True)
    joined, closure_cost = _mehlhorn(entry)
    edges = np.sort(entry.edge_of_input[joined])
    cost = math.fsum(costs[edges])
    # The closure's spanning tree is at most 2 (1 - 1/t) times as dear as the cheapest tree.
    bound = closure_cost / (2.0 - 2.0 / entry.terminals.size)
    bound = min(bound * (1.0 - 1e-6), cost)
    return Tree(edges, cost, bound, proven=cost <= bound)


def _mehlhorn(entry: Entry) -> tuple[IntArray, float]:
    """Return the edges of the tree and the cost of the closure's spanning tree."""
    n, m = entry.vertex_count, entry.ends.shape[0]
    # scipy takes a stored zero for a missing edge.
    cost = entry.cost + max(float(entry.cost.max()), 1.0) * 1e-12
    tail, head = entry.ends[:, 0], entry.ends[:, 1]
    cheapest = _cheapest_parallel(entry.ends, cost, n)
    rows = csr_array((cost[cheapest], (tail[cheapest], head[cheapest])), shape=(n, n))
    distance, before, base = dijkstra(
        rows, directed=False, indices=entry.terminals, return_predecessors=True, min_only=True
    )
    # scipy numbers in 32 bits, in which names of pairs would overflow.
    base = base.astype(np.int64)
    between = distance[tail] + cost + distance[head]
    crossing = np.flatnonzero(base[tail] != base[head])
    pairs = np.stack((base[tail], base[head]), axis=1)
    chosen = crossing[_spanning(pairs[crossing], between[crossing], n)]
    number = {}
    for e in cheapest.tolist():
        number[int(tail[e]), int(head[e])] = e
        number[int(head[e]), int(tail[e])] = e
    inside = np.zeros(n, np.bool_)
    inside[entry.terminals] = True
    for end in entry.ends[chosen].ravel().tolist():
        v = end
        while v >= 0 and not inside[v]:
            inside[v] = True
            v = int(before[v])
    within = np.flatnonzero(inside[tail] & inside[head] & np.isin(np.arange(m), cheapest))
    tree = within[_spanning(entry.ends[within], cost[within], n)]
    return _without_leaves(tree, entry), float(between[chosen].sum())


def _cheapest_parallel(ends: IntArray, cost: FloatArray, n: int) -> IntArray:
    """Return one edge per pair of ends, the cheapest."""
    name = ends.min(axis=1) * n + ends.max(axis=1)
    order = np.lexsort((cost, name))
    first = np.ones(order.size, np.bool_)
    first[1:] = name[order][1:] != name[order][:-1]
    return order[first]


def _spanning(ends: IntArray, cost: FloatArray, n: int) -> IntArray:
    """Return indices of a cheapest spanning forest; parallel edges are fine, zeros are not."""
    kept = _cheapest_parallel(ends, cost, n)
    low, high = ends[kept].min(axis=1), ends[kept].max(axis=1)
    forest = minimum_spanning_tree(csr_array((cost[kept], (low, high)), shape=(n, n))).tocoo()
    names = low * n + high
    order = np.argsort(names)
    wanted = forest.row.astype(np.int64) * n + forest.col
    return np.asarray(kept[order[np.searchsorted(names[order], wanted)]])


def _without_leaves(tree: IntArray, entry: Entry) -> IntArray:
    """Cut off leaves that are no terminals, as often as there are any."""
    needed = np.zeros(entry.vertex_count, np.bool_)
    needed[entry.terminals] = True
    while True:
        degree = np.bincount(entry.ends[tree].ravel(), minlength=entry.vertex_count)
        leaf = (degree == 1) & ~needed
        useless = leaf[entry.ends[tree]].any(axis=1)
        if not useless.any():
            return tree
        tree = tree[~useless]
