"""OpenStreetMap objects as parallel arrays of keys, tags and geometries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from fibre_planner.io.imported import Rejection
from fibre_planner.language import tr

Tags = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class OsmObjects:
    """Tagged nodes, ways and relations of one file; all arrays have one entry per object.

    keys: kind and number, such as "n123", "w45" or "r6".
    tags: a mapping per object.
    geometries: points for nodes, lines for ways (closed ones too), polygons for relations;
        None where the file gives none. In WGS84 (longitude, latitude) until projected.
    problems: "" or the code that `geometry_problem_text` explains.
    """

    file: str
    keys: np.ndarray[Any, Any]
    tags: np.ndarray[Any, Any]
    geometries: np.ndarray[Any, Any]
    problems: np.ndarray[Any, Any]

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, chosen: np.ndarray[Any, Any]) -> OsmObjects:
        """Return the objects that a mask or an array of positions chooses."""
        return replace(
            self,
            keys=self.keys[chosen],
            tags=self.tags[chosen],
            geometries=self.geometries[chosen],
            problems=self.problems[chosen],
        )

    def values(self, tag: str) -> np.ndarray[Any, Any]:
        """Return the value of a tag for each object, "" where it has none."""
        # Tags are mappings of their own per object, there is nothing to vectorise over.
        return np.array([tags.get(tag, "") for tags in self.tags], dtype=object)

    def having(self, *tags: str) -> np.ndarray[Any, Any]:
        """Return a mask of the objects that have one of the tags."""
        wanted = frozenset(tags)
        return np.array([not wanted.isdisjoint(own) for own in self.tags], dtype=bool)

    def ids(self) -> list[str]:
        """Return the stable row ids "osm-n123"."""
        return [f"osm-{key}" for key in self.keys]

    def sources(self) -> list[str]:
        """Return file and object of each row, "town.osm.pbf n123"."""
        return [f"{self.file} {key}" for key in self.keys]

    def rejections(self, reason: Callable[[str], str], codes: Sequence[str]) -> list[Rejection]:
        """Return every object as rejected, with a code each and the sentence for the code."""
        return [
            Rejection(str(key), code, reason(code), tags)
            for key, code, tags in zip(self.keys, codes, self.tags, strict=True)
        ]

    def projected(self, crs: str) -> OsmObjects:
        """Return the objects in metres of a CRS; what the CRS cannot show loses its geometry."""
        transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        here = np.flatnonzero(~shapely.is_missing(self.geometries))
        geometries = self.geometries.copy()
        points, owner = shapely.get_coordinates(geometries[here], return_index=True)
        points = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        lost = np.zeros(len(here), dtype=bool)
        lost[owner[~np.isfinite(points).all(axis=1)]] = True
        kept = here[~lost]
        geometries[kept] = shapely.set_coordinates(geometries[kept], points[~lost[owner]])
        geometries[here[lost]] = None
        problems = self.problems.copy()
        problems[here[lost]] = "outside_crs"
        return replace(self, geometries=geometries, problems=problems)

    def within(self, area: BaseGeometry) -> OsmObjects:
        """Return the objects that touch an area in WGS84, whole; and those without a geometry."""
        shapely.prepare(area)
        touching = shapely.intersects(area, self.geometries)
        return self.take(touching | shapely.is_missing(self.geometries))

    def surfaces(self) -> tuple[OsmObjects, list[Rejection]]:
        """Return the objects that cover a surface as valid polygons, and the others as rejected."""
        geometries = filled(self.geometries)
        surface = (shapely.get_dimensions(geometries) == 2) & (shapely.area(geometries) > 0)
        surface &= self.problems == ""
        rest = self.take(~surface)
        codes = [problem or "no_area" for problem in rest.problems]
        return replace(self, geometries=geometries).take(surface), rest.rejections(
            geometry_problem_text, codes
        )


def filled(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return closed lines as valid polygons, broken polygons mended, the rest as it is.

    A closed line that encloses nothing stays a line.
    """
    result = geometries.copy()
    lines = np.flatnonzero(shapely.get_type_id(result) == shapely.GeometryType.LINESTRING)
    rings = lines[shapely.is_closed(result[lines])]
    rings = rings[shapely.get_num_coordinates(result[rings]) > 3]
    if len(rings):
        points, owner = shapely.get_coordinates(result[rings], return_index=True)
        result[rings] = shapely.polygons(shapely.linearrings(points, indices=owner))
    surfaces = np.flatnonzero(shapely.get_dimensions(result) == 2)
    broken = surfaces[~shapely.is_valid(result[surfaces])]
    mended = polygonal(shapely.make_valid(result[broken]))
    result[broken] = np.where(shapely.is_missing(mended), geometries[broken], mended)
    return result


def points_in(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a point on each surface, the middle of each line, the point itself; else None."""
    shapes = filled(geometries)
    points: np.ndarray[Any, Any] = shapely.point_on_surface(shapes)
    lines = shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING
    points[lines] = shapely.line_interpolate_point(shapes[lines], 0.5, normalized=True)
    points[shapely.is_empty(points)] = None
    return points


def polygonal(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the surfaces of mended geometries without the lines and points left over."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)
    keep = shapely.get_dimensions(parts) == 2
    result = np.full(len(geometries), None, dtype=object)
    owners = owner[inner][keep]
    if len(owners):
        unions = shapely.multipolygons(parts[keep], indices=owners)
        result[np.unique(owners)] = unions[np.unique(owners)]
    return result


def geometry_problem_text(problem: str) -> str:
    """Return the sentence for a code of `OsmObjects.problems`."""
    return {
        "no_place": tr("The node has no coordinates."),
        "missing_nodes": tr("Nodes of the way are missing in the file."),
        "missing_members": tr("Members of the relation are missing in the file."),
        "too_short": tr("The way has fewer than two different nodes."),
        "open_ring": tr("The lines of the relation do not close to an area."),
        "no_area": tr("The lines of the object do not enclose an area."),
        "outside_crs": tr("The object lies where the coordinate system of the project ends."),
    }[problem]
