"""The ground of the town: river, railway, greens, campuses, districts, as polygons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.curves import rounded, smooth, strip
from sample_data.plan_files import RAILWAY, RAILWAY_WIDTH_M, RIVER, RIVER_WIDTH_M, read_plan

OPEN_SPACE = (
    "forest",
    "vineyard",
    "park",
    "sports",
    "cemetery",
    "allotments",
    "meadow",
    "water",
)
"""Kinds of areas on which no street-side building stands."""

CAMPUS = ("school", "hospital")
"""Kinds of areas on which landmarks alone stand."""


@dataclass(frozen=True, eq=False)
class Area:
    """A polygon with its kind and name; barrier says what a barrier is: water or railway."""

    kind: str
    name: str
    shape: BaseGeometry
    barrier: str = ""


def river() -> BaseGeometry:
    """Return the Main within the plan."""
    return shapely.polygons(strip(smooth(RIVER), RIVER_WIDTH_M))


def railway() -> BaseGeometry:
    """Return the strip of the railway, embankments included."""
    return shapely.polygons(strip(smooth(RAILWAY), RAILWAY_WIDTH_M))


def draw_areas() -> list[Area]:
    """Return the areas of the plan; river and ponds are cut out of the greens."""
    rows = read_plan("areas")
    ponds = [
        shapely.polygons(smooth(row["points"], closed=True))
        for row in rows
        if row["kind"] == "water"
    ]
    main, all_water = river(), shapely.union_all([river(), *ponds])
    areas = []
    for row in rows:
        points = row["points"]
        ring = smooth(points, closed=True) if row["curved"] == "1" else rounded(points)
        shape = shapely.polygons(ring)
        if row["kind"] in OPEN_SPACE:
            wet = main if row["kind"] == "water" else all_water
            shape = _largest(_whole_centimetres(shapely.difference(shape, wet)))
        areas.append(Area(row["kind"], row["name"], shape))
    return areas


def draw_districts() -> tuple[Area, list[Area]]:
    """Return the municipality and its districts, which fill it without gaps or overlaps."""
    rows = read_plan("districts")
    outline = next(row for row in rows if row["role"] == "outline")
    whole = shapely.polygons(smooth(outline["points"], 30.0, closed=True))
    lines = [shapely.linestrings(row["points"]) for row in rows if row["role"] == "line"]
    lines += [shapely.linestrings(smooth(RIVER, 25.0)), shapely.linestrings(smooth(RAILWAY, 25.0))]
    network = shapely.union_all([whole.exterior, *lines], grid_size=0.01)
    faces = list(shapely.polygonize([network]).geoms)
    faces = [face for face in faces if whole.contains(face.representative_point())]
    seeds = [row for row in rows if row["role"] == "seed"]
    places = shapely.points([row["points"][0] for row in seeds])
    owner = [seeds[_seed_of(face, places)]["name"] for face in faces]
    districts = []
    for name in dict.fromkeys(row["name"] for row in seeds):
        parts = [face for face, own in zip(faces, owner, strict=True) if own == name]
        merged = shapely.get_parts(shapely.union_all(parts, grid_size=0.01))
        solid = [part for part in merged if part.area > 1.0]
        shape = solid[0] if len(solid) == 1 else shapely.multipolygons(solid)
        districts.append(Area("district", name, shape))
    return Area("municipality", outline["name"], whole), districts


def _seed_of(face: BaseGeometry, places: np.ndarray) -> int:
    """Return the seed inside a face; slivers without one go to the seed nearest by."""
    inside = shapely.contains(face, places)
    if inside.any():
        return int(np.argmax(inside))
    return int(np.argmin(shapely.distance(face, places)))


def _whole_centimetres(shape: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(shape, 0.01)


def _largest(shape: BaseGeometry) -> BaseGeometry:
    """Return the largest part of a shape that may have fallen apart."""
    parts = list(getattr(shape, "geoms", [shape]))
    return max(parts, key=lambda part: part.area)
