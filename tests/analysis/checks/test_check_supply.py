import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from fibre_planner.analysis.checks import check
from fibre_planner.model.project import DEFAULT_CRS, Project
from tests.analysis.checks.test_check_addresses import TODAY, VILLAGE, findings
from tests.towns import at, rectangle, supply_rows


def with_supply(text: str, **columns: object) -> Project:
    return VILLAGE.with_layers(supply=supply_rows(text).assign(**columns))


@pytest.mark.parametrize(
    ("text", "code", "rows"),
    [
        ("p9 A existing DSL 50/10", "supply_of_unknown_address", 1),
        ("p1 A existing DSL 50/10\np1 A existing DSL 16/2", "contradictory_supply", 2),
        ("p1 A existing DSL 50/10\np1 A none", "contradictory_supply", 2),
        ("p1 A existing DSL 50/10\np1 A existing DSL 50/10", "repeated_supply", 1),
        ("p1 A existing DSL 10/50", "upload_above_download", 1),
        ("p1 A existing DSL -1/-1", "impossible_rate", 1),
        ("p1 A existing FTTH 1000000/500", "impossible_rate", 1),
        ("p1 A existing FTTH 50/10", "slow_fibre", 1),
        ("p1 A promised DSL 50/10", "unknown_supply_word", 1),
        ("p1 A existing DSL", "supply_without_rates", 1),
        ("p1 A planned FTTH 1000/500 binding", "promise_without_date", 1),
        ("p1 A planned FTTH 1000/500 soon binding", "promise_without_date", 1),
        ("p1 A planned FTTH 1000/500 2026-10-31 binding", "overdue_promise", 1),
    ],
)
def test_each_flaw_of_a_supply_row_is_told(text: str, code: str, rows: int) -> None:
    found = findings(with_supply(text))
    assert list(found) == [code]
    assert found[code].count == rows
    assert found[code].layer == "supply"


def test_sound_supply_has_no_findings() -> None:
    project = with_supply("""
        p1 A existing DSL 16/2
        p1 A existing FTTH 1000/500
        p1 B existing DSL 50/10
        p2 A existing FTTH
        p2 B none
        p3 B planned FTTH 1000/500 2026-11-01 binding
        p3 A existing DSL 200/200
    """)
    assert check(project, today=TODAY) == ()


def test_two_files_that_say_the_same_confirm_each_other() -> None:
    text = "p1 A existing DSL 50/10\np1 A existing DSL 50/10"
    assert check(with_supply(text, source=["a.csv:1", "b.csv:7"]), today=TODAY) == ()
    found = findings(with_supply(text, source=["a.csv:1", "a.csv:7"]))
    assert list(found) == ["repeated_supply"]


def test_the_place_of_a_supply_row_is_that_of_its_address() -> None:
    project = with_supply("p2 A existing DSL 10/50\np9 A existing DSL 50/10")
    found = findings(project)
    assert found["upload_above_download"].place == (at(3, 2).x, at(3, 2).y)
    assert found["supply_of_unknown_address"].place is None


def test_rows_of_one_address_that_nobody_knows_do_not_contradict_each_other() -> None:
    found = findings(with_supply("p9 A existing DSL 50/10\np9 A existing DSL 16/2"))
    assert list(found) == ["supply_of_unknown_address"]


def test_a_promise_is_overdue_from_the_day_after_its_date() -> None:
    project = with_supply("p1 A planned FTTH 1000/500 2026-11-01 binding")
    assert check(project, today=dt.date(2026, 11, 1)) == ()
    (finding,) = check(project, today=dt.date(2026, 11, 2))
    assert finding.code == "overdue_promise"


def sites(*dates: tuple[str, str]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(dates, columns=["planned_from", "planned_to"])
    frame["site_id"] = [f"site{number}" for number in range(1, len(dates) + 1)]
    return gpd.GeoDataFrame(frame, geometry=[rectangle(0, 0, 1, 1)] * len(dates), crs=DEFAULT_CRS)


def test_sites_need_a_start_and_an_end_in_this_order() -> None:
    found = findings(
        VILLAGE.with_layers(
            sites=sites(
                ("2026-05-01", "2026-06-01"),
                ("2026-06-01", "2026-05-01"),
                ("2026-05-01", ""),
                ("", ""),
                ("summer", "2026-05-01"),
            )
        )
    )
    assert found["site_ends_before_start"].rows == ("site2",)
    assert found["site_without_dates"].rows == ("site3", "site4", "site5")


def test_ducts_need_an_owner_and_room() -> None:
    ducts = gpd.GeoDataFrame(
        {"duct_id": ["d1", "d2"], "owner": ["", "Stadtwerke"], "free_count": [1, 0]},
        geometry=[shapely.LineString([at(0, 0), at(3, 0)])] * 2,
        crs=DEFAULT_CRS,
    )
    found = findings(VILLAGE.with_layers(ducts=ducts))
    assert found["duct_without_owner"].rows == ("d1",)
    assert found["duct_without_room"].rows == ("d2",)


def test_impossible_numbers_of_other_layers_are_told() -> None:
    buildings = gpd.GeoDataFrame(
        {"building_id": ["b1", "b2", "b3"], "levels": [-1.0, 400.0, 3.0], "flats": [-1, -1, 8]},
        geometry=[rectangle(0, 0, 1, 1)] * 3,
        crs=DEFAULT_CRS,
    )
    catalogue = VILLAGE.catalogue.copy()
    catalogue.loc[catalogue["code"] == "TB01", "low"] = 999_999.0
    catalogue.loc[catalogue["code"] == "TB02", "base"] = float("nan")
    project = VILLAGE.with_layers(
        buildings=buildings,
        catalogue=catalogue,
        streets=VILLAGE.streets.assign(width_m=-3.0),
        nodes=gpd.GeoDataFrame(
            {"node_id": ["n"], "capacity_units": [-1]}, geometry=[at(0, 0)], crs=DEFAULT_CRS
        ),
    )
    found = findings(project)
    assert found["impossible_levels"].rows == ("b1", "b2")
    assert found["impossible_price"].rows == ("TB01", "TB02")
    assert found["impossible_price"].place is None
    assert found["impossible_width"].rows == ("A-B",)
    assert found["impossible_capacity"].rows == ("n",)


def test_an_outline_that_crosses_itself_is_told() -> None:
    bow_tie = shapely.Polygon([at(0, 0), at(2, 2), at(2, 0), at(0, 2)])
    areas = gpd.GeoDataFrame(
        {"area_id": ["a"], "kind": ["district"]}, geometry=[bow_tie], crs=DEFAULT_CRS
    )
    found = findings(VILLAGE.with_layers(areas=areas))
    assert found["invalid_shape"].layer == "areas"
