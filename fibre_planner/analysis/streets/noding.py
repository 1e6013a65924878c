"""Street lines cut into sections that meet only at their ends.

Streets meet where they share a vertex, where lines of the same level cross, where a vertex lies
on another line, and where a loose end stops just short of a street. A bridge or tunnel does not
meet what it crosses, but the street at each of its ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    line_pieces,
)


@dataclass(frozen=True, eq=False)
class Sections:
    """Sections of streets: (nodes, 2) places, (sections, 2) node numbers, lines, street rows."""

    xy: FloatArray
    ends: IntArray
    lines: Lines
    street: IntArray


@dataclass(frozen=True, eq=False)
class _Points:
    """Vertices of all lines in order: place, line number, level of the line."""

    xy: FloatArray  # (points, 2), whole millimetres
    line: IntArray  # ascending
    level: IntArray

    def is_first(self) -> BoolArray:
        result = np.ones(len(self.line), dtype=bool)
        result[1:] = self.line[1:] != self.line[:-1]
        return result

    def is_end(self) -> BoolArray:
        first = self.is_first()
        return np.asarray(first | np.roll(first, -1))

    def segments(self) -> IntArray:
        """Return the point number at which each segment starts."""
        return np.flatnonzero(~np.roll(self.is_first(), -1))


def node_streets(lines: Lines, level: IntArray, *, touch_m: float, snap_ends_m: float) -> Sections:
    """Cut lines where they meet.

    lines: (streets,) LineStrings or MultiLineStrings in metres, missing ones are left out; level:
    (streets,) lines of different level do not meet where they cross. touch_m: a vertex this near
    lies on the other line; snap_ends_m: a loose end this near was meant to meet it.
    """
    parts, street = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    usable = np.isfinite(xy).all(axis=1)
    xy, part = np.round(xy[usable], 3), part[usable]
    points = _tidy(_Points(xy, part, level[street[part]]))
    if not len(points.line):
        none = np.empty(0, dtype=np.int64)
        return Sections(np.empty((0, 2)), none.reshape(0, 2), np.empty(0, dtype=object), none)
    points = _tidy(_snap_to_vertices(points, snap_ends_m))
    where, place = _meetings(points, touch_m, snap_ends_m)
    points = _insert(points, where, place)
    node, is_node = _number_nodes(points)
    pieces, first, last = line_pieces(points.xy, points.line, is_node)
    ends = np.column_stack([node[first], node[last]])
    numbers, ends = np.unique(ends, return_inverse=True)
    xy = np.empty((len(numbers), 2))
    at_node = np.flatnonzero(is_node)
    inner = np.searchsorted(numbers, node[at_node])
    xy[inner] = points.xy[at_node]
    row = street[points.line[first]]
    return Sections(xy, ends.reshape(-1, 2).astype(np.int64), pieces, row)


def _tidy(points: _Points) -> _Points:
    """Return the points without repeated ones, and without lines of a single place."""
    xy, line = points.xy, points.line
    kept = np.ones(len(line), dtype=bool)
    kept[1:] = (line[1:] != line[:-1]) | (xy[1:] != xy[:-1]).any(axis=1)
    number = np.unique(line, return_inverse=True)[1]
    kept &= np.bincount(number, weights=kept, minlength=1)[number] >= 2
    return _Points(xy[kept], line[kept], points.level[kept])


def _place_numbers(xy: FloatArray) -> IntArray:
    """Return a number per place, the same for points on the same millimetre."""
    grid = np.round((xy - xy.min(axis=0)) * 1000.0).astype(np.int64)
    order = np.lexsort((grid[:, 1], grid[:, 0]))
    new = np.zeros(len(order), dtype=np.int64)
    new[1:] = (np.diff(grid[order], axis=0) != 0).any(axis=1)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new)
    return number


def _loose_ends(points: _Points) -> IntArray:
    """Return the ends of lines that share their place with no other vertex."""
    place = _place_numbers(points.xy)
    alone = np.bincount(place)[place] == 1
    return np.flatnonzero(points.is_end() & alone)


def _snap_to_vertices(points: _Points, reach_m: float) -> _Points:
    """Move loose ends onto the nearest vertex of another line of their level, where in reach."""
    loose = _loose_ends(points)
    if not len(loose):
        return points
    vertices = shapely.points(points.xy)
    tree = shapely.STRtree(vertices)
    end, vertex = tree.query(vertices[loose], predicate="dwithin", distance=reach_m)
    source = loose[end]
    is_loose = np.zeros(len(points.line), dtype=bool)
    is_loose[loose] = True
    # Of two loose ends that face each other only the later one moves.
    wanted = (
        (points.line[source] != points.line[vertex])
        & (points.level[source] == points.level[vertex])
        & (~is_loose[vertex] | (vertex < source))
    )
    source, vertex = source[wanted], vertex[wanted]
    distance = np.hypot(*(points.xy[source] - points.xy[vertex]).T)
    order = np.lexsort((vertex, distance, source))
    source, vertex = source[order], vertex[order]
    nearest = np.ones(len(source), dtype=bool)
    nearest[1:] = source[1:] != source[:-1]
    xy = points.xy.copy()
    xy[source[nearest]] = points.xy[vertex[nearest]]
    return replace(points, xy=xy)


def _meetings(points: _Points, touch_m: float, snap_ends_m: float) -> tuple[FloatArray, FloatArray]:
    """Return where segments must be cut: position (point number and share) and place."""
    start = points.segments()
    a, b = points.xy[start], points.xy[start + 1]
    segments = shapely.linestrings(np.stack([a, b], axis=1))
    tree = shapely.STRtree(segments)
    left, right = tree.query(segments)
    pairs = (left < right) & (points.level[start[left]] == points.level[start[right]])
    left, right = left[pairs], right[pairs]
    t, u, at = _crossings(a, b, left, right)
    found = [(start[left][t >= 0] + t[t >= 0], at[t >= 0])]
    found.append((start[right][u >= 0] + u[u >= 0], at[u >= 0]))
    for one, other in ((left, right), (right, left)):
        for end in (0, 1):
            place = points.xy[start[one] + end]
            found.append(_touching(place, a[other], b[other], start[other], touch_m))
    loose = _loose_ends(points)
    end, segment = tree.query(
        shapely.points(points.xy[loose]), predicate="dwithin", distance=snap_ends_m
    )
    source = loose[end]
    others = (points.line[source] != points.line[start[segment]]) & (
        points.level[source] == points.level[start[segment]]
    )
    source, segment = source[others], segment[others]
    found.append(_touching(points.xy[source], a[segment], b[segment], start[segment], snap_ends_m))
    return np.concatenate([where for where, _ in found]), np.concatenate([xy for _, xy in found])


def _crossings(
    a: FloatArray, b: FloatArray, left: IntArray, right: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the shares along both segments of each pair at their crossing, -1 for none.

    A crossing within a millimetre of an end is left to the test for touching vertices.
    """
    r, s = b[left] - a[left], b[right] - a[right]
    gap = a[right] - a[left]
    turn = r[:, 0] * s[:, 1] - r[:, 1] * s[:, 0]
    safe = np.where(turn == 0.0, 1.0, turn)
    t = (gap[:, 0] * s[:, 1] - gap[:, 1] * s[:, 0]) / safe
    u = (gap[:, 0] * r[:, 1] - gap[:, 1] * r[:, 0]) / safe
    t_margin, u_margin = 0.001 / np.hypot(*r.T), 0.001 / np.hypot(*s.T)
    inside = (
        (turn != 0.0)
        & (t > t_margin)
        & (t < 1.0 - t_margin)
        & (u > u_margin)
        & (u < 1.0 - u_margin)
    )
    at = np.round(a[left] + t[:, None] * r, 3)
    return np.where(inside, t, -1.0), np.where(inside, u, -1.0), at


