"""Where each address joins the street: the frontage, and the lead-in from there to the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.analysis.address_key import name_keys
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
)
from fibre_planner.analysis.streets.trench_prices import graph_rules

Texts = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Kerbs:
    """The graph as addresses see it.

    name_key: (edges,) street names without differences of spelling; reachable: (edges,) whether a
    POP can be reached from there, and in_public: without private ground. barriers: what no lead-in
    may cross. snap_distance_m: the longest lead-in.
    """

    graph: TrenchGraph
    name_key: Texts
    reachable: BoolArray
    in_public: BoolArray
    barriers: Lines
    snap_distance_m: float


@dataclass(frozen=True, eq=False)
class Frontages:
    """Per address: the edge (-1 for none), the place along it, and the reason why there is none.

    reason: empty, no_street_within_reach, across_barrier or street_island. island: edge that would
    do if it led to a POP, -1 for none. yard_edge, yard_m: the best place on private ground or
    behind it, where it is nearer than any other; saved_m: by how much, inf where there is no other.
    kerbs, points, name_key: what they were found for.
    """

    edge: IntArray
    measure_m: FloatArray
    reason: Texts
    island: IntArray
    yard_edge: IntArray
    yard_m: FloatArray
    saved_m: FloatArray
    kerbs: Kerbs
    points: Lines
    name_key: Texts


_FOUND = ("edge", "measure_m", "reason", "island", "yard_edge", "yard_m", "saved_m")
"""What is found for each address by itself."""


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Pairs of address and edge within reach, best first for each address.

    score_m: distance, less what the same name is worth.
    """

    address: IntArray
    edge: IntArray
    score_m: FloatArray

    def take(self, chosen: BoolArray) -> _Candidates:
        """Return some of the pairs."""
        return _Candidates(self.address[chosen], self.edge[chosen], self.score_m[chosen])


def barrier_shapes(areas: Any, streets: Any, rules: pd.DataFrame) -> Lines:
    """Return what no lead-in may cross: railways and rivers, and motorways at grade.

    rules: street_rules of the streets.
    """
    barriers = areas.loc[areas["kind"] == "barrier"].geometry.to_numpy()
    at_grade = (streets["structure"] == "") & (streets["level"] == 0)
    blocked = rules["barrier"].to_numpy() & at_grade.to_numpy()
    shapes = np.concatenate([barriers, streets.geometry.to_numpy()[blocked]])
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return np.asarray(shapely.make_valid(shapes))


def see_kerbs(
    graph: TrenchGraph,
    streets: pd.DataFrame,
    reached: tuple[BoolArray, BoolArray],
    barriers: Lines,
    snap_distance_m: float,
) -> Kerbs:
    """Return the graph as addresses see it.

    reached: (edges,) whether a POP can be reached from there at all, and without private ground.
    """
    return Kerbs(graph, edge_name_keys(streets, graph), *reached, barriers, snap_distance_m)


def find_frontages(
    points: Lines, name_key: Texts, kerbs: Kerbs, former: Frontages | None = None
) -> Frontages:
    """Return where addresses join the graph.

    points, name_key: (addresses,) places and street names without differences of spelling. An
    address joins the nearest edge, or one of its own street's name that is not much farther and
    not across another street, within reach; a lead-in across a barrier is not allowed, unless the
    address lies inside of it. Public ground comes first; what private ground would save is told
    beside it. former: found before; of the same kerbs, it answers for the addresses it knows.
    """
    if former is None or former.kerbs is not kerbs:
        return _find(points, name_key, kerbs)
    known = _known_rows(former, points, name_key)
    new = np.flatnonzero(known < 0)
    pool, row = [former], known
    if len(new):
        pool.append(_find(points[new], name_key[new], kerbs))
        row = np.where(known < 0, len(former.points) + np.cumsum(known < 0) - 1, known)

    def of_pool(name: str) -> Any:
        return np.concatenate([getattr(found, name) for found in pool])[row]

    return Frontages(
        **{name: of_pool(name) for name in _FOUND}, kerbs=kerbs, points=points, name_key=name_key
    )


