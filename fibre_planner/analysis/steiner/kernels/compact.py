"""Write a shrunken graph out as rows again."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.linked import Linked


@kernel
def survivors(g: Linked) -> tuple[IntArray, IntArray, IntArray, FloatArray, BoolArray]:
    """Collect what can be reached from the terminals in a shrunken graph.

    Returns edges (k,) and vertices (j,) by their numbers in the graph, and with the vertices
    numbered anew in ascending order: ends (k, 2), cost (k,) and the terminals as a mask (j,).
    """
    n = g.first.shape[0]
    number = np.full(n, np.int64(-1))
    stack = np.empty(n, np.int64)
    depth = 0
    for v in range(n):
        if g.is_terminal[v]:
            number[v] = 0
            stack[0] = v
            depth = 1
            break
    count = 0
    arcs = 0
    while depth > 0:
        depth -= 1
        u = stack[depth]
        count += 1
        arcs += g.degree[u]
        a = g.first[u]
        while a >= 0:
            if number[g.head[a]] < 0:
                number[g.head[a]] = 0
                stack[depth] = g.head[a]
                depth += 1
            a = g.after[a]
    vertices = np.empty(count, np.int64)
    is_terminal = np.empty(count, np.bool_)
    count = 0
    for v in range(n):
        if number[v] >= 0:
            number[v] = count
            vertices[count] = v
            is_terminal[count] = g.is_terminal[v]
            count += 1
    edges = np.empty(arcs // 2, np.int64)
    ends = np.empty((arcs // 2, 2), np.int64)
    cost = np.empty(arcs // 2)
    kept = 0
    for e in range(g.origin.shape[0]):
        if g.origin[e] >= 0 and number[g.head[2 * e]] >= 0:
            edges[kept] = e
            ends[kept, 0] = number[g.head[2 * e + 1]]
            ends[kept, 1] = number[g.head[2 * e]]
            cost[kept] = g.cost[e]
            kept += 1
    return edges, vertices, ends, cost, is_terminal
