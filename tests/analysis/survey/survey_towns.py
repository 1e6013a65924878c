"""A small town and replies to its market survey, written as rows of texts."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import Point

from fibre_planner.model.tables import conform

ROWS = (
    ("01", "Goethestraße", "12", "a", "01067", 0, 0),
    ("02", "Goethestraße", "14", "", "01067", 20, 0),
    ("03", "Goetheweg", "14", "", "01067", 400, 0),
    ("04", "Kirchstraße", "5", "", "01069", 0, 300),
    ("05", "Kirschstraße", "5", "", "01069", 900, 300),
    ("06", "Hauptstraße", "1", "", "01067", 0, 500),
    ("07", "Hauptstraße", "1", "", "01069", 2000, 500),
    ("08", "Johann-Sebastian-Bach-Straße", "3", "", "01067", 0, 700),
    ("09", "Johann-Sebastian-Bach-Straße", "7", "", "01067", 40, 700),
    ("10", "Am Alten Friedhof", "2", "", "01067", 0, 900),
)


def town() -> gpd.GeoDataFrame:
    names = ["address_id", "street", "house_number", "suffix", "postcode", "x", "y"]
    frame = pd.DataFrame(ROWS, columns=names)
    points = [Point(x, y) for x, y in zip(frame["x"], frame["y"], strict=True)]
    return conform("addresses", gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:25832"))


def replies(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return rows of the table supply, r0, r1, … of provider A where a row names no other."""
    named = [{"supply_id": f"r{at}", "provider": "A", **row} for at, row in enumerate(rows)]
    return conform("supply", pd.DataFrame(named))