def _touching(
    place: FloatArray, a: FloatArray, b: FloatArray, start: IntArray, reach_m: float
) -> tuple[FloatArray, FloatArray]:
    """Return the cuts of segments a-b at places that lie on them, within reach, not at an end."""
    along = b - a
    length = np.hypot(*along.T)
    share = ((place - a) * along).sum(axis=1) / length**2
    off = np.hypot(*(a + share[:, None] * along - place).T)
    margin = 0.001 / length
    on = (off <= reach_m) & (share > margin) & (share < 1.0 - margin)
    on &= (place != a).any(axis=1) & (place != b).any(axis=1)
    return start[on] + share[on], place[on]


def _insert(points: _Points, where: FloatArray, place: FloatArray) -> _Points:
    """Return the points with further ones between them; repeated places along a line go."""
    position = np.concatenate([np.arange(len(points.line), dtype=float), where])
    segment = np.concatenate([np.arange(len(points.line)), np.floor(where).astype(np.int64)])
    xy = np.concatenate([points.xy, place])
    order = np.lexsort((xy[:, 1], xy[:, 0], position))
    line, level, xy = points.line[segment[order]], points.level[segment[order]], xy[order]
    return _tidy(_Points(xy, line, level))


def _number_nodes(points: _Points) -> tuple[IntArray, BoolArray]:
    """Return a number per meeting place and which points are nodes.

    Vertices on the same place are one where they have the same level or a line ends there.
    """
    place = _place_numbers(points.xy)
    is_end = points.is_end()
    has_end = np.zeros(int(place.max()) + 1, dtype=bool)
    has_end[place[is_end]] = True
    levels = np.unique(points.level, return_inverse=True)[1]
    key = place * (int(levels.max()) + 2) + np.where(has_end[place], 0, levels + 1)
    number = np.unique(key, return_inverse=True)[1]
    shared = np.bincount(number)[number] > 1
    return number, np.asarray(is_end | shared)
