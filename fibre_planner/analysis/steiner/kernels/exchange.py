"""Search for better key paths and needless key vertices in a tree."""
# ruff: noqa: C901, PLR0915 -- in pieces, the searches would hand on twenty arrays.

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.moves import (
    MOST_CHAINS,
    Moves,
    close_move,
    has_room,
    no_moves,
    write_link,
)
from fibre_planner.analysis.steiner.kernels.rooted import Rooted, is_below
from fibre_planner.analysis.steiner.kernels.skew import merge, without_top
from fibre_planner.analysis.steiner.kernels.territory import (
    Search,
    Substitute,
    prepare,
    substitute_bases,
)


@kernel
def better_key_path(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    ends: IntArray,
    cost: FloatArray,
    tree: Rooted,
    s: Search,
    other: Substitute,
    token: int,
    bottom: int,
    removed: IntArray,
    count: int,
    total: float,
    moves: Moves,
) -> None:
    """Look for a cheaper way than the chain above a vertex to join its subtree to the rest."""
    node = s.top[bottom]
    while node >= 0:
        far = s.base[ends[node >> 1, 1 - (node & 1)]]
        if not is_below(tree, far, bottom) and s.gone[far] != token:
            break
        node = without_top(s.length, s.left, s.right, node)
    s.top[bottom] = node
    best = total
    best_edge = -1
    if node >= 0 and s.length[node >> 1] < best:
        best = s.length[node >> 1]
        best_edge = node >> 1
    if count > 0:
        members = substitute_bases(
            start, neighbour, edge_of, cost, s, other, token, removed, count, best
        )
        for k in range(members):
            v = s.members[k]
            if other.base[v] < 0:
                continue
            low = is_below(tree, other.base[v], bottom)
            for p in range(start[v], start[v + 1]):
                u = neighbour[p]
                if other.mark[u] == token:
                    far = other.base[u]
                    rest = other.distance[u]
                else:
                    far = s.base[u]
                    rest = s.distance[u]
                reach = other.distance[v] + cost[edge_of[p]] + rest
                if far >= 0 and reach < best and is_below(tree, far, bottom) != low:
                    best = reach
                    best_edge = edge_of[p]
    if best_edge < 0 or not has_room(moves):
        return
    v = ends[best_edge, 0]
    near = other.base[v] if other.mark[v] == token else s.base[v]
    low = is_below(tree, near, bottom)
    links = moves.counts[2]
    if write_link(ends, s, other, token, moves, best_edge, 1 if low else 0, 0 if low else 1):
        moves.bottom[moves.counts[1]] = bottom
        moves.counts[1] += 1
        close_move(moves, total - best, total, -1)
    else:
        moves.counts[2] = links


@kernel
def part_below(tree: Rooted, bottoms: IntArray, chains: int, v: int) -> int:
    """Return 1 + the chain in whose subtree a vertex lies, 0 for the rest of the tree."""
    for i in range(chains):
        if is_below(tree, v, bottoms[i]):
            return i + 1
    return 0


