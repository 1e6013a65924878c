"""Dual ascent: a lower bound, and what each arc would still cost beyond it.

Arcs are named by positions in the adjacency rows: position p in row v stands for the arc that
*enters* v from neighbour[p], and left[p] for what is left of its cost.
"""
# ruff: noqa: C901, PLR0915 -- further split, it would hand on a dozen growing arrays.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.adjacency import lengthened
from fibre_planner.analysis.steiner.kernels.cut_lists import (
    draw_in_tails,
    drop_inner_arcs,
    give_back,
    mark_members,
    pay,
    take_place,
)
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower


@kernel
def ascend(
    start: IntArray,
    neighbour: IntArray,
    left: FloatArray,
    is_terminal: BoolArray,
    root: int,
    in_tree: BoolArray,
    penalty: float,
) -> float:
    """Raise the duals of cuts around terminals until the root reaches all of them (Wong 1984).

    A cut's vertices and entering arcs are kept in lists from one visit to the next, so that an
    augmentation looks at the cut alone; the smallest cut is raised first (Pajor, Uchoa and
    Werneck 2018). With a known tree, cuts which it enters more than once can be put off: they
    lose bound against it. left (2m,) is lowered in place; in_tree (2m,) marks the arcs of the
    known tree; penalty is added to a cut's rank for each further entry.
    Returns the lower bound.
    """
    n = start.shape[0] - 1
    capacity = neighbour.shape[0] + 2 * n + 16
    item = np.empty(capacity, np.int64)
    after = np.empty(capacity, np.int64)
    used = 0
    free = -1
    first_arc = np.full(n, np.int64(-1))
    first_member = np.full(n, np.int64(-1))
    active = np.zeros(n, np.bool_)
    rank = np.zeros(n)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    size = 0
    mark = np.zeros(n, np.int64)
    stamp = 0
    stack = np.empty(n, np.int64)
    bound = 0.0
    for v in range(n):
        if is_terminal[v] and v != root:
            active[v] = True
            rank[v] = start[v + 1] - start[v]
            size = push_or_lower(heap, place, rank, size, v)
    while size > 0:
        t = pop(heap, place, rank, size)
        size -= 1
        stamp += 1
        depth = 0
        finished = False
        if first_member[t] < 0:
            # The first visit: the cut is the terminal alone.
            mark[t] = stamp
            stack[0] = t
            depth = 1
        mark_members(first_member[t], item, after, mark, stamp)
        allowed = rank[t]
        while True:
            depth = draw_in_tails(
                first_arc[t], item, after, left, neighbour, mark, stamp, stack, depth
            )
            while depth > 0:
                depth -= 1
                x = stack[depth]
                if x == root or (x != t and active[x]):
                    finished = True
                if used + start[x + 1] - start[x] + 1 > capacity:
                    capacity = 2 * capacity + start[x + 1] - start[x] + 1
                    item = lengthened(item, used, capacity)
                    after = lengthened(after, used, capacity)
                k, free, used = take_place(after, free, used)
                item[k] = x
                after[k] = first_member[t]
                first_member[t] = k
                if finished:
                    break
                for p in range(start[x], start[x + 1]):
                    y = neighbour[p]
                    if mark[y] == stamp:
                        continue
                    if left[p] <= 0.0:
                        mark[y] = stamp
                        stack[depth] = y
                        depth += 1
                        continue
                    k, free, used = take_place(after, free, used)
                    item[k] = p
                    after[k] = first_arc[t]
                    first_arc[t] = k
            if finished:
                break
            first_arc[t], free, arcs, entries, smallest = drop_inner_arcs(
                first_arc[t], item, after, free, neighbour, left, in_tree, mark, stamp
            )
            if arcs == 0:
                # Only a graph in pieces gets here; the caller has ruled that out.
                finished = True
                break
            score = float(arcs)
            if entries > 1:
                score += penalty * (entries - 1)
            if size > 0 and score > allowed and score > rank[heap[0]]:
                rank[t] = score
                break
            allowed = max(allowed, score)
            bound += smallest
            pay(first_arc[t], item, after, left, smallest)
        if finished:
            # The root reaches this terminal, or will once another one is reached.
            active[t] = False
            free = give_back(first_arc[t], after, free)
            free = give_back(first_member[t], after, free)
            first_arc[t] = -1
            first_member[t] = -1
        else:
            size = push_or_lower(heap, place, rank, size, t)
    return bound


