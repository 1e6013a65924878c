"""What may be dug, as nodes and edges in arrays, and how an edge is cut in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Lines = npt.NDArray[Any]  # shapely LineStrings

SHORTEST_M = 0.01
"""A piece of an edge is never shorter; cuts nearer than this to an end are the end."""


@dataclass(frozen=True, eq=False)
class TrenchGraph:
    """Nodes and undirected edges; an edge's line runs from its first end to its second.

    xy: (nodes, 2) metres. ends: (edges, 2) node numbers. lines, length_m: (edges,).
    edges: (edges,) rows in order, with the columns street (row of the street layer, -1 for a
    crossing between two sides), price_code, factor_code (empty, or the position that scales the
    price), method, surface, slot_code (position of a milled trench, empty where none is allowed),
    site_id, stretch_id (of the duct, site, surface or barrier there), crossings and pits
    (surcharges, each), front (whether a lead-in may begin here), crossed_m (carriageway a lead-in
    to the far side crosses), private (whether it lies in a private way), side (1 trench on the
    left, -1 on the right, 0 not known), section (of street between two meetings), from_m and to_m
    (where along its axis) and lane (0 the only trench, 1 on the left, -1 on the right, 2 a
    crossing).
    """

    xy: FloatArray
    ends: IntArray
    lines: Lines
    length_m: FloatArray
    edges: pd.DataFrame

    @property
    def node_count(self) -> int:
        """Return the number of nodes."""
        return len(self.xy)


@dataclass(frozen=True, eq=False)
class Split:
    """A graph with cut edges: node of each cut point, and the edge each new edge came from."""

    graph: TrenchGraph
    node: IntArray
    parent: IntArray


def only_edges(graph: TrenchGraph, rows: IntArray) -> TrenchGraph:
    """Return the graph with some of its edges alone, by number; nodes keep theirs."""
    return TrenchGraph(
        graph.xy,
        graph.ends[rows],
        graph.lines[rows],
        graph.length_m[rows],
        graph.edges.iloc[rows].reset_index(drop=True),
    )


def line_pieces(
    xy: FloatArray, line: IntArray, is_break: BoolArray
) -> tuple[Lines, IntArray, IntArray]:
    """Return the pieces of lines between their breaks, with their first and last point.

    xy: (points, 2) in order along each line; line: (points,) ascending line numbers; is_break:
    (points,) true at least at both ends of every line. Returns LineStrings and two arrays of
    point numbers.
    """
    breaks = np.flatnonzero(is_break)
    within = line[breaks[:-1]] == line[breaks[1:]]
    first, last = breaks[:-1][within], breaks[1:][within]
    counts = last - first + 1
    piece = np.repeat(np.arange(len(first)), counts)
    begin = np.cumsum(counts) - counts
    points = first[piece] + np.arange(len(piece)) - begin[piece]
    if not len(first):
        return np.empty(0, dtype=object), first, last
    return shapely.linestrings(xy[points], indices=piece), first, last


def split_edges(graph: TrenchGraph, edge: IntArray, measure_m: FloatArray) -> Split:
    """Cut edges at places along them; the pieces inherit all but the length.

    edge, measure_m: (points,) edge number and distance from the first end of its line.
    """
    node, number, cut_edge, cut_m = _number_cuts(graph, edge, measure_m)
    if not len(cut_edge):
        return Split(graph, node, np.arange(len(graph.ends)))
    cut_xy = shapely.get_coordinates(shapely.line_interpolate_point(graph.lines[cut_edge], cut_m))
    touched, cut_line = np.unique(cut_edge, return_inverse=True)
    vertex_xy, vertex_line = shapely.get_coordinates(graph.lines[touched], return_index=True)
    vertex_node = _end_nodes(vertex_line, graph.ends[touched])
    line = np.concatenate([vertex_line, cut_line])
    order = np.lexsort((np.concatenate([_measures(vertex_xy, vertex_line), cut_m]), line))
    xy = np.concatenate([vertex_xy, cut_xy])[order]
    at_node = np.concatenate([vertex_node, number])[order]
    line = line[order]
    pieces, first, last = line_pieces(xy, line, at_node >= 0)
    untouched = np.ones(len(graph.ends), dtype=bool)
    untouched[touched] = False
    kept = np.flatnonzero(untouched)
    parent = np.concatenate([kept, touched[line[first]]])
    order = np.argsort(parent, kind="stable")
    parent = parent[order]
    ends = np.concatenate([graph.ends[kept], np.column_stack([at_node[first], at_node[last]])])
    lines = np.concatenate([graph.lines[kept], pieces])[order]
    edges = graph.edges.iloc[parent].reset_index(drop=True)
    length_m = shapely.length(lines)
    _share_axis(edges, parent, length_m)
    cut = TrenchGraph(np.concatenate([graph.xy, cut_xy]), ends[order], lines, length_m, edges)
    return Split(cut, node, parent)


def _share_axis(edges: pd.DataFrame, parent: IntArray, length_m: FloatArray) -> None:
    """Give each piece its share of the axis of the edge it came from.

    edges: rows of the pieces, changed in place; parent: ascending.
    """
    if "from_m" not in edges:
        return
    run = np.cumsum(length_m)
    first = np.searchsorted(parent, parent, side="left")
    last = np.searchsorted(parent, parent, side="right") - 1
    begin = (run - length_m)[first]
    whole = np.maximum(run[last] - begin, SHORTEST_M)
    low, high = edges["from_m"].to_numpy(), edges["to_m"].to_numpy()
    until = low + (high - low) * ((run - begin) / whole)
    inner = np.arange(len(parent)) != last
    edges["to_m"] = np.where(inner, until, high)
    start = low.copy()
    start[1:] = np.where(parent[1:] == parent[:-1], edges["to_m"].to_numpy()[:-1], low[1:])
    edges["from_m"] = start


def _number_cuts(
    graph: TrenchGraph, edge: IntArray, measure_m: FloatArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Return the node of each point, and node number, edge and place of each different cut."""
    node = np.full(len(edge), -1, dtype=np.int64)
    at_start = measure_m <= SHORTEST_M
    at_end = measure_m >= graph.length_m[edge] - SHORTEST_M
    node[at_end] = graph.ends[edge[at_end], 1]
    node[at_start] = graph.ends[edge[at_start], 0]
    inner = np.flatnonzero(node < 0)
    order = inner[np.lexsort((measure_m[inner], edge[inner]))]
    sorted_edge, sorted_m = edge[order], measure_m[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (sorted_edge[1:] != sorted_edge[:-1]) | (np.diff(sorted_m) > SHORTEST_M)
    node[order] = graph.node_count + np.cumsum(new) - 1
    number = graph.node_count + np.arange(int(new.sum()))
    return node, number, sorted_edge[new], sorted_m[new]


def _end_nodes(line: IntArray, ends: IntArray) -> IntArray:
    """Return the node of each vertex: known at the ends of its line, -1 between them."""
    node = np.full(len(line), -1, dtype=np.int64)
    is_first = np.ones(len(line), dtype=bool)
    is_first[1:] = line[1:] != line[:-1]
    is_last = np.roll(is_first, -1)
    node[is_first] = ends[:, 0]
    node[is_last] = ends[:, 1]
    return node


def _measures(xy: FloatArray, line: IntArray) -> FloatArray:
    """Return the distance of each vertex from the start of its line."""
    step = np.zeros(len(line))
    step[1:] = np.hypot(*np.diff(xy, axis=0).T)
    run = np.cumsum(step)
    is_first = np.ones(len(line), dtype=bool)
    is_first[1:] = line[1:] != line[:-1]
    return np.asarray(run - run[is_first][np.cumsum(is_first) - 1])
