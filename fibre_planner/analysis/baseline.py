"""The comparison every planner knows: the union of shortest paths on the same graph."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from fibre_planner.analysis.routing import with_start
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray, TrenchGraph

_TINY = 1e-6
"""Added to a link without cost, because a sparse matrix cannot hold a zero."""


def shortest_path_union(
    graph: TrenchGraph, cost_eur: FloatArray, frontages: IntArray, roots: IntArray
) -> IntArray:
    """Return the edges that lie on the cheapest path of some frontage to its nearest root.

    cost_eur: (edges,) of digging; frontages, roots: node numbers of the graph.
    """
    ends, cost, start = with_start(graph.ends, cost_eur, roots, graph.node_count)
    count = graph.node_count + 1
    low, high = ends.min(axis=1), ends.max(axis=1)
    order = np.lexsort((np.arange(len(ends)), cost, high, low))
    name = low[order] * count + high[order]
    cheapest = np.ones(len(order), dtype=bool)
    cheapest[1:] = name[1:] != name[:-1]
    order, name = order[cheapest], name[cheapest]
    rows = csr_array(
        (np.maximum(cost[order], _TINY), (low[order], high[order])), shape=(count, count)
    )
    before = dijkstra(rows, directed=False, indices=start, return_predecessors=True)[1]
    on_path = np.zeros(count, dtype=bool)
    step = np.unique(frontages)
    while len(step):
        on_path[step] = True
        up = before[step]
        step = np.unique(up[(up >= 0)])
        step = step[~on_path[step]]
    nodes = np.flatnonzero(on_path & (before >= 0))
    up = before[nodes].astype(np.int64)
    pair = np.minimum(nodes, up) * count + np.maximum(nodes, up)
    edges = order[np.searchsorted(name, pair)]
    return np.sort(edges[edges < len(graph.ends)])
