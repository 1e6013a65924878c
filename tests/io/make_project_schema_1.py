"""Make the kept project file of schema version 1: `python -m tests.io.make_project_schema_1`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Point

from fibre_planner.io.geopackage_tables import repeatable_writing, write_table

TARGET = Path(__file__).with_name("project_schema_1.gpkg")


def make(path: Path) -> None:
    """Write two addresses and the metadata in the names of version 1."""
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ["a1", "a2"],
            "street": ["Markt", "Markt"],
            "number": ["1", "2"],
            "suffix": ["", "a"],
            "dwellings": [1, 3],
        },
        geometry=[Point(483300, 5549840), Point(483320, 5549845)],
        crs="EPSG:25832",
    )
    metadata = pd.DataFrame(
        {
            "key": ["program", "schema_version", "title", "crs"],
            "value": ["Fibre Planner", "1", "Altstadt", "EPSG:25832"],
        }
    )
    path.unlink(missing_ok=True)
    with repeatable_writing():
        write_table(path, "addresses", addresses)
        write_table(path, "metadata", metadata)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")


if __name__ == "__main__":
    make(TARGET)
