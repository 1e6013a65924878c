"""Make the exchanges of a tree that go together."""
# ruff: noqa: C901, PLR0915 -- a move is checked and made in one go, on the same walks.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.moves import Moves
from fibre_planner.analysis.steiner.kernels.rooted import Rooted


@kernel
def part_of(tree: Rooted, label: IntArray, stamp: int, v: int) -> int:
    """Climb to see in which part a vertex lies now: 0 the root's, -1 none.

    label: (n,) stamp + i at the bottom of chain i, stamp at vertices that are to go.
    """
    if not tree.inside[v]:
        return -1
    while v >= 0:
        if label[v] == stamp:
            return -1
        if label[v] > stamp:
            part: int = label[v] - stamp
            return part
        v = tree.parent[v]
    return 0


@kernel
def apply_moves(
    tree: Rooted,
    ends: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    moves: Moves,
    best_first: IntArray,
) -> int:
    """Make the moves that are still possible, in the given order; returns how many.

    Every move was found on the tree as it was at first. It is made if its chains are still
    whole and its links still lead from part to part over vertices outside the rest of the tree,
    which is looked up by climbing. The tree's order, last and place are stale afterwards.
    """
    n = tree.parent.shape[0]
    label = np.zeros(n, np.int64)
    stamp = 0
    made = 0
    attached = np.zeros(64, np.bool_)
    used = np.zeros(64, np.bool_)
    path = np.empty(n + 1, np.int64)
    for k in best_first:
        stamp += 64
        chains = moves.chain_from[k + 1] - moves.chain_from[k]
        key_vertex = moves.key_vertex[k]
        total = 0.0
        sound = True
        if key_vertex >= 0:
            sound = (
                tree.inside[key_vertex]
                and not is_terminal[key_vertex]
                and tree.degree[key_vertex] == chains + (1 if tree.parent[key_vertex] >= 0 else 0)
            )
            label[key_vertex] = stamp
        top = -1
        for i in range(chains + (1 if key_vertex >= 0 else 0)):
            if not sound:
                break
            if i < chains:
                v = moves.bottom[moves.chain_from[k] + i]
                label[v] = stamp + i + 1
            else:
                v = key_vertex
            if not tree.inside[v] or tree.parent[v] < 0:
                sound = False
                break
            total += cost[tree.parent_edge[v]]
            v = tree.parent[v]
            while not is_terminal[v] and tree.degree[v] == 2 and tree.parent[v] >= 0:
                label[v] = stamp
                total += cost[tree.parent_edge[v]]
                v = tree.parent[v]
            if i < chains and key_vertex >= 0:
                sound = v == key_vertex
            else:
                top = v
        if not sound or total != moves.removed[k]:
            continue
        first = moves.link_from[k]
        links = moves.link_from[k + 1] - first
        for j in range(first, first + links):
            if (
                part_of(tree, label, stamp, moves.begin[j]) != moves.part[j, 0]
                or part_of(tree, label, stamp, moves.end[j]) != moves.part[j, 1]
            ):
                sound = False
                break
            v = moves.begin[j]
            for i in range(moves.edge_from[j], moves.edge_from[j + 1] - 1):
                e = moves.edges[i]
                v = ends[e, 0] if ends[e, 1] == v else ends[e, 1]
                # A new way may use vertices of the chains that are to go.
                if (tree.inside[v] and label[v] != stamp) or label[v] == stamp + 63:
                    sound = False
                    break
                label[v] = stamp + 63
            if not sound:
                break
        if not sound:
            continue
        # Take the chains out.
        for i in range(chains):
            v = moves.bottom[moves.chain_from[k] + i]
            tree.degree[v] -= 1
            u = tree.parent[v]
            while u != key_vertex and u != top:
                tree.inside[u] = False
                tree.degree[u] = 0
                u = tree.parent[u]
        if key_vertex >= 0:
            u = key_vertex
            while u != top:
                tree.inside[u] = False
                tree.degree[u] = 0
                u = tree.parent[u]
        tree.degree[top] -= 1
        # Hang the parts up again, one after another.
        for i in range(64):
            attached[i] = i == 0
            used[i] = False
        for _ in range(links):
            for i in range(links):
                j = first + i
                if used[i] or attached[moves.part[j, 0]] == attached[moves.part[j, 1]]:
                    continue
                used[i] = True
                # The new path, from the part to be hung up to the part that hangs.
                length = moves.edge_from[j + 1] - moves.edge_from[j]
                forward = attached[moves.part[j, 1]]
                for q in range(length):
                    path[q] = moves.edges[moves.edge_from[j] + (q if forward else length - 1 - q)]
                v = moves.begin[j] if forward else moves.end[j]
                loose = moves.part[j, 0] if forward else moves.part[j, 1]
                attached[loose] = True
                bottom = moves.bottom[moves.chain_from[k] + loose - 1]
                # Turn the way from the joint up to the part's old top round.
                below = -1
                below_edge = -1
                u = v
                while True:
                    above = tree.parent[u]
                    above_edge = tree.parent_edge[u]
                    tree.parent[u] = below
                    tree.parent_edge[u] = below_edge
                    below = u
                    below_edge = above_edge
                    if u == bottom:
                        break
                    u = above
                for q in range(length):
                    e = path[q]
                    w = ends[e, 0] if ends[e, 1] == v else ends[e, 1]
                    tree.parent[v] = w
                    tree.parent_edge[v] = e
                    tree.degree[v] += 1
                    tree.degree[w] += 1
                    tree.inside[w] = True
                    v = w
                break
        made += 1
    return made
