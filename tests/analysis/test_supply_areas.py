import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.analysis.coverage import compute_coverage
from fibre_planner.analysis.raster_screening import screen_by_raster
from fibre_planner.analysis.supply_areas import supply_from_areas
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.ruleset import read_ruleset
from tests.towns import rectangle, supply_rows, town

HAMLET = town("pppp")
RULES = read_ruleset("rl2.0-2024")


def answers(**columns: list[object]) -> gpd.GeoDataFrame:
    """Return two polygons: around p1 to p2 with p2 on its border, and around p2 to p3."""
    shapes = [rectangle(-1, -1, 1, 1), rectangle(0.5, -1, 2.5, 1)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=DEFAULT_CRS)


def test_each_address_in_a_polygon_gets_its_supply() -> None:
    polygons = answers(
        supply_id=["north", "south"],
        provider=["Nordnetz", "Glaswerk"],
        status=["existing", "planned"],
        technology=["FTTC", "FTTH"],
        down_mbps=[100.0, 1000.0],
    )
    rows = supply_from_areas(HAMLET.addresses, polygons)
    assert rows["supply_id"].tolist() == ["north:p1", "north:p2", "south:p2", "south:p3"]
    assert rows["address_id"].tolist() == ["p1", "p2", "p2", "p3"]
    assert set(rows["evidence"]) == {"polygon"}
    assert rows["down_mbps"].tolist() == [100.0, 100.0, 1000.0, 1000.0]


def test_a_polygon_without_id_is_named_after_its_content() -> None:
    polygons = answers(provider=["Nordnetz", "Glaswerk"])
    rows = supply_from_areas(HAMLET.addresses, polygons)
    backwards = supply_from_areas(HAMLET.addresses, polygons.iloc[::-1])
    assert rows["supply_id"].str.match(r"^area-[0-9a-f]{12}:p\d$").all()
    pd.testing.assert_frame_equal(rows, backwards)


def test_the_same_polygon_sent_twice_keeps_all_its_rows() -> None:
    polygons = answers(provider=["Nordnetz", "Nordnetz"])
    polygons.geometry = [rectangle(-1, -1, 0.5, 1)] * 2
    rows = supply_from_areas(HAMLET.addresses, polygons)
    assert rows["supply_id"].is_unique
    assert rows["address_id"].tolist() == ["p1", "p1"]


def test_polygons_without_shape_or_address_give_no_rows() -> None:
    polygons = answers(provider=["Nordnetz", "Glaswerk"])
    polygons.geometry = [None, rectangle(50, 50, 60, 60)]
    assert supply_from_areas(HAMLET.addresses, polygons).empty
    assert supply_from_areas(HAMLET.addresses, polygons.iloc[:0]).empty


def test_the_raster_gives_a_band_on_both_sides_of_the_threshold_and_decides_nothing() -> None:
    cells = gpd.GeoDataFrame(
        {
            "down_fn_hh_alle_30": [100.0, 100.0],
            "down_fn_hh_alle_200": [65.0, np.nan],
            "down_fn_hh_alle_400": [20.0, np.nan],
            "down_fn_hh_alle_1000": [0.0, np.nan],
            "down_fn_hh_ftthb_1000": [0.0, 100.0],
        },
        geometry=[rectangle(-0.5, -5, 0.5, 5), rectangle(0.5, -5, 1.5, 5)],
        crs=DEFAULT_CRS,
    )
    coverage = compute_coverage(HAMLET.addresses, supply_rows(""), RULES, dt.date(2026, 11, 1))
    screened = screen_by_raster(HAMLET.addresses, coverage, cells, RULES)
    assert screened["screening"].tolist() == [
        "≥ 200 Mbit/s: 60–80 %, ≥ 400 Mbit/s: 20–40 %, FTTB/H: 0–20 %",
        "FTTB/H: 80–100 %",
        "",
        "",
    ]
    pd.testing.assert_frame_equal(
        screened.drop(columns="screening"), coverage.drop(columns="screening")
    )
