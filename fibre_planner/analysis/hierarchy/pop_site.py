"""Where the network begins: the POP given, the ones that exist, or a place in the densest part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
    only_edges,
)
from fibre_planner.analysis.streets.trench_prices import graph_rules
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

_FARTHEST_M = 1000.0
"""A POP farther from every street is a slip of coordinates, not a place."""


@dataclass(frozen=True, eq=False)
class PopSites:
    """Places of the POPs on the graph and the edges one can reach from them.

    node_ids: of the existing POPs, empty for a new one. wanted_xy: (pops, 2) where they were
    asked for; moved_m: how far from there they join the street. in_public: edges one can reach
    without private ground. given: whether the scenario or
    the network gives their places, so that they stay there.
    """

    edge: IntArray
    measure_m: FloatArray
    node_ids: tuple[str, ...]
    wanted_xy: FloatArray
    moved_m: FloatArray
    reachable: BoolArray  # (edges,)
    in_public: BoolArray  # (edges,)
    given: bool


def choose_pops(
    nodes: Any,
    place: tuple[float, float] | None,
    graph: TrenchGraph,
    points: Lines,
    units: IntArray,
) -> PopSites:
    """Return where the network begins.

    nodes: the layer; place: the POP's place as the scenario gives it. points, units: (addresses,)
    places and units of those to be reached. The scenario's place comes first, then existing POPs;
    else the program takes the middle (the median by units in both directions) of the densest
    square. Raises PlannerError for a place far from any street.
    """
    component = edge_components(graph)
    main = _main_component(graph, component, points)
    if place is not None:
        wanted, ids = np.array([place]), ("",)
        given = True
    else:
        existing = nodes.loc[nodes["kind"] == "pop"]
        wanted, ids = shapely.get_coordinates(existing.geometry), tuple(existing["node_id"])
        given = bool(ids)
        if not given:
            near = _near_streets(graph, points)
            wanted = densest_place(shapely.get_coordinates(points[near]), units[near])[None]
            ids = ("",)
    places = shapely.points(wanted)
    edge, distance_m = _nearest_edges(graph, component, main, places)
    if not (distance_m <= _FARTHEST_M).all():
        raise PlannerError(
            tr("The POP lies more than {distance} m from every street that may be dug.").format(
                distance=int(_FARTHEST_M)
            ),
            tr("Check the place of the POP: easting and northing in the project's coordinates."),
        )
    measure_m = shapely.line_locate_point(graph.lines[edge], places)
    reachable = np.isin(component, component[edge])
    in_public = _reached_in_public(graph, edge, reachable)
    return PopSites(edge, measure_m, ids, wanted, distance_m, reachable, in_public, given)


def _reached_in_public(graph: TrenchGraph, edge: IntArray, reachable: BoolArray) -> BoolArray:
    """Return the edges one can reach from others without private ground.

    Where those lie on private ground themselves, every public one that can be reached counts.
    """
    public = ~graph.edges["private"].to_numpy(bool)
    if public.all():
        return reachable
    rows = np.flatnonzero(public)
    component = np.full(len(public), -1, dtype=np.int64)
    component[rows] = edge_components(only_edges(graph, rows))
    begun = component[edge]
    if (begun < 0).any():
        return np.asarray(reachable & public)
    return np.asarray(np.isin(component, begun))


def _near_streets(graph: TrenchGraph, points: Lines) -> BoolArray:
    """Return which addresses lie near enough to a street to be where a network begins."""
    near = np.zeros(len(points), dtype=bool)
    tree = shapely.STRtree(graph.lines)
    near[tree.query_nearest(points, max_distance=_FARTHEST_M, all_matches=False)[0]] = True
    return near if near.any() else ~near


def edge_components(graph: TrenchGraph) -> IntArray:
    """Return the number of the island each edge lies on."""
    links = (np.ones(len(graph.ends)), (graph.ends[:, 0], graph.ends[:, 1]))
    rows = csr_array(links, shape=(graph.node_count, graph.node_count))
    number = connected_components(rows, directed=False)[1]
    return np.asarray(number[graph.ends[:, 0]], dtype=np.int64)


def densest_place(xy: FloatArray, units: IntArray) -> FloatArray:
    """Return the median place by units within the square with the most units."""
    square_m = graph_rules()["pop"]["square_m"]
    cell = np.floor(xy / square_m).astype(np.int64)
    cells, number = np.unique(cell, axis=0, return_inverse=True)
    densest = int(np.argmax(np.bincount(number.ravel(), weights=units, minlength=len(cells))))
    inside = number.ravel() == densest
    return np.array([_median(xy[inside, axis], units[inside]) for axis in (0, 1)])


def _median(values: FloatArray, weights: IntArray) -> float:
    order = np.argsort(values, kind="stable")
    half = np.cumsum(weights[order]) * 2 >= weights.sum()
    return float(values[order][int(np.argmax(half))])


def _main_component(graph: TrenchGraph, component: IntArray, points: Lines) -> int:
    """Return the island that is nearest to the most addresses."""
    nearest = component[shapely.STRtree(graph.lines).nearest(points)]
    return int(np.argmax(np.bincount(nearest)))


def _nearest_edges(
    graph: TrenchGraph, component: IntArray, main: int, places: Lines
) -> tuple[IntArray, FloatArray]:
    """Return the edge each place joins: the nearest, on the main island unless that is far.

    Private ways count only where there is no other place at all.
    """
    edges = graph.edges
    front = np.flatnonzero(edges["front"].to_numpy(bool) & ~edges["private"].to_numpy(bool))
    if not len(front):
        front = np.arange(len(graph.ends))
    on_main = front[component[front] == main]
    nearest = front[shapely.STRtree(graph.lines[front]).nearest(places)]
    distance_m = shapely.distance(places, graph.lines[nearest])
    if len(on_main):
        other = on_main[shapely.STRtree(graph.lines[on_main]).nearest(places)]
        other_m = shapely.distance(places, graph.lines[other])
        nearer = other_m <= distance_m + graph_rules()["pop"]["main_network_extra_m"]
        nearest = np.where(nearer, other, nearest)
        distance_m = np.where(nearer, other_m, distance_m)
    return nearest, distance_m
