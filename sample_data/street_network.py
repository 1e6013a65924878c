"""From the drawn streets to a network: ends joined, structures cut out, sections noded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from shapely import STRtree

from sample_data.curves import Curve, Points, curve, rounded, simplified, smooth
from sample_data.plan_files import read_plan

JOIN_M = 14.0
NODE_M = 8.0


@dataclass(frozen=True, eq=False)
class Street:
    """One drawn street with what its kind says; styles name the buildings on each side."""

    name: str
    kind: str
    road_class: str
    surface: str
    width_m: float
    sidewalk: str
    footway_m: float
    left: str
    right: str
    line: Curve

    @property
    def half_m(self) -> float:
        """Return the distance from the middle to the edge of the public ground."""
        return self.width_m / 2 + self.footway_m


@dataclass(frozen=True, eq=False)
class Section:
    """A stretch of a street between two junctions, or a bridge or tunnel."""

    street: Street
    points: Points
    level: int
    structure: str


def draw_streets() -> list[Street]:
    """Return the streets of the plan, smooth, with their ends on the streets they meet."""
    kinds = {row["kind"]: row for row in read_plan("street_kinds")}
    streets: list[Street] = []
    ends: list[Points] = []
    for row in read_plan("streets"):  # in drawing order: a street joins those drawn before it
        kind = kinds[row["kind"]]
        points = smooth(row["points"]) if kind["curved"] == "1" else rounded(row["points"])
        if row["kind"] != "island":
            points = _join_ends(points, [street.line for street in streets], ends)
        ends += [points[0], points[-1]]
        streets.append(
            Street(
                name=row["name"],
                kind=row["kind"],
                road_class=kind["road_class"],
                surface=kind["surface"],
                width_m=float(kind["width_m"]),
                sidewalk=kind["sidewalk"],
                footway_m=float(kind["footway_m"]),
                left=row["left"],
                right=row["right"],
                line=curve(points),
            )
        )
    return _join_to_later(streets)


def _join_ends(points: Points, lines: list[Curve], ends: list[Points]) -> Points:
    """Move both ends of a line onto a street end or street nearby, if there is one."""
    joined = points.copy()
    for index in (0, -1):
        place = _meeting_place(points[index], lines, ends)
        if place is not None:
            joined[index] = place
    # Vertices very near to a moved end would make a hook.
    keep = np.ones(len(joined), dtype=bool)
    keep[1:-1] = (np.hypot(*(joined[1:-1] - joined[0]).T) > 3) & (
        np.hypot(*(joined[1:-1] - joined[-1]).T) > 3
    )
    return rounded(joined[keep])


def _meeting_place(place: Points, lines: list[Curve], ends: list[Points]) -> Points | None:
    if ends:
        away = np.hypot(*(np.array(ends) - place).T)
        if away.min() < NODE_M:
            return ends[int(away.argmin())]
    return _nearest_on(place, lines)


def _nearest_on(place: Points, lines: list[Curve]) -> Points | None:
    """Return the nearest place on the lines, if it is within reach."""
    if not lines:
        return None
    away = shapely.distance([line.shape for line in lines], shapely.points(place))
    nearest = lines[int(away.argmin())]
    return rounded(nearest.at(nearest.distance_of(place))) if away.min() < JOIN_M else None


def _join_to_later(streets: list[Street]) -> list[Street]:
    """Join ends that were drawn before the street they meet."""
    result = list(streets)
    for index, street in enumerate(result):
        others = [other.line for other in result[:index] + result[index + 1 :]]
        points = street.line.points.copy()
        for end in (0, -1):
            place = _nearest_on(points[end], others)
            if street.kind != "island" and place is not None:
                points[end] = place
        result[index] = replace(street, line=curve(points))
    return result


def build_sections(streets: list[Street]) -> list[Section]:
    """Return the sections of all streets, noded where streets of level 0 meet."""
    sections = [section for street in streets for section in _cut_structures(street)]
    ground = [section for section in sections if section.level == 0]
    junctions = _find_junctions(ground, sections)
    tree = STRtree(shapely.points(junctions))
    split = [piece for section in ground for piece in _split(section, junctions, tree)]
    return split + [section for section in sections if section.level != 0]


def _cut_structures(street: Street) -> list[Section]:
    """Cut bridges and tunnels out of a street; they do not meet what they cross."""
    line = street.line
    spans = []
    for row in read_plan("structures"):
        if row["street"] == street.name:
            middle = line.distance_of(row["point"][0])
            half = float(row["length_m"]) / 2
            start, end = max(0.0, middle - half), min(line.length_m, middle + half)
            spans.append((start, end, row["kind"]))
    sections, done = [], 0.0
    for start, end, kind in sorted(spans):
        if start - done > 1.0:
            sections.append(Section(street, line.part(done, start), 0, ""))
        else:
            start = done
        end = end if line.length_m - end > 1.0 else line.length_m
        level = 1 if kind == "bridge" else -1
        sections.append(Section(street, line.part(start, end), level, kind))
        done = end
    if line.length_m - done > 1.0:
        sections.append(Section(street, line.part(done, line.length_m), 0, ""))
    return sections


def _find_junctions(ground: list[Section], sections: list[Section]) -> Points:
    """Return all places where sections end or cross at grade, near ones merged."""
    found: list[Points] = []
    for section in sections:
        found += [section.points[0], section.points[-1]]
    lines = [shapely.linestrings(part.points) for part in ground]
    pairs = STRtree(lines).query(lines, predicate="intersects")
    for first, second in pairs.T:
        if first < second:
            crossing = shapely.intersection(lines[first], lines[second])
            found += list(rounded(shapely.get_coordinates(shapely.extract_unique_points(crossing))))
    merged: list[Points] = []
    for place in found:
        if not merged or np.hypot(*(np.array(merged) - place).T).min() > 3.0:
            merged.append(place)
    return np.array(merged)


def _split(section: Section, junctions: Points, tree: STRtree) -> list[Section]:
    """Split a section at the junctions that lie on it; its ends move onto theirs."""
    line = curve(section.points)
    shape = shapely.linestrings(section.points)
    near = tree.query(shape, predicate="dwithin", distance=3.0)
    stops = sorted(
        (float(shapely.line_locate_point(shape, shapely.points(junctions[index]))), int(index))
        for index in near
    )
    closed = np.hypot(*(section.points[0] - section.points[-1])) < 0.01
    if closed:
        stops = [*stops, (line.length_m, stops[0][1])]
    pieces = []
    for (start, first), (end, second) in pairwise(stops):
        if end - start < 1.0:
            continue
        points = line.part(start, end)
        points[0], points[-1] = junctions[first], junctions[second]
        pieces.append(replace(section, points=simplified(points, 0.02)))
    return pieces
