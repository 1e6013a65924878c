"""Private ways are lead-ins: reached from one public place each, and leading nowhere else.

What hangs together of private ways is a yard. Each place of a yard belongs to the one entry from
public ground that is nearest, counting also how far the entry is from where a trench is needed
anyway; a private edge between two entries is left out, so that no trench can pass through. Only
where public streets hang together through private ways alone, the shortest of these stays whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.cluster.hierarchy import DisjointSet
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.frontages import Frontages
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    TrenchGraph,
    only_edges,
    split_edges,
)
from fibre_planner.analysis.streets.trench_prices import graph_rules

_FARTHEST_M = 1e6
"""An entry from which no trench leads anywhere counts as this far off: the last choice."""

_LEAST_M = 1e-6
"""What saves less than this saves nothing; no edge counts as shorter."""


@dataclass(frozen=True, eq=False)
class _WaysOut:
    """Per node, the best way over private ground to public ground.

    far_m: what it counts, inf for none; before: the next node on it, itself at an entry; entry:
    node of public ground it leads to, -1 for none.
    """

    far_m: FloatArray
    before: IntArray
    entry: IntArray


def settle_on_ground(found: Frontages) -> Frontages:
    """Return frontages on private ground where that is shorter for all who share the way there.

    An address that has a public place within reach takes it, unless what private ground saves its
    houses in lead-ins is more than the way they share: found exactly on the tree of each yard.
    An address without one takes private ground. Public streets that are reached over private
    ground alone count like it.
    """
    options = np.flatnonzero(found.yard_edge >= 0)
    if not len(options):
        return found
    graph = found.kerbs.graph
    closed = ~found.kerbs.in_public
    row = np.cumsum(closed) - 1
    yards = only_edges(graph, np.flatnonzero(closed))
    split = split_edges(yards, row[found.yard_edge[options]], found.yard_m[options])
    cut = split.graph
    public = np.zeros(cut.node_count, dtype=bool)
    public[graph.ends[~closed]] = True
    ways = _ways_out(cut.ends, cut.length_m, public, np.zeros(cut.node_count))
    saved_m = found.saved_m[options]
    prize_m = np.zeros(cut.node_count)
    np.add.at(prize_m, split.node, saved_m)
    taken = _worth_their_way(ways, public, prize_m)[split.node]
    taken |= np.isinf(saved_m)
    chosen = options[taken]
    edge, measure_m = found.edge.copy(), found.measure_m.copy()
    edge[chosen], measure_m[chosen] = found.yard_edge[chosen], found.yard_m[chosen]
    return replace(found, edge=edge, measure_m=measure_m)


def _worth_their_way(ways: _WaysOut, public: BoolArray, prize_m: FloatArray) -> BoolArray:
    """Return which nodes are worth the way out, by what they and those behind them save."""
    inner = np.flatnonzero(np.isfinite(ways.far_m) & ~public)
    order = inner[np.argsort(-ways.far_m[inner], kind="stable")].tolist()
    far_m = np.where(np.isfinite(ways.far_m), ways.far_m, 0.0)
    step_m = (far_m - far_m[ways.before]).tolist()
    worth, before = prize_m.tolist(), ways.before.tolist()
    kept = public.tolist()
    # Each node hands what it gains to the one before it on the way out, the farthest first.
    for node in order:
        gain = worth[node] - step_m[node]
        if gain > _LEAST_M:
            kept[node] = True
            worth[before[node]] += gain
    for node in reversed(order):
        kept[node] = kept[node] and kept[before[node]]
    return np.array(kept, dtype=bool)


def without_passages(joined: Joined) -> Joined:
    """Return the graph without the private edges over which a trench could pass through.

    Every frontage and all that hung together stays so; frontages and POPs keep their nodes.
    """
    graph = joined.graph
    private = graph.edges["private"].to_numpy(bool)
    if not private.any():
        return joined
    dropped = np.flatnonzero(private)[_between_entries(joined, private)]
    if not len(dropped):
        return joined
    kept = np.ones(len(private), dtype=bool)
    kept[dropped] = False
    return replace(joined, graph=only_edges(graph, np.flatnonzero(kept)))


def _between_entries(joined: Joined, private: BoolArray) -> BoolArray:
    """Return which of the private edges lie between two entries and are no needed link."""
    graph = joined.graph
    public = np.zeros(graph.node_count, dtype=bool)
    public[graph.ends[~private]] = True
    public[joined.roots] = True
    street_ends, street_m = graph.ends[~private], graph.length_m[~private]
    needed = np.union1d(joined.frontage[public[joined.frontage]], joined.roots)
    rows = _arcs(street_ends, street_m, graph.node_count)
    near_m = dijkstra(rows, directed=False, indices=needed, min_only=True)
    near_m = np.minimum(near_m * graph_rules()["private"]["public_metre_counts"], _FARTHEST_M)
    ends, length_m = graph.ends[private], graph.length_m[private]
    ways = _ways_out(ends, length_m, public, near_m)
    entry = ways.entry[ends]
    between = entry[:, 0] != entry[:, 1]
    island = connected_components(rows, directed=False)[1]
    parts = island[entry]
    links = np.flatnonzero(between & (parts[:, 0] != parts[:, 1]))
    way_m = ways.far_m - near_m[ways.entry]
    links = links[np.argsort((way_m[ends].sum(axis=1) + length_m)[links], kind="stable")]
    together = DisjointSet(np.unique(parts[links]).tolist())
    # Few: the places at which private ways join streets that are apart otherwise.
    for link, (one, other) in zip(links.tolist(), parts[links].tolist(), strict=True):
        if together.merge(one, other):
            between[link] = False
    return np.asarray(between)


def _ways_out(
    ends: IntArray, length_m: FloatArray, public: BoolArray, near_m: FloatArray
) -> _WaysOut:
    """Return the best way of each node over private edges to an entry.

    ends, length_m: of private edges. public: (n,) whether a node lies on public ground, so that
    it is an entry and nothing but; near_m: (n,) what an entry counts by itself.
    """
    count = len(public)
    both = np.concatenate([ends, ends[:, ::-1]])
    inward = ~public[both[:, 1]]
    entries = np.flatnonzero(public & np.isin(np.arange(count), ends))
    # All entries are entered from one start; 1 m keeps what is near from being no edge at all.
    start = np.column_stack([np.full(len(entries), count), entries])
    arcs = np.concatenate([both[inward], start])
    metres = np.concatenate([np.tile(length_m, 2)[inward], near_m[entries] + 1.0])
    far_m, before = dijkstra(
        _arcs(arcs, metres, count + 1), indices=count, return_predecessors=True
    )
    before = before[:count].astype(np.int64)
    before = np.where(public | (before < 0) | (before == count), np.arange(count), before)
    entry = before.copy()
    while not np.array_equal(entry, entry[entry]):
        entry = entry[entry]
    reached = np.isfinite(far_m[:count])
    return _WaysOut(far_m[:count] - 1.0, before, np.where(reached, entry, -1))


def _arcs(ends: IntArray, metres: FloatArray, count: int) -> csr_array:
    """Return edges as a matrix that has the shortest of parallel ones."""
    order = np.lexsort((metres, ends[:, 1], ends[:, 0]))
    sorted_ends = ends[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(sorted_ends, axis=0) != 0).any(axis=1)
    weight = np.maximum(metres[order][first], _LEAST_M)
    return csr_array((weight, tuple(sorted_ends[first].T)), shape=(count, count))


def leads_to_plots(graph: TrenchGraph, tree: RootedTree, trunk: BoolArray) -> BoolArray:
    """Return, per node of a tree, whether the edge above it is a lead-in over private ground.

    It lies in a private way, no feeder runs in it, and behind it there is no public street.
    trunk: (n,) of the edges with feeders.
    """
    inside = tree.edge >= 0
    private = np.zeros(len(tree.edge), dtype=bool)
    private[inside] = graph.edges["private"].to_numpy(bool)[tree.edge[inside]]
    streets_below = tree.below((inside & ~private).astype(np.int64))
    return np.asarray(private & ~trunk & (streets_below == 0))
