"""A graph that shrinks: edges in linked lists, each with the record of what it stands for.

Arc 2e leads from one end of edge e to the other, arc 2e + 1 back; head[a] is where arc a leads.
origin[e] names what the edge stands for: a number below the first edge count is that edge, a
higher one is a pair (left, right) of such numbers. Steps that merge vertices keep the cheapest
of parallel edges.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.adjacency import lengthened


class Linked(NamedTuple):
    """The arrays of a shrinking graph with n vertices and room for m edges."""

    first: IntArray  # (n,) first arc of each vertex, -1 for none
    degree: IntArray  # (n,)
    is_terminal: BoolArray  # (n,)
    merged_into: IntArray  # (n,) the vertex itself while it is alive
    after: IntArray  # (2m,)
    before: IntArray  # (2m,)
    head: IntArray  # (2m,)
    cost: FloatArray  # (m,)
    origin: IntArray  # (m,) -1 for an edge that is gone
    left: IntArray  # (room,)
    right: IntArray  # (room,)
    chosen: IntArray  # (n,) origins that belong to some cheapest tree
    counts: IntArray  # pairs used, chosen used, terminals alive
    offset: FloatArray  # (1,) cost of the chosen


PAIRS = 0
CHOSEN = 1
TERMINALS = 2


@kernel
def attach(g: Linked, a: int, v: int) -> None:
    """Put an arc into the list of the vertex it leaves."""
    g.before[a] = -1
    g.after[a] = g.first[v]
    if g.first[v] >= 0:
        g.before[g.first[v]] = a
    g.first[v] = a
    g.degree[v] += 1


@kernel
def detach(g: Linked, a: int, v: int) -> None:
    """Take an arc out of the list of the vertex it leaves."""
    if g.before[a] >= 0:
        g.after[g.before[a]] = g.after[a]
    else:
        g.first[v] = g.after[a]
    if g.after[a] >= 0:
        g.before[g.after[a]] = g.before[a]
    g.degree[v] -= 1


@kernel
def remove(g: Linked, e: int) -> None:
    """Delete an edge."""
    detach(g, 2 * e, g.head[2 * e + 1])
    detach(g, 2 * e + 1, g.head[2 * e])
    g.origin[e] = -1


@kernel
def arc_between(g: Linked, u: int, v: int) -> int:
    """Return the arc from u to v, or -1; looks through the shorter list."""
    a: int
    if g.degree[u] <= g.degree[v]:
        a = g.first[u]
        while a >= 0:
            if g.head[a] == v:
                return a
            a = g.after[a]
        return -1
    a = g.first[v]
    while a >= 0:
        if g.head[a] == u:
            return a ^ 1
        a = g.after[a]
    return -1


@kernel
def pair(g: Linked, one: int, other: int) -> int:
    """Return the name of an edge that stands for two."""
    k: int = g.counts[PAIRS]
    g.left[k] = one
    g.right[k] = other
    g.counts[PAIRS] = k + 1
    name: int = g.origin.shape[0] + k
    return name


@kernel
def add(g: Linked, e: int, u: int, v: int, cost: float, origin: int) -> bool:
    """Use the free edge e for u to v, unless a cheaper or equal one is there already.

    Returns whether e is in use now; a dearer edge between the two is overwritten instead.
    """
    a = arc_between(g, u, v)
    if a >= 0:
        if cost < g.cost[a >> 1]:
            g.cost[a >> 1] = cost
            g.origin[a >> 1] = origin
        return False
    g.head[2 * e] = v
    g.head[2 * e + 1] = u
    g.cost[e] = cost
    g.origin[e] = origin
    attach(g, 2 * e, u)
    attach(g, 2 * e + 1, v)
    return True


@kernel
def contract(g: Linked, e: int) -> int:
    """Choose an edge for the tree and merge its ends; returns the vertex that stays."""
    keep: int = g.head[2 * e]
    gone: int = g.head[2 * e + 1]
    if g.degree[gone] > g.degree[keep]:
        keep, gone = gone, keep
    g.chosen[g.counts[CHOSEN]] = g.origin[e]
    g.counts[CHOSEN] += 1
    g.offset[0] += g.cost[e]
    remove(g, e)
    if g.is_terminal[gone]:
        if g.is_terminal[keep]:
            g.counts[TERMINALS] -= 1
        g.is_terminal[keep] = True
        g.is_terminal[gone] = False
    g.merged_into[gone] = keep
    a = g.first[gone]
    while a >= 0:
        following = g.after[a]
        f = a >> 1
        w = g.head[a]
        other = arc_between(g, keep, w)
        if other >= 0:
            if g.cost[f] < g.cost[other >> 1]:
                g.cost[other >> 1] = g.cost[f]
                g.origin[other >> 1] = g.origin[f]
            remove(g, f)
        else:
            detach(g, a, gone)
            g.head[a ^ 1] = keep
            attach(g, a, keep)
        a = following
    return keep


@kernel
def fill(g: Linked, low: IntArray, high: IntArray, cost: FloatArray, order: IntArray) -> None:
    """Put edges into an empty graph; of parallel ones the cheapest stays, loops are left out.

    low, high: (m,) ends with low <= high; order: edges such that those with equal low are next
    to each other.
    """
    last = np.full(g.first.shape[0], np.int64(-1))
    arc = np.full(g.first.shape[0], np.int64(-1))
    for e in order:
        u = low[e]
        v = high[e]
        g.origin[e] = -1
        if u == v:
            continue
        if last[v] == u:
            known = arc[v] >> 1
            if cost[e] < g.cost[known]:
                g.cost[known] = cost[e]
                g.origin[known] = e
            continue
        last[v] = u
        arc[v] = 2 * e
        g.head[2 * e] = v
        g.head[2 * e + 1] = u
        g.cost[e] = cost[e]
        g.origin[e] = e
        attach(g, 2 * e, u)
        attach(g, 2 * e + 1, v)


@kernel
def remove_all(g: Linked, edges: IntArray) -> None:
    """Delete edges."""
    for e in edges:
        remove(g, e)


@kernel
def split_forks(g: Linked, forks: IntArray) -> None:
    """Replace vertices with three neighbours by edges between the neighbours."""
    for v in forks:
        if g.degree[v] != 3 or g.is_terminal[v] or g.counts[PAIRS] + 3 > g.left.shape[0]:
            continue
        a = g.first[v]
        b = g.after[a]
        c = g.after[b]
        edges = (a >> 1, b >> 1, c >> 1)
        far = (g.head[a], g.head[b], g.head[c])
        origin = (g.origin[a >> 1], g.origin[b >> 1], g.origin[c >> 1])
        cost = (g.cost[a >> 1], g.cost[b >> 1], g.cost[c >> 1])
        for e in edges:
            remove(g, e)
        for k in range(3):
            j = (k + 1) % 3
            name = pair(g, origin[k], origin[j])
            add(g, edges[k], far[k], far[j], cost[k] + cost[j], name)


@kernel
def covered(g: Linked, edges: IntArray, mask: BoolArray) -> BoolArray:
    """Tell for each edge (k,) whether all first edges that it stands for are in a mask (m,)."""
    m = g.origin.shape[0]
    answer = np.ones(edges.shape[0], np.bool_)
    whole = np.empty(g.counts[PAIRS], np.bool_)
    for k in range(g.counts[PAIRS]):
        # A pair comes after the names it is made of.
        one = g.left[k]
        other = g.right[k]
        whole[k] = (mask[one] if one < m else whole[one - m]) and (
            mask[other] if other < m else whole[other - m]
        )
    for i in range(edges.shape[0]):
        name = g.origin[edges[i]]
        answer[i] = mask[name] if name < m else whole[name - m]
    return answer


@kernel
def expand(g: Linked, names: IntArray, mask: BoolArray) -> None:
    """Mark the first edges (m,) that origins stand for."""
    m = g.origin.shape[0]
    room = np.empty(64, np.int64)
    for name in names:
        room[0] = name
        depth = 1
        while depth > 0:
            depth -= 1
            k = room[depth]
            if k < m:
                mask[k] = True
                continue
            if depth + 2 > room.shape[0]:
                room = lengthened(room, depth, 2 * room.shape[0])
            room[depth] = g.left[k - m]
            room[depth + 1] = g.right[k - m]
            depth += 2
