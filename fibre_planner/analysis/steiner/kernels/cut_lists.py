"""Linked lists of a cut's vertices and arcs, all of them in the same two arrays.

item[k] is what place k of a list holds and after[k] the next place, -1 at the end; places that no
list uses any more form a list of their own that begins at free.
"""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel


@kernel
def take_place(after: IntArray, free: int, used: int) -> tuple[int, int, int]:
    """Return a place for an entry, then the first free place and the number of places in use."""
    if free >= 0:
        return free, after[free], used
    return used, free, used + 1


@kernel
def give_back(first: int, after: IntArray, free: int) -> int:
    """Free the places of a list; returns the first free place."""
    k = first
    while k >= 0:
        following = after[k]
        after[k] = free
        free = k
        k = following
    return free


@kernel
def mark_members(first: int, item: IntArray, after: IntArray, mark: IntArray, stamp: int) -> None:
    """Stamp the vertices of a list in mark (n,)."""
    k = first
    while k >= 0:
        mark[item[k]] = stamp
        k = after[k]


@kernel
def draw_in_tails(
    first: int,
    item: IntArray,
    after: IntArray,
    left: FloatArray,
    neighbour: IntArray,
    mark: IntArray,
    stamp: int,
    stack: IntArray,
    depth: int,
) -> int:
    """Put the tails of a list's arcs that have been used up on the stack; returns its depth."""
    k = first
    while k >= 0:
        p = item[k]
        if left[p] <= 0.0 and mark[neighbour[p]] != stamp:
            mark[neighbour[p]] = stamp
            stack[depth] = neighbour[p]
            depth += 1
        k = after[k]
    return depth


@kernel
def drop_inner_arcs(
    first: int,
    item: IntArray,
    after: IntArray,
    free: int,
    neighbour: IntArray,
    left: FloatArray,
    in_tree: BoolArray,
    mark: IntArray,
    stamp: int,
) -> tuple[int, int, int, int, float]:
    """Take arcs that lie inside the cut out of its list, and look at what is left of the others.

    Returns the list, the first free place, the number of arcs, how many of them are in the tree,
    and the least that is left of one.
    """
    smallest = np.inf
    arcs = 0
    entries = 0
    previous = -1
    k = first
    while k >= 0:
        following = after[k]
        p = item[k]
        if mark[neighbour[p]] == stamp:
            if previous < 0:
                first = following
            else:
                after[previous] = following
            after[k] = free
            free = k
        else:
            arcs += 1
            if in_tree[p]:
                entries += 1
            smallest = min(smallest, left[p])
            previous = k
        k = following
    return first, free, arcs, entries, smallest


@kernel
def pay(first: int, item: IntArray, after: IntArray, left: FloatArray, step: float) -> None:
    """Lower what is left of a list's arcs by a step."""
    k = first
    while k >= 0:
        left[item[k]] -= step
        k = after[k]