@kernel
def distance_from_root(
    start: IntArray, neighbour: IntArray, mate: IntArray, left: FloatArray, root: int
) -> FloatArray:
    """Return the reduced cost of the cheapest way from the root to each vertex (n,)."""
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    distance[root] = 0.0
    size = push_or_lower(heap, place, distance, 0, root)
    while size > 0:
        u = pop(heap, place, distance, size)
        size -= 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            reach = distance[u] + left[mate[p]]
            if reach < distance[v]:
                distance[v] = reach
                size = push_or_lower(heap, place, distance, size, v)
    return distance


@kernel
def distance_to_terminal(
    start: IntArray, neighbour: IntArray, left: FloatArray, is_terminal: BoolArray, root: int
) -> FloatArray:
    """Return the reduced cost of the cheapest way from each vertex to a terminal but the root."""
    n = start.shape[0] - 1
    distance = np.full(n, np.inf)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    size = 0
    for v in range(n):
        if is_terminal[v] and v != root:
            distance[v] = 0.0
            size = push_or_lower(heap, place, distance, size, v)
    while size > 0:
        u = pop(heap, place, distance, size)
        size -= 1
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            reach = distance[u] + left[p]
            if reach < distance[v]:
                distance[v] = reach
                size = push_or_lower(heap, place, distance, size, v)
    return distance


@kernel
def edges_within(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    left: FloatArray,
    from_root: FloatArray,
    to_terminal: FloatArray,
    room: float,
) -> BoolArray:
    """Mark the edges that a tree no dearer than bound + room may contain.

    Whoever uses an arc pays its reduced cost, that of reaching it and that of going on from it
    (Duin 1993; Polzin and Vahdati Daneshmand 2001). Returns a mask over edges (m,).
    """
    keep = np.zeros(edge_of.shape[0] // 2, np.bool_)
    for v in range(start.shape[0] - 1):
        for p in range(start[v], start[v + 1]):
            if from_root[neighbour[p]] + left[p] + to_terminal[v] <= room:
                keep[edge_of[p]] = True
    return keep


@kernel
def used_up(edge_of: IntArray, left: FloatArray) -> BoolArray:
    """Mark the edges with an arc whose cost the bound has used up (m,)."""
    mask = np.zeros(edge_of.shape[0] // 2, np.bool_)
    for p in range(edge_of.shape[0]):
        if left[p] <= 0.0:
            mask[edge_of[p]] = True
    return mask


@kernel
def tree_arcs(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    mate: IntArray,
    tree: IntArray,
    root: int,
) -> BoolArray:
    """Mark the positions of the arcs of a tree, directed away from the root (2m,)."""
    n = start.shape[0] - 1
    chosen = np.zeros(edge_of.shape[0] // 2, np.bool_)
    for e in tree:
        chosen[e] = True
    mask = np.zeros(edge_of.shape[0], np.bool_)
    seen = np.zeros(n, np.bool_)
    stack = np.empty(n, np.int64)
    stack[0] = root
    seen[root] = True
    depth = 1
    while depth > 0:
        depth -= 1
        u = stack[depth]
        for p in range(start[u], start[u + 1]):
            v = neighbour[p]
            if chosen[edge_of[p]] and not seen[v]:
                seen[v] = True
                mask[mate[p]] = True
                stack[depth] = v
                depth += 1
    return mask