def _known_rows(former: Frontages, points: Lines, name_key: Texts) -> IntArray:
    """Return the row of each address in what was found before, -1 for a new one."""
    keys = [
        pd.MultiIndex.from_arrays([*shapely.get_coordinates(places).T, names])
        for places, names in ((former.points, former.name_key), (points, name_key))
    ]
    kept = np.flatnonzero(~keys[0].duplicated())
    row = keys[0][kept].get_indexer(keys[1])
    return np.asarray(np.where(row >= 0, kept[np.maximum(row, 0)], -1))


def _find(points: Lines, name_key: Texts, kerbs: Kerbs) -> Frontages:
    """Return where addresses join the graph, each found anew."""
    graph, snap_m, count = kerbs.graph, kerbs.snap_distance_m, len(points)
    found = _candidates(points, name_key, kerbs, snap_m)
    in_reach = _any(found.address, count)
    found = found.take(~_crosses(points, graph, found, kerbs.barriers, snap_m))
    allowed = _any(found.address, count)
    island, _ = _best(found, count)
    found = found.take(kerbs.reachable[found.edge])
    in_public = kerbs.in_public[found.edge]
    edge, score_m = _best(found.take(in_public), count)
    yard_edge, yard_score_m = _best(found.take(~in_public), count)
    yard_edge = np.where(yard_score_m < score_m, yard_edge, -1)
    saved_m = np.where(edge < 0, np.inf, score_m - np.where(edge < 0, 0.0, yard_score_m))
    edge = np.where(edge < 0, yard_edge, edge)
    reason = np.full(count, "", dtype=object)
    reason[edge < 0] = "street_island"
    reason[~allowed] = "across_barrier"
    reason[~in_reach] = "no_street_within_reach"
    return Frontages(
        edge=edge,
        measure_m=_along(graph, edge, points),
        reason=reason,
        island=np.where(edge < 0, island, -1),
        yard_edge=yard_edge,
        yard_m=_along(graph, yard_edge, points),
        saved_m=np.where(yard_edge < 0, 0.0, saved_m),
        kerbs=kerbs,
        points=points,
        name_key=name_key,
    )


def _best(found: _Candidates, count: int) -> tuple[IntArray, FloatArray]:
    """Return the best edge of each address and its score, -1 and inf for none."""
    edge = np.full(count, -1, dtype=np.int64)
    score_m = np.full(count, np.inf)
    # Candidates come best first; assigned in reverse, the best one stays.
    edge[found.address[::-1]] = found.edge[::-1]
    score_m[found.address[::-1]] = found.score_m[::-1]
    return edge, score_m


def _along(graph: TrenchGraph, edge: IntArray, points: Lines) -> FloatArray:
    """Return the place along its edge that is nearest to each point, NaN without an edge."""
    measure_m = np.full(len(points), np.nan)
    has = np.flatnonzero(edge >= 0)
    measure_m[has] = shapely.line_locate_point(graph.lines[edge[has]], points[has])
    return measure_m


def _any(address: IntArray, count: int) -> BoolArray:
    result = np.zeros(count, dtype=bool)
    result[address] = True
    return result


def _candidates(points: Lines, name_key: Texts, kerbs: Kerbs, snap_m: float) -> _Candidates:
    graph, edge_name_key = kerbs.graph, kerbs.name_key
    front = np.flatnonzero(graph.edges["front"].to_numpy())
    tree = shapely.STRtree(graph.lines[front])
    address, number = tree.query(points, predicate="dwithin", distance=snap_m)
    edge = front[number]
    distance_m = shapely.distance(points[address], graph.lines[edge])
    same = (name_key[address] == edge_name_key[edge]) & (name_key[address] != "")
    same[same] = ~_crosses_street(points[address[same]], graph, edge[same])
    score = distance_m - same * graph_rules()["lead_in"]["same_name_extra_m"]
    order = np.lexsort((edge, distance_m, score, address))
    return _Candidates(address[order], edge[order], score[order])


