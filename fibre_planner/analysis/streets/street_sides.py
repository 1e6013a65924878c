"""Wide streets as two trenches, one on each side, with crossings at their junctions.

Around a junction the arms of wide streets part the ground into corners. Each corner is a node;
going from one to the next means crossing the carriageway between them. A narrow street joins the
corner it comes out at. Where a single wide street ends or becomes narrow, an arm is imagined
opposite, so that its sides stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
)

CROSSING_LANE = 2
"""Lane of the edges that cross a carriageway."""

_SHARPEST = 0.5
"""Sine below which a corner or bend is not drawn farther out."""


@dataclass(frozen=True, eq=False)
class _Arms:
    """Ends of edges around junctions of wide streets, sorted by node and angle.

    edge: -1 for an imagined arm; end: 0 or 1; wide: takes part in forming corners;
    left, right: the corner on either side, looking away from the node (wide arms), or twice the
    corner the arm comes out at (narrow ones).
    """

    edge: IntArray
    end: IntArray
    node: IntArray
    wide: BoolArray
    left: IntArray
    right: IntArray


def double_wide_streets(
    graph: TrenchGraph, wide: BoolArray, width_m: FloatArray, crossing: pd.Series
) -> TrenchGraph:
    """Return the graph with both sides of wide edges as edges of their own.

    wide, width_m: (edges,). crossing: the values of a crossing's row in `edges`; its street is
    that of the arm it crosses.
    """
    if not wide.any():
        return graph
    arms, corner_xy = _arms(graph, wide, width_m)
    corner_of = np.full((len(graph.ends), 2, 2), -1, dtype=np.int64)  # edge, end, left/right
    real = arms.edge >= 0
    corner_of[arms.edge[real], arms.end[real], 0] = arms.left[real] + graph.node_count
    corner_of[arms.edge[real], arms.end[real], 1] = arms.right[real] + graph.node_count
    xy = np.concatenate([graph.xy, corner_xy])
    narrow = np.flatnonzero(~wide)
    moved = corner_of[narrow, :, 0]
    narrow_ends = np.where(moved >= 0, moved, graph.ends[narrow])
    narrow_lines = _move_ends(graph.lines[narrow], xy, narrow_ends, moved >= 0)
    broad = np.flatnonzero(wide)
    # Seen from its far end, the left of a line is the right of the arm.
    left = np.column_stack([corner_of[broad, 0, 0], corner_of[broad, 1, 1]])
    right = np.column_stack([corner_of[broad, 0, 1], corner_of[broad, 1, 0]])
    lines = [narrow_lines]
    for ends, sign in ((left, 0.5), (right, -0.5)):
        lines.append(_offset(graph.lines[broad], sign * width_m[broad], xy, ends))
    across, crossed, crossed_end = _crossings(arms)
    across += graph.node_count
    lines.append(shapely.linestrings(xy[across]))
    edges = graph.edges
    rows = edges.iloc[crossed][["street", "section", "from_m", "to_m"]].reset_index(drop=True)
    at_m = rows["from_m"].where(crossed_end == 0, rows["to_m"])
    rows = rows.assign(**crossing.to_dict(), from_m=at_m, to_m=at_m, lane=CROSSING_LANE)
    sides = edges.iloc[np.concatenate([narrow, broad, broad])]
    lanes = np.repeat([0, 1, -1], [len(narrow), len(broad), len(broad)])
    order = np.concatenate([narrow, broad, broad, crossed])
    joined = TrenchGraph(
        xy,
        np.concatenate([narrow_ends, left, right, across]),
        np.concatenate(lines),
        shapely.length(np.concatenate(lines)),
        pd.concat([sides.assign(lane=lanes), rows[edges.columns]], ignore_index=True),
    )
    return _sorted_by(joined, order)


def _sorted_by(graph: TrenchGraph, origin: IntArray) -> TrenchGraph:
    """Return the graph with edges in the order of those they came from, unused nodes dropped."""
    order = np.argsort(origin, kind="stable")
    used, ends = np.unique(graph.ends[order], return_inverse=True)
    return TrenchGraph(
        graph.xy[used],
        ends.reshape(-1, 2).astype(np.int64),
        graph.lines[order],
        graph.length_m[order],
        graph.edges.iloc[order].reset_index(drop=True),
    )


def _arms(graph: TrenchGraph, wide: BoolArray, width_m: FloatArray) -> tuple[_Arms, FloatArray]:
    """Return the arms at nodes that a wide edge reaches, and the places of the corners."""
    count = len(graph.ends)
    edge, end = np.tile(np.arange(count), 2), np.repeat([0, 1], count)
    node = graph.ends[edge, end]
    wide_arms = np.bincount(node[wide[edge]], minlength=graph.node_count)
    chosen = wide_arms[node] > 0
    angle = _directions(graph.lines).T.ravel()[chosen]
    edge, end, node = edge[chosen], end[chosen], node[chosen]
    alone = wide[edge] & (wide_arms[node] == 1)
    width = np.concatenate([width_m[edge], width_m[edge[alone]]])
    is_wide = np.concatenate([wide[edge], np.ones(int(alone.sum()), dtype=bool)])
    angle = np.concatenate([angle, angle[alone] + np.pi]) % (2 * np.pi)
    edge = np.concatenate([edge, np.full(int(alone.sum()), -1)])
    end = np.concatenate([end, np.zeros(int(alone.sum()), dtype=np.int64)])
    node = np.concatenate([node, node[alone]])
    order = np.lexsort((end, edge, angle, node))
    edge, end, node, is_wide = edge[order], end[order], node[order], is_wide[order]
    angle, width = angle[order], width[order]
    corner = np.cumsum(is_wide) - 1  # each wide arm has the corner that follows it
    wide_node = node[is_wide]
    found, first = np.unique(wide_node, return_index=True)
    last = np.append(first[1:], len(wide_node)) - 1
    group = np.searchsorted(found, node)
    here = np.where(corner < first[group], last[group], corner)
    before = np.where(corner <= first[group], last[group], corner - 1)
    arms = _Arms(edge, end, node, is_wide, here, np.where(is_wide, before, here))
    following = np.arange(1, len(wide_node) + 1)
    following[last] = first
    place = _corner_places(graph.xy[wide_node], angle[is_wide], width[is_wide], following)
    return arms, place


def _directions(lines: Lines) -> FloatArray:
    """Return the angles (lines, 2) in which each line leaves its first and its last end."""
    away = []
    for here, there in ((0, 1), (-1, -2)):
        step = shapely.get_coordinates(shapely.get_point(lines, there)) - shapely.get_coordinates(
            shapely.get_point(lines, here)
        )
        away.append(np.arctan2(step[:, 1], step[:, 0]))
    return np.column_stack(away)


def _corner_places(
    xy: FloatArray, angle: FloatArray, width: FloatArray, following: IntArray
) -> FloatArray:
    """Return where the corner between each wide arm and the next one lies."""
    turn = (angle[following] - angle) % (2 * np.pi)
    turn = np.where(turn < 1e-9, 2 * np.pi, turn)
    middle = angle + turn / 2
    half = np.maximum(width, width[following]) / 2
    out = half / np.maximum(np.sin(turn / 2), _SHARPEST)
    return np.asarray(xy + out[:, None] * np.column_stack([np.cos(middle), np.sin(middle)]))


def _crossings(arms: _Arms) -> tuple[IntArray, IntArray, IntArray]:
    """Return corner pairs (crossings, 2), each pair once, and the edge and end it crosses."""
    chosen = arms.wide & (arms.edge >= 0) & (arms.left != arms.right)
    pair = np.column_stack([arms.left, arms.right])[chosen]
    pair.sort(axis=1)
    edge, end = arms.edge[chosen], arms.end[chosen]
    order = np.lexsort((end, edge, pair[:, 1], pair[:, 0]))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(pair[order], axis=0) != 0).any(axis=1)
    return pair[order][first], edge[order][first], end[order][first]


def _move_ends(lines: Lines, xy: FloatArray, ends: IntArray, moved: BoolArray) -> Lines:
    """Return lines whose moved ends lie at their new nodes."""
    changed = np.flatnonzero(moved.any(axis=1))
    points, line = shapely.get_coordinates(lines[changed], return_index=True)
    first = np.searchsorted(line, np.arange(len(changed)))
    last = np.searchsorted(line, np.arange(len(changed)), side="right") - 1
    for at, end in ((first, 0), (last, 1)):
        where = moved[changed, end]
        points[at[where]] = xy[ends[changed[where], end]]
    result = lines.copy()
    if len(changed):
        result[changed] = shapely.linestrings(points, indices=line)
    return result


def _offset(lines: Lines, by_m: FloatArray, xy: FloatArray, ends: IntArray) -> Lines:
    """Return lines moved to the left by by_m (right where negative), ending at their nodes."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    step = np.diff(points, axis=0, append=points[-1:])
    step /= np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    first = np.searchsorted(line, np.arange(len(lines)))
    last = np.searchsorted(line, np.arange(len(lines)), side="right") - 1
    # The direction at a bend is the middle of the two; how far out depends on the angle.
    before = np.roll(step, 1, axis=0)
    before[first] = step[first]
    step[last] = before[last]
    along = before + step
    size = np.maximum(np.hypot(*along.T), 1e-9)
    along /= size[:, None]
    out = by_m[line] / np.maximum(size / 2, _SHARPEST)
    moved = points + out[:, None] * np.column_stack([-along[:, 1], along[:, 0]])
    moved[first] = xy[ends[:, 0]]
    moved[last] = xy[ends[:, 1]]
    return np.asarray(shapely.linestrings(moved, indices=line))
