"""Voronoi regions of a tree's vertices, and who takes over when some are removed."""
# ruff: noqa: C901 -- the take-over is one search.

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower
from fibre_planner.analysis.steiner.kernels.rooted import Rooted
from fibre_planner.analysis.steiner.kernels.skew import merge
from fibre_planner.analysis.steiner.kernels.voronoi import regions


class Search(NamedTuple):
    """Voronoi regions of all tree vertices, and what stands in for those of removed ones."""

    distance: FloatArray  # (n,)
    base: IntArray  # (n,)
    via: IntArray  # (n,)
    first_member: IntArray  # (n,) list of each region's vertices
    next_member: IntArray  # (n,)
    length: FloatArray  # (m,) of the way between two bases over an edge
    left: IntArray  # (2m,)
    right: IntArray  # (2m,)
    top: IntArray  # (n,) heap of the ways that leave a subtree
    gone: IntArray  # (n,) equal to the token for removed vertices
    members: IntArray  # (n,) vertices that lost their base
    heap: IntArray  # (n,)
    place: IntArray  # (n,)


@kernel
def prepare(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    ends: IntArray,
    cost: FloatArray,
    tree: Rooted,
) -> Search:
    """Compute the regions of all tree vertices and a heap of leaving ways for each."""
    n = start.shape[0] - 1
    m = cost.shape[0]
    distance, base, via = regions(start, neighbour, edge_of, cost, tree.inside)
    first_member = np.full(n, np.int64(-1))
    next_member = np.full(n, np.int64(-1))
    for v in range(n):
        if base[v] >= 0:
            next_member[v] = first_member[base[v]]
            first_member[base[v]] = v
    length = np.full(m, np.inf)
    left = np.full(2 * m, np.int64(-1))
    right = np.full(2 * m, np.int64(-1))
    top = np.full(n, np.int64(-1))
    for e in range(m):
        u = ends[e, 0]
        v = ends[e, 1]
        if base[u] == base[v] or tree.parent_edge[u] == e or tree.parent_edge[v] == e:
            continue
        length[e] = distance[u] + cost[e] + distance[v]
        top[base[u]] = merge(length, left, right, top[base[u]], 2 * e)
        top[base[v]] = merge(length, left, right, top[base[v]], 2 * e + 1)
    return Search(
        distance,
        base,
        via,
        first_member,
        next_member,
        length,
        left,
        right,
        top,
        np.zeros(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.full(n, np.int64(-1)),
    )


class Substitute(NamedTuple):
    """Bases for vertices whose own base is removed, valid where mark equals the token."""

    distance: FloatArray  # (n,)
    base: IntArray  # (n,)
    via: IntArray  # (n,)
    mark: IntArray  # (n,)


@kernel
def substitute_bases(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    cost: FloatArray,
    s: Search,
    other: Substitute,
    token: int,
    removed: IntArray,
    count: int,
    limit: float,
) -> int:
    """Give the regions of removed vertices to their neighbours' bases, as far as a limit.

    Returns the number of vertices concerned, listed in the search's members.
    """
    members = 0
    for k in range(count):
        v = s.first_member[removed[k]]
        while v >= 0:
            other.mark[v] = token
            other.distance[v] = np.inf
            other.base[v] = -1
            s.members[members] = v
            members += 1
            v = s.next_member[v]
    size = 0
    for k in range(members):
        v = s.members[k]
        for p in range(start[v], start[v + 1]):
            u = neighbour[p]
            if other.mark[u] == token or s.base[u] < 0:
                continue
            reach = s.distance[u] + cost[edge_of[p]]
            if reach < other.distance[v] and reach < limit:
                other.distance[v] = reach
                other.base[v] = s.base[u]
                other.via[v] = edge_of[p]
        if other.base[v] >= 0:
            size = push_or_lower(s.heap, s.place, other.distance, size, v)
    while size > 0:
        u = pop(s.heap, s.place, other.distance, size)
        size -= 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            if other.mark[v] != token:
                continue
            reach = other.distance[u] + cost[edge_of[p]]
            if reach < other.distance[v] and reach < limit:
                other.distance[v] = reach
                other.base[v] = other.base[u]
                other.via[v] = edge_of[p]
                size = push_or_lower(s.heap, s.place, other.distance, size, v)
    return members
