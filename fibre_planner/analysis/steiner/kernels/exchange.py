"""Search for better key paths and needless key vertices in a tree."""
# The searches share one set of marks and heaps; in pieces they would hand on twenty arrays.
# ruff: noqa: C901, PLR0915

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fibre_planner.analysis.steiner.compiled import BoolArray, FloatArray, IntArray, kernel
from fibre_planner.analysis.steiner.kernels.heap import pop, push_or_lower
from fibre_planner.analysis.steiner.kernels.rooted import Moves, Rooted, is_below, no_moves
from fibre_planner.analysis.steiner.kernels.skew import merge, without_top
from fibre_planner.analysis.steiner.kernels.voronoi import regions

# Key vertices with more neighbours than this are left alone; streets have few.
MOST_CHAINS = 14


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
        middle = used
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
        if middle > used:
            return False
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
