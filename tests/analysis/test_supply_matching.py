"""A supply row finds its address by id or by one spelling, or stays open."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from fibre_planner.analysis.supply_matching import match_supply
from fibre_planner.model.tables import conform


def addresses() -> gpd.GeoDataFrame:
    rows = [
        ("a1", "Goethestraße", "12", "a", "63065"),
        ("a2", "Goethestraße", "14", "", "63065"),
        ("a3", "Hauptstraße", "1", "", "63067"),
        ("a4", "Hauptstraße", "1", "", "63075"),
        ("a5", "Lindenweg", "5", "", "01067"),
    ]
    frame = pd.DataFrame(
        rows, columns=["address_id", "street", "house_number", "suffix", "postcode"]
    )
    points = [Point(i, 0) for i in range(len(rows))]
    return conform("addresses", gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:25832"))


def supply(**row: str) -> pd.DataFrame:
    return conform("supply", pd.DataFrame([{"supply_id": "s", **row}]))


@pytest.mark.parametrize(
    ("row", "address"),
    [
        ({"address_id": "a2"}, "a2"),
        ({"street": "Goethe-Str.", "house_number": "012", "suffix": "A"}, "a1"),
        ({"street": "GOETHESTRASSE", "house_number": "14", "postcode": "63065"}, "a2"),
        ({"street": "Goethestr.", "house_number": "14", "postcode": "63075"}, ""),
        ({"street": "Hauptstraße", "house_number": "1"}, ""),
        ({"street": "Hauptstraße", "house_number": "1", "postcode": "63075"}, "a4"),
        ({"street": "Lindenweg", "house_number": "5", "postcode": "1067"}, "a5"),
        ({"address_id": "theirs-7", "street": "Lindenweg", "house_number": "5"}, "a5"),
        ({"address_id": "theirs-8"}, "theirs-8"),
        ({"address_id": "double"}, "a2"),
        ({"street": "Goethestraße"}, ""),
    ],
)
def test_row_is_given_the_one_address_it_names(row: dict[str, str], address: str) -> None:
    matched = match_supply(supply(**row), addresses(), {"double": "a2"})
    assert matched["address_id"].iloc[0] == address
