"""Another way for a stretch of trench: what it costs to lead the network through another place.

A stretch runs between two places that the network needs in any case: houses, forks, POPs. Without
it the network falls into two parts; all ways that join them again are measured once, so that the
best way through any street is looked up at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from fibre_planner.analysis.design import Design
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.street_sides import CROSSING_LANE
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray, TrenchGraph

_TINY_EUR = 1e-6
_ON_TREE_M = 5.0


@dataclass(frozen=True, eq=False)
class Route:
    """A way in place of a stretch of trench, and what it changes: metres, and EUR of digging.

    edges: of the graph that are new, ascending; left_out: those that are no longer dug; lines:
    LineStrings of the new ones.
    """

    edges: IntArray
    left_out: IntArray
    lines: Any
    length_m: float
    cost_eur: float


@dataclass(frozen=True, eq=False)
class Part:
    """Per node, what the cheapest way to one part of the network costs, and its next edge."""

    far_eur: FloatArray
    before: IntArray
    edge: IntArray


@dataclass(frozen=True, eq=False)
class Detours:
    """All ways around one stretch of trench.

    stretch: its edges, which a way may share in part; through: edges over which a way leads, in
    the order of index.
    """

    graph: TrenchGraph
    dig_eur: FloatArray
    stretch: IntArray
    parts: tuple[Part, Part]
    through: IntArray
    index: shapely.STRtree

    def route(self, x: float, y: float, within_m: float) -> Route | None:
        """Return the cheapest way through the street nearest to a place, None where none is near.

        A dead end is no way: the route passes where it begins.
        """
        near = self.index.query_nearest(
            shapely.Point(x, y), max_distance=within_m, all_matches=False
        )
        if not len(near):
            return None
        edge = int(self.through[near[0]])
        one, other = self.graph.ends[edge].tolist()
        here, there = self.parts
        if here.far_eur[other] + there.far_eur[one] < here.far_eur[one] + there.far_eur[other]:
            one, other = other, one
        walked = np.array([edge, *steps_to(here, one), *steps_to(there, other)], dtype=np.int64)
        edges, times = np.unique(walked, return_counts=True)
        edges = edges[times % 2 == 1]
        new, left_out = np.setdiff1d(edges, self.stretch), np.setdiff1d(self.stretch, edges)
        return Route(
            new,
            left_out,
            self.graph.lines[new],
            float(self.graph.length_m[new].sum() - self.graph.length_m[left_out].sum()),
            float(self.dig_eur[new].sum() - self.dig_eur[left_out].sum()),
        )


def find_detours(design: Design, x: float, y: float) -> Detours | None:
    """Return all ways around the stretch of trench at a place, None where there is no trench."""
    graph, tree = design.joined.graph, design.network.tree
    inside = np.flatnonzero(tree.edge >= 0)
    lines = graph.lines[tree.edge[inside]]
    away_m = shapely.distance(lines, shapely.Point(x, y))
    if not len(away_m) or away_m.min() > _ON_TREE_M:
        return None
    pressed = int(inside[np.argmin(away_m)])
    stretch = _stretch(tree, pressed, design.served.terminals())
    below = np.zeros(graph.node_count, dtype=bool)
    below[tree.node[stretch[-1] : tree.end[stretch[-1]]]] = True
    above = np.zeros(graph.node_count, dtype=bool)
    above[tree.node] = True
    above[tree.node[stretch[0] : tree.end[stretch[0]]]] = False
    kept = np.ones(len(graph.ends), dtype=bool)
    kept[tree.edge[pressed]] = False
    price = design.counted.dig_eur
    parts = (ways_to(graph, price, kept, above, below), ways_to(graph, price, kept, below, above))
    one, other = graph.ends.T
    here, there = parts[0].far_eur, parts[1].far_eur
    way_eur = np.minimum(here[one] + there[other], here[other] + there[one])
    kept[tree.edge[stretch]] = False
    through = np.flatnonzero(kept & np.isfinite(way_eur))
    index = shapely.STRtree(graph.lines[through])
    edges = np.sort(tree.edge[stretch])
    return Detours(graph, design.costs.dig_eur, edges, parts, through, index)


def _stretch(tree: RootedTree, place: int, frontage: IntArray) -> IntArray:
    """Return the nodes of a tree whose edges to the parent make up the stretch, upper one first."""
    needed = np.isin(tree.node, frontage) | (tree.parent < 0)
    needed |= np.bincount(tree.parent[tree.parent >= 0], minlength=len(tree.node)) != 1
    top, bottom = place, place
    # A few steps: from house to house or to the next junction.
    while not needed[tree.parent[top]]:
        top = int(tree.parent[top])
    while not needed[bottom]:
        bottom += 1  # in depth-first order an only child comes next
    return np.arange(top, bottom + 1)


def ways_to(
    graph: TrenchGraph, price: FloatArray, kept: BoolArray, mine: BoolArray, others: BoolArray
) -> Part:
    """Return the cheapest ways to one part of the network that keep off the other one."""
    edges = np.flatnonzero(kept & ~others[graph.ends].any(axis=1))
    low, high = graph.ends[edges].min(axis=1), graph.ends[edges].max(axis=1)
    order = np.lexsort((price[edges], high, low))
    edges, name = edges[order], (low * graph.node_count + high)[order]
    first = np.ones(len(edges), dtype=bool)
    first[1:] = name[1:] != name[:-1]
    edges, name = edges[first], name[first]
    ends = graph.ends[edges]
    rows = csr_array(
        (np.maximum(price[edges], _TINY_EUR), (ends[:, 0], ends[:, 1])),
        shape=(graph.node_count, graph.node_count),
    )
    far, before, _ = dijkstra(
        rows,
        directed=False,
        indices=np.flatnonzero(mine),
        min_only=True,
        return_predecessors=True,
    )
    up = np.maximum(before, 0).astype(np.int64)
    node = np.arange(graph.node_count)
    pair = np.minimum(node, up) * graph.node_count + np.maximum(node, up)
    at = np.minimum(np.searchsorted(name, pair), max(len(name) - 1, 0))
    return Part(far, before.astype(np.int64), edges[at] if len(edges) else at)


def steps_to(part: Part, node: int) -> Iterable[int]:
    """Yield the edges of the way from a node to a part."""
    while part.before[node] >= 0:
        yield int(part.edge[node])
        node = int(part.before[node])


def pieces_of(detours: Detours, edges: IntArray, streets: Any, wish: str) -> list[dict[str, Any]]:
    """Return a wish for edges: wish, street_id and geometry of each piece, along the streets.

    streets: the layer. Crossings between the sides of a street are left out.
    """
    rows = detours.graph.edges
    street, lane = rows["street"].to_numpy(), rows["lane"].to_numpy()
    edges = edges[(street[edges] >= 0) & (lane[edges] != CROSSING_LANE)]
    names, axes = streets["street_id"].to_numpy(object), streets.geometry.to_numpy()
    found: list[dict[str, Any]] = []
    # As many rounds as streets are passed.
    for row in np.unique(street[edges]).tolist():
        mine = edges[street[edges] == row]
        lines = [
            detours.graph.lines[edge] if lane[edge] == 0 else _on_axis(detours, edge, axes[row])
            for edge in mine.tolist()
        ]
        merged = shapely.line_merge(shapely.union_all(lines))
        found += [
            {"wish": wish, "street_id": names[row], "geometry": line}
            for line in shapely.get_parts(merged)
        ]
    return found


def _on_axis(detours: Detours, edge: int, axis: Any) -> Any:
    """Return the part of a street's line beside which an edge runs."""
    ends = shapely.points(detours.graph.xy[detours.graph.ends[edge]])
    begin, end = sorted(shapely.line_locate_point(axis, ends).tolist())
    vertices = shapely.get_coordinates(axis)
    along = shapely.line_locate_point(axis, shapely.points(vertices))
    inner = vertices[(along > begin) & (along < end)]
    places = shapely.get_coordinates(shapely.line_interpolate_point(axis, [begin, end]))
    return shapely.LineString([places[0], *inner, places[1]])
