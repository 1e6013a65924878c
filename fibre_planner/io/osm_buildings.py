"""Buildings of an OpenStreetMap file with their use, storeys and flats."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.io.osm_objects import OsmObjects

_NOT_BUILDINGS = ("", "no", "demolished", "razed")
_MOST_LEVELS = 100.0
_MOST_FLATS = 2000.0  # more than any house in Germany has; a slip of the pen


def building_objects(objects: OsmObjects) -> OsmObjects:
    """Return the ways and relations that are buildings; a building node has no outline."""
    building = ~np.isin(objects.values("building"), _NOT_BUILDINGS)
    return objects.take(building & (objects.keys.astype("U1") != "n"))


def buildings(surfaces: OsmObjects, crs: str) -> gpd.GeoDataFrame:
    """Return the rows of the table `buildings` for objects that cover a surface."""
    flats = _number(surfaces.values("building:flats"), _MOST_FLATS)
    return gpd.GeoDataFrame(
        {
            "building_id": surfaces.ids(),
            "kind": surfaces.values("building"),
            "levels": _number(surfaces.values("building:levels"), _MOST_LEVELS),
            "flats": np.where(np.isnan(flats), -1, flats).astype(np.int64),
            "source": surfaces.sources(),
        },
        geometry=surfaces.geometries,
        crs=crs,
    )


def _number(values: np.ndarray[Any, Any], most: float) -> np.ndarray[Any, Any]:
    """Return the largest number a tag gives ("2;3" → 3, "2,5" → 2.5), NaN where it has none."""
    texts = pd.Series(values, dtype="str").str.replace(",", ".")
    parts = texts.str.extractall(r"(\d+(?:\.\d+)?)")[0]
    result = pd.to_numeric(parts).groupby(level=0).max().reindex(texts.index)
    numbers = result.to_numpy(dtype=np.float64)
    return np.where((numbers >= 0) & (numbers <= most), numbers, np.nan)
