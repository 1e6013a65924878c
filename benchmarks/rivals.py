"""What trench trees are compared with: networkx, rustworkx and a union of shortest paths.

Building a library's graph is not timed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from benchmarks.graphs import Graph


def by_networkx(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run networkx's Mehlhorn."""
    import networkx as nx

    ends, costs, terminals = graph
    network = nx.Graph()
    for e in np.argsort(-costs, kind="stable").tolist():
        # Of parallel edges the cheapest comes last and stays.
        network.add_edge(int(ends[e, 0]), int(ends[e, 1]), weight=float(costs[e]), edge=e)
    begun = time.perf_counter()
    tree = nx.algorithms.approximation.steiner_tree(network, terminals.tolist(), method="mehlhorn")
    spent = time.perf_counter() - begun
    return {"edges": [e for _, _, e in tree.edges(data="edge")], "time": spent}


def by_rustworkx(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run rustworkx's steiner_tree."""
    import rustworkx as rx

    ends, costs, terminals = graph
    network = rx.PyGraph(multigraph=True)
    network.add_nodes_from(range(int(ends.max()) + 1))
    network.add_edges_from(
        [(u, v, e) for e, (u, v) in enumerate(ends.tolist())],
    )
    weights = costs.tolist()
    begun = time.perf_counter()
    tree = rx.steiner_tree(network, terminals.tolist(), weights.__getitem__)
    spent = time.perf_counter() - begun
    return {"edges": tree.edges(), "time": spent}


def by_shortest_paths(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Join all terminals to the first one by shortest paths, the usual GIS way."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    ends, costs, terminals = graph
    n = int(ends.max()) + 1
    order = np.argsort(-costs, kind="stable")
    edge_of = {}
    for e, (u, v) in zip(order.tolist(), ends[order].tolist(), strict=True):
        edge_of[min(u, v), max(u, v)] = e
    kept = np.array(list(edge_of.values()))
    # scipy takes a stored zero for a missing edge.
    weights = costs[kept] + 1e-9
    rows = csr_array((weights, (ends[kept, 0], ends[kept, 1])), shape=(n, n))
    begun = time.perf_counter()
    _, before = dijkstra(rows, directed=False, indices=terminals[0], return_predecessors=True)
    inside = np.zeros(n, np.bool_)
    for terminal in terminals.tolist():
        v = terminal
        while v >= 0 and not inside[v]:
            inside[v] = True
            v = int(before[v])
    spent = time.perf_counter() - begun
    joined = np.flatnonzero(inside & (before >= 0)).tolist()
    pairs = [(v, int(before[v])) for v in joined]
    return {"edges": [edge_of[min(pair), max(pair)] for pair in pairs], "time": spent}