def _crosses_street(points: Lines, graph: TrenchGraph, edge: IntArray) -> BoolArray:
    """Return which lead-ins would cross the carriageway of another street on their way to an edge.

    points, edge: (pairs,) places of houses and the edges they would join.
    """
    result = np.zeros(len(edge), dtype=bool)
    width_m = graph.edges["crossed_m"].to_numpy()
    sided = graph.edges["lane"].isin([1, -1]).to_numpy()
    roads = np.flatnonzero(sided | (width_m >= graph_rules()["lead_in"]["crossed_street_m"]))
    lead_ins = shapely.shortest_line(points, graph.lines[edge])
    pair, road = shapely.STRtree(graph.lines[roads]).query(lead_ins, predicate="crosses")
    street = graph.edges["street"].to_numpy()
    other = street[roads[road]] != street[edge[pair]]
    result[pair[other]] = True
    return result


def _crosses(
    points: Lines, graph: TrenchGraph, found: _Candidates, barriers: Lines, snap_m: float
) -> BoolArray:
    """Return which candidates' lead-ins would cross a barrier."""
    result = np.zeros(len(found.address), dtype=bool)
    if not len(barriers):
        return result
    tree = shapely.STRtree(barriers)
    near = np.unique(tree.query(points, predicate="dwithin", distance=snap_m)[0])
    pairs = np.flatnonzero(np.isin(found.address, near))
    address = found.address[pairs]
    lead_ins = shapely.shortest_line(points[address], graph.lines[found.edge[pairs]])
    number, barrier = tree.query(lead_ins, predicate="intersects")
    outside = ~shapely.intersects(barriers[barrier], points[address[number]])
    result[pairs[number[outside]]] = True
    return result


def far_side(
    points: Lines, graph: TrenchGraph, frontages: Frontages, default_side: int = 1
) -> BoolArray:
    """Return which lead-ins cross the carriageway, because the trench lies on the other side.

    The trench lies on the side that has a footway, else where the street has more of the given
    addresses; where both are equal, on the left.
    """
    result = np.zeros(len(points), dtype=bool)
    has = np.flatnonzero(frontages.edge >= 0)
    edge = frontages.edge[has]
    side = _side(points[has], graph.lines[edge], frontages.measure_m[has])
    street = graph.edges["street"].to_numpy()[edge]
    known = graph.edges["side"].to_numpy()[edge]
    votes = np.bincount(street, weights=side, minlength=1)
    majority = np.where(votes == 0, default_side, np.sign(votes))[street]
    trench = np.where(known != 0, known, majority)
    crosses = graph.edges["crossed_m"].to_numpy()[edge] > 0.0
    result[has] = crosses & (side != 0) & (side != trench)
    return result


def _side(points: Lines, lines: Lines, measure_m: FloatArray) -> IntArray:
    """Return on which side of its line each point lies: 1 left, -1 right, 0 on it."""
    step_m = 0.5
    behind = shapely.line_interpolate_point(lines, np.maximum(measure_m - step_m, 0.0))
    ahead = shapely.line_interpolate_point(lines, measure_m + step_m)
    origin = shapely.get_coordinates(behind)
    along = shapely.get_coordinates(ahead) - origin
    out = shapely.get_coordinates(points) - origin
    turn = along[:, 0] * out[:, 1] - along[:, 1] * out[:, 0]
    return np.asarray(np.sign(np.round(turn, 6)), dtype=np.int64)


def edge_name_keys(streets: pd.DataFrame, graph: TrenchGraph) -> Texts:
    """Return the spelling-free street name of each edge."""
    keys = name_keys(streets["name"]).to_numpy(object)
    return np.asarray(keys[graph.edges["street"].to_numpy()])
