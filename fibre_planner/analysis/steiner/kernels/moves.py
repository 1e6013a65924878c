"""Exchanges of parts of a tree, written down while they are searched for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.territory import Search, Substitute

# Key vertices with more neighbours than this are left alone; streets have few.
MOST_CHAINS = 14


class Moves(NamedTuple):
    """Exchanges that were found, each a gain, the removed chains and the new links.

    Move k removes the chains up from the vertices bottom[chain_from[k] : chain_from[k + 1]],
    together with the key vertex it has (or -1), and adds links link_from[k] to link_from[k + 1].
    Link j leads along edges[edge_from[j] : edge_from[j + 1]] from vertex begin[j] in part
    part[j, 0] to a vertex in part part[j, 1]; part 0 is the root's, part i the subtree of the
    move's i-th chain.
    """

    gain: FloatArray
    removed: FloatArray  # cost of the removed chains
    key_vertex: IntArray
    chain_from: IntArray
    bottom: IntArray
    link_from: IntArray
    begin: IntArray
    end: IntArray
    part: IntArray
    edge_from: IntArray
    edges: IntArray
    counts: IntArray  # moves, chains, links, edges


@kernel
def no_moves(n: int) -> Moves:
    """Return room for the moves on a graph of n vertices."""
    return Moves(
        np.empty(n + 1),
        np.empty(n + 1),
        np.empty(n + 1, np.int64),
        np.zeros(n + 2, np.int64),
        np.empty(2 * n + 40, np.int64),
        np.zeros(n + 2, np.int64),
        np.empty(2 * n + 40, np.int64),
        np.empty(2 * n + 40, np.int64),
        np.empty((2 * n + 40, 2), np.int64),
        np.zeros(2 * n + 41, np.int64),
        np.empty(4 * n + 40, np.int64),
        np.zeros(4, np.int64),
    )


@kernel
def write_link(
    ends: IntArray,
    s: Search,
    other: Substitute,
    token: int,
    moves: Moves,
    e: int,
    part_begin: int,
    part_end: int,
) -> bool:
    """Add the way over an edge, from base to base, to the move being written."""
    room = moves.edges.shape[0]
    j = moves.counts[2]
    used = moves.edge_from[j]
    begun = used
    for side in range(2):
        v = ends[e, side]
        if side == 1:
            if used >= room:
                return False
            moves.edges[used] = e
            used += 1
        while True:
            f = other.via[v] if other.mark[v] == token else s.via[v]
            if f < 0:
                break
            if used >= room:
                return False
            moves.edges[used] = f
            used += 1
            v = ends[f, 0] if ends[f, 1] == v else ends[f, 1]
        if side == 0:
            moves.begin[j] = v
            # The first half was written backwards.
            a = begun
            b = used - 1
            while a < b:
                moves.edges[a], moves.edges[b] = moves.edges[b], moves.edges[a]
                a += 1
                b -= 1
        else:
            moves.end[j] = v
    moves.part[j, 0] = part_begin
    moves.part[j, 1] = part_end
    moves.edge_from[j + 1] = used
    moves.counts[2] = j + 1
    return True


@kernel
def close_move(moves: Moves, gain: float, removed: float, key_vertex: int) -> None:
    """Finish the move whose chains and links have been written."""
    k = moves.counts[0]
    moves.gain[k] = gain
    moves.removed[k] = removed
    moves.key_vertex[k] = key_vertex
    moves.counts[0] = k + 1
    moves.chain_from[k + 1] = moves.counts[1]
    moves.link_from[k + 1] = moves.counts[2]


@kernel
def has_room(moves: Moves) -> bool:
    """Tell whether another move fits."""
    return bool(
        moves.counts[0] + 1 < moves.gain.shape[0]
        and moves.counts[1] + MOST_CHAINS + 1 < moves.bottom.shape[0]
        and moves.counts[2] + MOST_CHAINS + 1 < moves.begin.shape[0]
    )
