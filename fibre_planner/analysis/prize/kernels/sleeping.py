"""Dual ascent where prizes may be missed: a lower bound on cost and missed prizes.

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

PUT_OFF, REACHED, SLEEPS, SPENT = range(4)


@kernel
def ascend(
    start: IntArray,
    neighbour: IntArray,
    left: FloatArray,
    prize: FloatArray,
    root: int,
    in_tree: BoolArray,
    held: BoolArray,
    penalty: float,
) -> float:
    """Raise the duals of cuts around prized vertices, each by its prize at most.

    As the ascent for trees that must join all terminals, but a vertex is done as well when its
    prize is spent. A vertex whose cut meets another one that is still raised sleeps until that
    one is spent (the root may reach it later by the other's arcs); if the two cuts are the same
    it takes over the cut with its lists. left (2m,) and prize (n,) are lowered in place.
    in_tree (2m,) marks the arcs and held (n,) the vertices of a known tree; penalty is added to
    a cut's rank for each time the tree pays for it beyond the first.
    Returns the sum of the duals.
    """
    n = start.shape[0] - 1
    capacity = neighbour.shape[0] + 2 * n + 16
    item = np.empty(capacity, np.int64)
    after = np.empty(capacity, np.int64)
    used = 0
    free = -1
    first_arc = np.full(n, np.int64(-1))
    first_member = np.full(n, np.int64(-1))
    first_sleeper = np.full(n, np.int64(-1))
    next_sleeper = np.full(n, np.int64(-1))
    awake = np.zeros(n, np.bool_)
    rank = np.zeros(n)
    heap = np.empty(n, np.int64)
    place = np.full(n, np.int64(-1))
    size = 0
    mark = np.zeros(n, np.int64)
    stamp = 0
    stack = np.empty(n, np.int64)
    bound = 0.0
    for v in range(n):
        if prize[v] > 0.0 and v != root:
            awake[v] = True
            rank[v] = start[v + 1] - start[v]
            size = push_or_lower(heap, place, rank, size, v)
    while size > 0:
        t = pop(heap, place, rank, size)
        size -= 1
        stamp += 1
        depth = 0
        outcome = PUT_OFF
        host = -1
        if first_member[t] < 0:
            # The first visit: the cut is the vertex alone.
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
                # What is not looked at now is drawn in again by its arcs at the next visit.
                if x == root:
                    outcome = REACHED
                    break
                if x != t and awake[x]:
                    outcome = SLEEPS
                    host = x
                    break
                if used + start[x + 1] - start[x] + 1 > capacity:
                    capacity = 2 * capacity + start[x + 1] - start[x] + 1
                    item = lengthened(item, used, capacity)
                    after = lengthened(after, used, capacity)
                k, free, used = take_place(after, free, used)
                item[k] = x
                after[k] = first_member[t]
                first_member[t] = k
                for p in range(start[x], start[x + 1]):
                    y = neighbour[p]
                    if mark[y] == stamp:
                        # It may be waiting in the stack and never be looked at.
                        if depth == 0:
                            continue
                    elif left[p] <= 0.0:
                        mark[y] = stamp
                        stack[depth] = y
                        depth += 1
                    k, free, used = take_place(after, free, used)
                    item[k] = p
                    after[k] = first_arc[t]
                    first_arc[t] = k
            if outcome != PUT_OFF:
                break
            first_arc[t], free, arcs, entries, smallest = drop_inner_arcs(
                first_arc[t], item, after, free, neighbour, left, in_tree, mark, stamp
            )
            if arcs == 0:
                # Only a graph in pieces gets here; the caller has ruled that out.
                outcome = REACHED
                break
            score = float(arcs)
            if not held[t]:
                entries += 1
            if entries > 1:
                score += penalty * (entries - 1)
            if size > 0 and score > allowed and score > rank[heap[0]]:
                rank[t] = score
                break
            allowed = max(allowed, score)
            step = min(smallest, prize[t])
            bound += step
            prize[t] -= step
            pay(first_arc[t], item, after, left, step)
            if prize[t] <= 0.0:
                outcome = SPENT
                break
        if outcome == PUT_OFF:
            size = push_or_lower(heap, place, rank, size, t)
            continue
        awake[t] = False
        if outcome == SLEEPS:
            next_sleeper[t] = first_sleeper[host]
            first_sleeper[host] = t
            continue
        heir = -1
        if outcome == SPENT:
            s = first_sleeper[t]
            while s >= 0:
                if mark[s] == stamp:
                    heir = s
                    break
                s = next_sleeper[s]
        # The lists of the vertex, or those that its heir gives up for them, are free again.
        drop = heir if heir >= 0 else t
        free = give_back(first_arc[drop], after, free)
        free = give_back(first_member[drop], after, free)
        first_arc[drop] = -1
        first_member[drop] = -1
        if outcome == REACHED:
            # Whoever sleeps on it is reached through it.
            continue
        if heir >= 0:
            first_arc[heir] = first_arc[t]
            first_member[heir] = first_member[t]
            rank[heir] = rank[t]
            first_arc[t] = -1
            first_member[t] = -1
        s = first_sleeper[t]
        first_sleeper[t] = -1
        while s >= 0:
            following = next_sleeper[s]
            if heir < 0 or s == heir:
                next_sleeper[s] = -1
                awake[s] = True
                size = push_or_lower(heap, place, rank, size, s)
            else:
                next_sleeper[s] = first_sleeper[heir]
                first_sleeper[heir] = s
            s = following
    return bound
