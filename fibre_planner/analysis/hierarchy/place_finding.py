"""Places that planners ask for: where on the streets a wished cabinet or PoP would stand.

A wish is met at a node of the trench graph: a frontage, a junction, the end of a street. What is
no street land refuses it, and the reason is kept for the ledger and the map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from fibre_planner.analysis.hierarchy.asked_places import AskedPlaces
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import IntArray, TrenchGraph

REACH_M = 30.0
"""A place farther from every street is none that a cabinet could be meant for."""

_ALONG_M = 150.0
"""Way from a place on a street to the next node, where houses are rare."""

_NEARER_M = 10.0
"""Ground that is this much nearer than a place which is allowed is the ground that is meant."""


@dataclass(frozen=True, eq=False)
class PlaceFinder:
    """Looks up where a cabinet or PoP that is asked for at a place would stand.

    allowed: numbers of the nodes where one may stand and that the network reaches.
    """

    graph: TrenchGraph
    component: IntArray
    roots: IntArray
    allowed: IntArray
    _places: Any
    _nodes: Any
    _lines: Any

    def find(self, x: float, y: float) -> tuple[int, str]:
        """Return the node for a place and "", or -1 and why there is none.

        Reasons: far (from every street), private (ground), island (no way to the PoP), closed
        (inside a building or on closed ground), no_side (bridge, tunnel, drilling, crossing).
        """
        place = shapely.Point(x, y)
        if not len(self._lines.query_nearest(place, max_distance=REACH_M, all_matches=False)):
            return -1, "far"
        any_m, nearest = self._nodes.query((x, y))
        if len(self.allowed):
            away_m, at = self._places.query((x, y))
            if away_m <= min(_ALONG_M, any_m + _NEARER_M):
                return int(self.allowed[at]), ""
        return -1, self._problem(int(nearest))

    def _problem(self, node: int) -> str:
        """Return why no cabinet may stand at a node."""
        if self.component[node] not in self.component[self.roots]:
            return "island"
        edges = self.graph.edges
        here = (self.graph.ends == node).any(axis=1)
        private = edges["private"].to_numpy(bool)
        if private[here].all():
            return "private"
        return "closed" if (edges["front"].to_numpy(bool) & ~private)[here].any() else "no_side"


def place_finder(joined: Joined) -> PlaceFinder:
    """Return what looks up places on the graph of joined, where it is known what is allowed."""
    graph, roots = joined.graph, joined.roots
    links = (np.ones(len(graph.ends)), (graph.ends[:, 0], graph.ends[:, 1]))
    rows = csr_array(links, shape=(graph.node_count, graph.node_count))
    component = connected_components(rows, directed=False)[1]
    allowed = np.flatnonzero(joined.may_stand & np.isin(component, component[roots]))
    places = cKDTree(graph.xy[allowed]) if len(allowed) else None
    lines = shapely.STRtree(graph.lines)
    component = np.asarray(component, dtype=np.int64)
    return PlaceFinder(graph, component, roots, allowed, places, cKDTree(graph.xy), lines)


def find_places(joined: Joined, wishes: Any) -> AskedPlaces:
    """Return where the wishes of a project would stand. wishes: the layer `node_wishes`."""
    if wishes.empty:
        return AskedPlaces()
    finder = place_finder(joined)
    shapes = wishes.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    places = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    xy = np.where(there[:, None], places, 0.0)
    # Few rows: a wish is made by hand.
    found = [
        finder.find(x, y) if has else (-1, "far")
        for (x, y), has in zip(xy.tolist(), there.tolist(), strict=True)
    ]
    node = np.array([each[0] for each in found], dtype=np.int64)
    away_m = np.where(node >= 0, np.hypot(*(joined.graph.xy[node] - xy).T), 0.0)
    return AskedPlaces(
        tuple(wishes["wish_id"]),
        node,
        (wishes["kind"] == "pop").to_numpy(bool),
        away_m,
        tuple(each[1] for each in found),
    )


def with_places(joined: Joined, asked: AskedPlaces) -> Joined:
    """Return houses on a graph whose network also leads to the places that are asked for."""
    return replace(joined, asked=asked) if asked.wish_ids else joined
