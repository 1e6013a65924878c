"""Schools, hospitals, town halls and telecom cabinets of an OpenStreetMap file, as points."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from fibre_planner.io.imported import Rejection
from fibre_planner.io.osm_objects import OsmObjects, geometry_problem_text, points_in
from fibre_planner.io.osm_tags import mapping, match_rows


def places(objects: OsmObjects, crs: str) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Return the rows of the table `places` for projected objects, and the objects refused."""
    return _points(objects, "places", "place_id", crs)


def cabinets(objects: OsmObjects, crs: str) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Return existing telecom street cabinets as rows of the table `nodes`."""
    return _points(objects, "cabinets", "node_id", crs)


def _points(
    objects: OsmObjects, name: str, key: str, crs: str
) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Return the objects that a mapping table names, each as a point in it."""
    row = match_rows(objects, name)
    found, row = objects.take(row >= 0), row[row >= 0]
    points: np.ndarray[Any, Any] = points_in(found.geometries)
    missing = shapely.is_missing(points)
    lost = found.take(missing)
    refused = lost.rejections(
        geometry_problem_text, [problem or "no_place" for problem in lost.problems]
    )
    found, points = found.take(~missing), points[~missing]
    label = found.values("name")
    rows = gpd.GeoDataFrame(
        {
            key: found.ids(),
            "kind": mapping(name)["kind"].to_numpy(dtype=object)[row[~missing]],
            "name": np.where(label == "", found.values("ref"), label),
            "source": found.sources(),
        },
        geometry=points,
        crs=crs,
    )
    return rows, refused