@kernel
def without_key_vertex(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    ends: IntArray,
    cost: FloatArray,
    tree: Rooted,
    s: Search,
    other: Substitute,
    token: int,
    key_vertex: int,
    bottoms: IntArray,
    chains: int,
    removed: IntArray,
    count: int,
    total: float,
    moves: Moves,
) -> None:
    """Look for a cheaper way to join the parts that are left when a key vertex is removed."""
    parts = chains + 1
    length = np.full((parts, parts), total)
    link = np.full((parts, parts), np.int64(-1))
    for i in range(chains):
        node = s.top[bottoms[i]]
        while node >= 0 and s.length[node >> 1] < total:
            far = s.base[ends[node >> 1, 1 - (node & 1)]]
            part = i + 1
            if s.gone[far] != token:
                part = part_below(tree, bottoms, chains, far)
            if part != i + 1 and s.length[node >> 1] < length[i + 1, part]:
                length[i + 1, part] = s.length[node >> 1]
                length[part, i + 1] = s.length[node >> 1]
                link[i + 1, part] = node >> 1
                link[part, i + 1] = node >> 1
            if part == 0:
                break
            # Ways between the parts lie inside the subtree from the next step on.
            node = without_top(s.length, s.left, s.right, node)
        s.top[bottoms[i]] = node
    members = substitute_bases(
        start, neighbour, edge_of, cost, s, other, token, removed, count, total
    )
    for k in range(members):
        v = s.members[k]
        if other.base[v] < 0:
            continue
        here = part_below(tree, bottoms, chains, other.base[v])
        for p in range(start[v], start[v + 1]):
            u = neighbour[p]
            if other.mark[u] == token:
                far = other.base[u]
                rest = other.distance[u]
            else:
                far = s.base[u]
                rest = s.distance[u]
            reach = other.distance[v] + cost[edge_of[p]] + rest
            if far < 0 or reach >= total:
                continue
            part = part_below(tree, bottoms, chains, far)
            if part != here and reach < length[here, part]:
                length[here, part] = reach
                length[part, here] = reach
                link[here, part] = edge_of[p]
                link[part, here] = edge_of[p]
    # The cheapest tree over the parts, by Prim.
    joined = np.zeros(parts, np.bool_)
    joined[0] = True
    spent = 0.0
    first_link = moves.counts[2]
    room = has_room(moves)
    for _ in range(chains):
        best = total
        # A plain -1 or 0 would be a type of its own and compile the callee twice.
        near = int(np.int64(-1))
        to = int(np.int64(-1))
        for i in range(parts):
            for j in range(parts):
                if joined[i] and not joined[j] and length[i, j] < best:
                    best = length[i, j]
                    near = i
                    to = j
        spent += best
        if near < 0 or spent >= total or not room:
            moves.counts[2] = first_link
            return
        joined[to] = True
        e = link[near, to]
        v = ends[e, 0]
        own = other.base[v] if other.mark[v] == token else s.base[v]
        begins_near = part_below(tree, bottoms, chains, own) == near
        room = write_link(
            ends,
            s,
            other,
            token,
            moves,
            e,
            near if begins_near else to,
            to if begins_near else near,
        )
    if not room:
        moves.counts[2] = first_link
        return
    for i in range(chains):
        moves.bottom[moves.counts[1]] = bottoms[i]
        moves.counts[1] += 1
    close_move(moves, total - spent, total, key_vertex)


@kernel
def find_moves(
    start: IntArray,
    neighbour: IntArray,
    edge_of: IntArray,
    ends: IntArray,
    cost: FloatArray,
    is_terminal: BoolArray,
    tree: Rooted,
) -> Moves:
    """Find all key paths and key vertices whose removal and replacement saves cost.

    Key vertices are terminals and forks, key paths the chains between them. Subtrees hand the
    ways that leave them up in merging heaps, so that one pass over the whole tree takes
    O(m log n) (Uchoa and Werneck 2010).
    """
    n = start.shape[0] - 1
    s = prepare(start, neighbour, edge_of, ends, cost, tree)
    other = Substitute(
        np.full(n, np.inf),
        np.full(n, np.int64(-1)),
        np.full(n, np.int64(-1)),
        np.zeros(n, np.int64),
    )
    moves = no_moves(n)
    removed = np.empty(n + 1, np.int64)
    bottoms = np.empty(n, np.int64)
    token = 0
    for place in range(tree.size[0] - 1, -1, -1):
        v = tree.order[place]
        if not is_terminal[v] and tree.degree[v] < 3:
            continue
        chains = int(np.int64(0))
        total = 0.0
        count = int(np.int64(0))
        for p in range(start[v], start[v + 1]):
            x = neighbour[p]
            if tree.parent[x] != v or tree.parent_edge[x] != edge_of[p]:
                continue
            # Chain vertices follow each other in the order, down to the next key vertex.
            token += 1
            begun = count
            q = tree.place[x]
            way = cost[edge_of[p]]
            while not is_terminal[tree.order[q]] and tree.degree[tree.order[q]] == 2:
                s.gone[tree.order[q]] = token
                removed[count] = tree.order[q]
                count += 1
                q += 1
                way += cost[tree.parent_edge[tree.order[q]]]
            bottoms[chains] = tree.order[q]
            chains += 1
            total += way
            better_key_path(
                start, neighbour, edge_of, ends, cost, tree, s, other, token,
                tree.order[q], removed[begun:], count - begun, way, moves,
            )  # fmt: skip
        below = count
        if not is_terminal[v] and chains <= MOST_CHAINS:
            removed[count] = v
            count += 1
            total += cost[tree.parent_edge[v]]
            u = tree.parent[v]
            while not is_terminal[u] and tree.degree[u] == 2:
                removed[count] = u
                count += 1
                total += cost[tree.parent_edge[u]]
                u = tree.parent[u]
            token += 1
            for k in range(count):
                s.gone[removed[k]] = token
            without_key_vertex(
                start, neighbour, edge_of, ends, cost, tree, s, other, token,
                v, bottoms, chains, removed, count, total, moves,
            )  # fmt: skip
        top = s.top[v]
        for i in range(chains):
            top = merge(s.length, s.left, s.right, top, s.top[bottoms[i]])
        for k in range(below):
            top = merge(s.length, s.left, s.right, top, s.top[removed[k]])
        s.top[v] = top
    return moves
