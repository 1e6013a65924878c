"""Reductions that look at a vertex and its neighbours alone."""
# ruff: noqa: C901 -- the tests share one worklist and change the same lists.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, kernel
from fibre_planner.analysis.steiner.kernels.linked import (
    PAIRS,
    TERMINALS,
    Linked,
    arc_between,
    attach,
    contract,
    detach,
    pair,
    remove,
)


@kernel
def bypass(g: Linked, v: int) -> None:
    """Replace a vertex with two neighbours by one edge between them, if it is of any use."""
    a = g.first[v]
    b = g.after[a]
    e = a >> 1
    f = b >> 1
    u = g.head[a]
    w = g.head[b]
    cost = g.cost[e] + g.cost[f]
    there = arc_between(g, u, w)
    if there >= 0:
        if cost < g.cost[there >> 1]:
            g.cost[there >> 1] = cost
            g.origin[there >> 1] = pair(g, g.origin[e], g.origin[f])
        remove(g, e)
        remove(g, f)
        return
    name = pair(g, g.origin[e], g.origin[f])
    remove(g, f)
    detach(g, a, v)
    g.origin[e] = name
    g.cost[e] = cost
    g.head[a ^ 1] = w
    attach(g, a, w)


@kernel
def edge_to_contract(g: Linked, v: int) -> int:
    """Return an edge at a terminal that some cheapest tree contains, or -1.

    Its only edge; its cheapest edge if that leads to a terminal; or its cheapest edge if going
    on from its far end to another terminal is no dearer than the second cheapest edge.
    """
    cheapest = -1
    second = np.inf
    least = np.inf
    a = g.first[v]
    while a >= 0:
        c = g.cost[a >> 1]
        if c < least or (c == least and g.is_terminal[g.head[a]]):
            second = least
            least = c
            cheapest = a
        elif c < second:
            second = c
        a = g.after[a]
    if cheapest < 0:
        return -1
    w = g.head[cheapest]
    if g.degree[v] == 1 or g.is_terminal[w]:
        return cheapest >> 1
    a = g.first[w]
    while a >= 0:
        if g.is_terminal[g.head[a]] and g.head[a] != v and least + g.cost[a >> 1] <= second:
            return cheapest >> 1
        a = g.after[a]
    return -1


@kernel
def reduce_degrees(g: Linked, waiting: BoolArray) -> None:
    """Apply the degree and terminal tests until none applies any more.

    Vertices without a terminal and with one neighbour go, those with two become an edge, zero
    edges and edges that lead a terminal to its nearest neighbour are chosen (Duin and Volgenant
    1989). waiting: (n,) vertices to look at, emptied here.
    """
    n = g.first.shape[0]
    queue = np.empty(n, np.int64)
    begin = 0
    count = 0
    for v in range(n):
        if waiting[v]:
            queue[count] = v
            count += 1
    while count > 0 and g.counts[TERMINALS] > 1:
        v = queue[begin]
        begin = (begin + 1) % n
        count -= 1
        waiting[v] = False
        if g.merged_into[v] != v or g.degree[v] == 0:
            continue
        touched = -1
        other = -1
        e = -1
        if g.is_terminal[v]:
            e = edge_to_contract(g, v)
        elif g.degree[v] == 1:
            touched = g.head[g.first[v]]
            remove(g, g.first[v] >> 1)
        elif g.degree[v] == 2:
            if g.counts[PAIRS] + 1 >= g.left.shape[0]:
                continue
            touched = g.head[g.first[v]]
            other = g.head[g.after[g.first[v]]]
            bypass(g, v)
        if e < 0 and touched < 0:
            a = g.first[v]
            while a >= 0 and e < 0:
                if g.cost[a >> 1] <= 0.0:
                    e = a >> 1
                a = g.after[a]
        if e >= 0:
            touched = contract(g, e)
            if g.degree[touched] <= 40:
                # The neighbours have a terminal or fewer edges beside them now.
                a = g.first[touched]
                while a >= 0:
                    w = g.head[a]
                    if not waiting[w]:
                        waiting[w] = True
                        queue[(begin + count) % n] = w
                        count += 1
                    a = g.after[a]
        for w in (touched, other):
            if w >= 0 and not waiting[w]:
                waiting[w] = True
                queue[(begin + count) % n] = w
                count += 1
