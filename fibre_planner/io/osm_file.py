"""The tagged objects of an OpenStreetMap file, read with pyosmium."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely

from fibre_planner.io.osm_format import clear_errors, detect_format, refuse_history
from fibre_planner.io.osm_objects import OsmObjects
from fibre_planner.io.osm_relations import Relation, assemble
from fibre_planner.language import tr
from fibre_planner.progress import Report, part

ADDRESS_TAGS = (
    "addr:housenumber",
    "addr:conscriptionnumber",
    "addr:streetnumber",
    "addr:housename",
    "addr:street",
    "addr:place",
    "addr:interpolation",
)
TAGS = (
    *ADDRESS_TAGS,
    "highway",
    "building",
    "landuse",
    "railway",
    "waterway",
    "natural",
    "boundary",
    "place",
    "amenity",
    "healthcare",
    "man_made",
    "street_cabinet",
    "telecom",
)
"""Objects without any of these tags never reach Python."""

_GROUPS = ("associatedStreet", "street")
_REPORT_EVERY = 2000
_BYTES_PER_OBJECT = {"pbf": 55, "osm.gz": 80, "osm.bz2": 60, "osm": 900}
"""Measured on towns; they only make the progress bar move evenly."""


@dataclass
class _Collected:
    """What one pass over a file gathers."""

    keys: list[str] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    line_rows: list[int] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    point_rows: list[int] = field(default_factory=list)
    gaps: dict[int, list[int]] = field(default_factory=dict)
    unplaced: list[int] = field(default_factory=list)


def read_objects(path: Path, report: Report) -> tuple[OsmObjects, dict[str, str]]:
    """Read all objects with a tag of `TAGS`, and the street names that relations give addresses.

    Returns the objects in WGS84 in the order of the file, and object key → street name.
    Raises PlannerError where the file is empty, broken or no OpenStreetMap file.
    """
    text = tr("Reading {file}").format(file=path.name)
    kind = detect_format(path)
    with clear_errors(path):
        source = osmium.io.File(str(path), kind)
        refuse_history(path, source)
        report(0.0, text)
        relations, streets = _read_relations(source)
        report(0.02, text)
        filters = [osmium.filter.KeyFilter(*TAGS)]
        expected = path.stat().st_size / _BYTES_PER_OBJECT[kind]
        found = _collect(source, filters, expected, part(report, 0.02, 0.8), text)
        geometries, problems = _geometries(source, found)
        report(0.85, text)
        members = _member_lines(source, relations, found.keys, geometries)
        report(0.95, text)
    areas, area_problems = assemble(relations, members)
    objects = OsmObjects(
        file=path.name,
        keys=np.array([*found.keys, *(relation.key for relation in relations)], dtype=object),
        tags=_object_array([*found.tags, *(relation.tags for relation in relations)]),
        geometries=np.concatenate([geometries, areas]),
        problems=np.concatenate([problems, area_problems]),
    )
    return _newest(objects), streets


def _read_relations(source: Any) -> tuple[list[Relation], dict[str, str]]:
    """Read the relations that cover a surface or have an address, and the streets of houses."""
    relations: dict[int, Relation] = {}
    streets: dict[str, str] = {}
    wanted = frozenset(TAGS)
    for found in _items(source, osmium.osm.RELATION, []):
        tags = dict(found.tags)
        kind = tags.get("type", "")
        if kind in _GROUPS:
            for member in found.members:
                if member.role not in ("street", "") and tags.get("name"):
                    streets[f"{member.type}{member.ref}"] = tags["name"]
        elif not wanted.isdisjoint(tags) and (
            kind in ("multipolygon", "boundary")
            or not wanted.isdisjoint(ADDRESS_TAGS & tags.keys())
        ):
            members = tuple((member.type, member.ref, member.role) for member in found.members)
            relations[found.id] = Relation(f"r{found.id}", tags, members)
    return list(relations.values()), streets


def _collect(
    source: Any, filters: Sequence[Any], expected: float, report: Report, text: str
) -> _Collected:
    """Gather tags and raw geometries of the nodes and ways that pass the filters."""
    found = _Collected()
    factory = osmium.geom.WKBFactory()
    # pyosmium hands over one object at a time; untagged ones are filtered before Python.
    for row, item in enumerate(_items(source, osmium.osm.NODE | osmium.osm.WAY, filters)):
        if row % _REPORT_EVERY == 0:
            report(1.0 - math.exp(-2.0 * row / max(expected, 1.0)), text)
        found.tags.append(dict(item.tags))
        if item.is_node():
            found.keys.append(f"n{item.id}")
            if item.location.valid():
                found.points.append((item.location.lon, item.location.lat))
                found.point_rows.append(row)
            else:
                found.unplaced.append(row)
        else:
            found.keys.append(f"w{item.id}")
            _collect_line(found, factory, item, row)
    return found


def _collect_line(found: _Collected, factory: Any, way: Any, row: int) -> None:
    """Keep a way's line, or its node numbers where a node is not known yet."""
    try:
        line = factory.create_linestring(way, osmium.geom.ALL)
    except (RuntimeError, osmium.InvalidLocationError):
        line = ""
    # The factory leaves nodes without a place out; WKB has 16 bytes, 32 characters, per point.
    if line and (len(line) - 18) // 32 == len(way.nodes):
        found.lines.append(line)
        found.line_rows.append(row)
    else:
        found.gaps[row] = [node.ref for node in way.nodes]


