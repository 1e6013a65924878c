"""Areas of an OpenStreetMap file: districts, business parks, institutions and barriers."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.io.imported import Rejection
from fibre_planner.io.osm_objects import OsmObjects, geometry_problem_text
from fibre_planner.io.osm_tags import mapping, match_rows, metres

_OPEN = ("", "no")
_BARRIERS = {
    "natural": "water",
    "waterway": "water",
    "landuse": "water",
    "railway": "railway",
    "highway": "road",
}
"""OSM key → what a barrier found by it is."""


def areas(objects: OsmObjects, crs: str) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Return the rows of the table `areas` for projected objects, and the objects refused.

    The first row of `areas.csv` that fits gives an object's kind. Lines (rivers, railways,
    motorways) become as wide as their width tag or the table says; where they run over a bridge
    or through a tunnel they are no barrier. Boundaries drawn as ways that are part of a
    relation's ring are not counted as objects of their own.
    """
    table = mapping("areas")
    objects = objects.take(objects.keys.astype("U1") != "n")
    row = match_rows(objects, "areas")
    is_line = row >= 0
    is_line[is_line] = table["shape"].to_numpy()[row[is_line]] == "line"
    drawn_ring = (objects.values("boundary") != "") & (objects.keys.astype("U1") == "w")
    drawn_ring &= ~_closed(objects.geometries)
    surfaces, refused = objects.take((row >= 0) & ~is_line & ~drawn_ring).surfaces()
    lines = objects.take(is_line)
    crossing = ~np.isin(lines.values("bridge"), _OPEN) | ~np.isin(lines.values("tunnel"), _OPEN)
    lines = lines.take(~crossing)
    broken = lines.problems != ""
    rest = lines.take(broken)
    refused += rest.rejections(geometry_problem_text, list(rest.problems))
    lines = lines.take(~broken)
    width_m = metres(lines.values("width"))
    usual_m = pd.to_numeric(table["width_m"]).to_numpy()[match_rows(lines, "areas")]
    width_m = np.where(np.isnan(width_m), usual_m, width_m)
    # Flat ends: a barrier stops where the bridge or tunnel begins.
    strips = shapely.buffer(lines.geometries, width_m / 2, cap_style="flat", quad_segs=2)
    kinds = table["kind"].to_numpy(dtype=object)
    barriers = table["key"].map(_BARRIERS).where(table["kind"] == "barrier", "")
    barriers = barriers.to_numpy(dtype=object)
    found = (surfaces, lines)
    rows = gpd.GeoDataFrame(
        {
            "area_id": [*surfaces.ids(), *lines.ids()],
            "kind": np.concatenate([kinds[match_rows(part, "areas")] for part in found]),
            "name": np.concatenate([part.values("name") for part in found]),
            "barrier": np.concatenate([barriers[match_rows(part, "areas")] for part in found]),
            "source": [*surfaces.sources(), *lines.sources()],
        },
        geometry=np.concatenate([surfaces.geometries, strips]),
        crs=crs,
    )
    return rows, refused


def _closed(geometries: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    lines = shapely.get_type_id(geometries) == shapely.GeometryType.LINESTRING
    closed = np.zeros(len(geometries), dtype=bool)
    closed[lines] = shapely.is_closed(geometries[lines])
    return closed
