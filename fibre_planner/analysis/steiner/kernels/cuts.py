"""Cuts that a fractional solution violates, by maximum flows from the root."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.adjacency import lengthened

# A cut must be missed by this much, or the program would repeat itself for ever.
MISSED = 1e-4
NOTHING = 1e-9


@kernel
def send(
    start: IntArray,
    neighbour: IntArray,
    mate: IntArray,
    room: FloatArray,
    root: int,
    target: int,
    seen: BoolArray,
) -> float:
    """Send flow from the root to a vertex until one unit has come or nothing more can.

    room: (2m,) what may still flow on the arc that enters each row; changed. seen: (n,) set to
    the vertices from which the target can still be reached. Returns the flow (Edmonds and Karp
    1972).
    """
    n = start.shape[0] - 1
    via = np.empty(n, np.int64)
    queue = np.empty(n, np.int64)
    flow = 0.0
    while flow < 1.0 - MISSED:
        for v in range(n):
            seen[v] = False
        seen[target] = True
        queue[0] = target
        count = 1
        k = 0
        while k < count and not seen[root]:
            v = queue[k]
            k += 1
            for p in range(start[v], start[v + 1]):
                u = neighbour[p]
                if not seen[u] and room[p] > NOTHING:
                    seen[u] = True
                    via[u] = p
                    queue[count] = u
                    count += 1
        if not seen[root]:
            break
        least = 1.0
        v = root
        while v != target:
            least = min(least, room[via[v]])
            v = neighbour[mate[via[v]]]
        v = root
        while v != target:
            p = via[v]
            room[p] -= least
            room[mate[p]] += least
            v = neighbour[mate[p]]
        flow += least
    return flow


@kernel
def violated(
    start: IntArray,
    neighbour: IntArray,
    mate: IntArray,
    value: FloatArray,
    terminals: IntArray,
    root: int,
    nested: int,
) -> tuple[IntArray, IntArray]:
    """Find cuts around terminals that less than one unit enters.

    value: (2m,) of the arc that enters each row; nested: most cuts around one terminal. After
    each cut its arcs count as open, so that the cuts around one terminal have no arc in common.
    Returns the arcs of all cuts one after another and where each cut begins (k + 1,).
    """
    n = start.shape[0] - 1
    seen = np.zeros(n, np.bool_)
    arcs = np.empty(4 * value.shape[0] + 16, np.int64)
    begin = np.zeros(terminals.shape[0] * nested + 2, np.int64)
    cuts = 0
    used = 0
    for t in terminals:
        if t == root:
            continue
        filled = value.copy()
        for _ in range(nested):
            room = filled.copy()
            flow = send(start, neighbour, mate, room, root, t, seen)
            if flow >= 1.0 - MISSED:
                break
            if used + value.shape[0] > arcs.shape[0]:
                arcs = lengthened(arcs, used, 2 * arcs.shape[0])
            for v in range(n):
                if not seen[v]:
                    continue
                for p in range(start[v], start[v + 1]):
                    if not seen[neighbour[p]]:
                        arcs[used] = p
                        used += 1
                        filled[p] = 1.0
            cuts += 1
            begin[cuts] = used
    return arcs[:used], begin[: cuts + 1]
