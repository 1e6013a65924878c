"""Bringing geometries of files and of the map into the type and validity that a layer needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from fibre_planner.language import tr

Array = npt.NDArray[Any]
_TYPE = shapely.GeometryType
_MULTI = (_TYPE.MULTIPOINT, _TYPE.MULTILINESTRING, _TYPE.GEOMETRYCOLLECTION)
_ALLOWED = {
    "Point": (_TYPE.POINT,),
    "LineString": (_TYPE.LINESTRING,),
    "Polygon": (_TYPE.POLYGON, _TYPE.MULTIPOLYGON),
    "Geometry": tuple(kind for kind in _TYPE if kind not in (_TYPE.MISSING, _TYPE.LINEARRING)),
}


@dataclass(frozen=True, eq=False)
class Shapes:
    """Geometries after splitting: one entry per part, in the order of the rows.

    row: position of the row in the file. part: number of the part in its row, from 0.
    parts: parts of its row. problem: "" or a code that `problem_text` explains.
    mended: number of invalid polygons that were made valid.
    """

    row: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]
    parts: npt.NDArray[np.int64]
    found: Array
    problem: npt.NDArray[np.object_]
    mended: int


def coerce(values: Array, wanted: str) -> Shapes:
    """Split multi-part points and lines, drop heights, mend polygons and name what does not fit.

    wanted: Point, LineString, Polygon (of one or several parts) or Geometry (anything).
    """
    values = shapely.force_2d(np.asarray(values, dtype=object))
    row = np.arange(len(values), dtype=np.int64)
    if wanted != "Geometry":
        values, row = _split(values, row, wanted)
    values, mended = _mend(values)
    if wanted == "Polygon":
        values = _polygons_of(values)
    problem = _problems(values, wanted)
    part = np.arange(len(row)) - np.searchsorted(row, row)
    parts = np.bincount(row, minlength=1)[row] if len(row) else row
    return Shapes(row, part, parts, values, problem, mended)


def problem_text(code: str) -> str:
    """Return the sentence for a code of `Shapes.problem`."""
    return {
        "no_geometry": tr("The row has no place on the map."),
        "no_coordinates": tr("The row has no readable coordinates."),
        "zero_coordinates": tr("The coordinates are 0, 0."),
        "no_length": tr("The line has no length."),
        "invalid_geometry": tr("The area cannot be mended to a polygon."),
        "wrong_geometry": tr("The geometry is not of the type that the layer holds."),
        "outside_crs": tr("The coordinates lie outside the coordinate system."),
    }[code]


def _split(values: Array, row: npt.NDArray[np.int64], wanted: str) -> tuple[Array, Any]:
    """Split collections, and multi-part geometries where the layer holds single parts."""
    # A collection may hold collections, hence until none is left.
    for _depth in range(4):
        kinds = shapely.get_type_id(values)
        apart = np.isin(kinds, [_TYPE.GEOMETRYCOLLECTION] if wanted == "Polygon" else _MULTI)
        apart &= shapely.get_num_geometries(values) > 0
        if not apart.any():
            break
        counts = np.where(apart, shapely.get_num_geometries(values), 1)
        result = np.empty(int(counts.sum()), dtype=object)
        from_parts = np.repeat(apart, counts)
        result[from_parts] = shapely.get_parts(values[apart])
        result[~from_parts] = values[~apart]
        values, row = result, np.repeat(row, counts)
    return values, row


def _mend(values: Array) -> tuple[Array, int]:
    areas = np.isin(shapely.get_type_id(values), (_TYPE.POLYGON, _TYPE.MULTIPOLYGON))
    finite = np.isfinite(shapely.bounds(values)).all(axis=1)
    broken = areas & finite & ~shapely.is_valid(values)
    if not broken.any():
        return values, 0
    values = values.copy()
    values[broken] = shapely.make_valid(values[broken])
    return values, int(broken.sum())


def _polygons_of(values: Array) -> Array:
    """Keep the polygons of what mending made, and one-part polygons as such."""
    kinds = shapely.get_type_id(values)
    result = values.copy()
    for index in np.flatnonzero(kinds == _TYPE.GEOMETRYCOLLECTION):  # a handful after mending
        parts = shapely.get_parts(shapely.get_parts(values[index]))
        areas = parts[shapely.get_type_id(parts) == _TYPE.POLYGON]
        result[index] = shapely.multipolygons(areas) if len(areas) else shapely.Polygon()
    kinds = shapely.get_type_id(result)
    single = (kinds == _TYPE.MULTIPOLYGON) & (shapely.get_num_geometries(result) == 1)
    result[single] = shapely.get_geometry(result[single], 0)
    return result


def _problems(values: Array, wanted: str) -> npt.NDArray[np.object_]:
    kinds = shapely.get_type_id(values)
    missing = shapely.is_missing(values)
    empty = shapely.is_empty(values) & ~missing
    bounds = shapely.bounds(values)
    finite = np.isfinite(bounds).all(axis=1)
    conditions = [
        missing,
        ~np.isin(kinds, _ALLOWED[wanted]),
        empty,
        ~finite,
        (bounds == 0).all(axis=1) & (kinds == _TYPE.POINT),
        (kinds == _TYPE.LINESTRING) & (shapely.length(values) == 0),
        np.isin(kinds, (_TYPE.POLYGON, _TYPE.MULTIPOLYGON)) & (shapely.area(values) == 0),
    ]
    names = (
        "no_geometry",
        "wrong_geometry",
        "no_geometry",
        "no_coordinates",
        "zero_coordinates",
        "no_length",
        "invalid_geometry",
    )
    codes = np.select(conditions, np.arange(1, len(names) + 1), 0)
    return np.array(["", *names], dtype=object)[codes]