def _geometries(source: Any, found: _Collected) -> tuple[Any, Any]:
    """Return geometry and problem of each object gathered; ways with gaps are looked up again."""
    geometries = np.full(len(found.keys), None, dtype=object)
    problems = np.full(len(found.keys), "", dtype=object)
    problems[found.unplaced] = "no_place"
    geometries[found.point_rows] = shapely.points(np.array(found.points).reshape(-1, 2))
    lines = shapely.remove_repeated_points(shapely.from_wkb(np.array(found.lines, dtype=object)))
    geometries[found.line_rows] = lines
    places = _node_places(source, {ref for refs in found.gaps.values() for ref in refs})
    for row, refs in found.gaps.items():  # few: ways at the edge of an extract
        known = [places[ref] for ref in refs if ref in places]
        problems[row] = "" if len(known) == len(refs) else "missing_nodes"
        if len(set(known)) > 1:
            geometries[row] = shapely.remove_repeated_points(shapely.LineString(known))
        elif known:
            geometries[row] = shapely.Point(known[0])
    ways = np.array([key[0] == "w" for key in found.keys], dtype=bool)
    short = ways & ~(shapely.length(geometries) > 0) & (problems == "")
    problems[short] = "too_short"
    return geometries, problems


def _node_places(source: Any, wanted: set[int]) -> dict[int, tuple[float, float]]:
    """Return longitude and latitude of nodes by number, as far as the file has them."""
    if not wanted:
        return {}
    return {
        node.id: (node.location.lon, node.location.lat)
        for node in _items(source, osmium.osm.NODE, _id_filters(wanted))
        if node.id in wanted and node.location.valid()
    }


def _member_lines(
    source: Any, relations: list[Relation], keys: list[str], geometries: Any
) -> dict[str, Any]:
    """Return the geometries of the members of relations by key, as far as the file has them."""
    wanted = {
        f"{kind}{ref}"
        for relation in relations
        for kind, ref, _ in relation.members
        if kind in ("n", "w")
    }
    if not wanted:
        return {}
    members = {
        key: geometry
        for key, geometry in zip(keys, geometries, strict=True)
        if key in wanted and geometry is not None
    }
    ways = {int(key[1:]) for key in wanted - members.keys() if key[0] == "w"}
    nodes = _node_places(source, {int(key[1:]) for key in wanted - members.keys() if key[0] == "n"})
    members |= {f"n{ref}": shapely.Point(place) for ref, place in nodes.items()}
    if ways:
        filters = [osmium.filter.EntityFilter(osmium.osm.WAY), *_id_filters(ways)]
        untagged = _collect(source, filters, 1.0, lambda *_: None, "")
        lines, problems = _geometries(source, untagged)
        members |= {
            key: line
            for key, line, problem in zip(untagged.keys, lines, problems, strict=True)
            if key in wanted and not problem
        }
    return members


def _items(source: Any, entities: Any, filters: Sequence[Any]) -> Iterator[Any]:
    """Yield the objects of the wanted kinds that pass all filters, ways with their places."""
    processor = osmium.FileProcessor(source, entities)
    if entities & osmium.osm.WAY:
        processor = processor.with_locations()
    for one in filters:
        processor = processor.with_filter(one)
    return iter(processor)


def _id_filters(wanted: set[int]) -> list[Any]:
    """Return the filter for object numbers; none for negative ones, which it does not know."""
    return [osmium.filter.IdFilter(sorted(wanted))] if min(wanted) >= 0 else []


def _newest(objects: OsmObjects) -> OsmObjects:
    """Keep the last version of an object that the file holds more than once."""
    last = {key: row for row, key in enumerate(objects.keys)}
    if len(last) == len(objects):
        return objects
    return objects.take(np.array(sorted(last.values()), dtype=np.int64))


def _object_array(items: list[Any]) -> Any:
    """Return items as a one-dimensional array of objects."""
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array
