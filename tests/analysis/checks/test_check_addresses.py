import datetime as dt
from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest

from fibre_planner.analysis.checks import check
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.progress import Cancelled
from tests.towns import at, rectangle, town

TODAY = dt.date(2026, 11, 1)
VILLAGE = town("""
    1  2  3
    A-----B
    4  5  6
""")


def findings(project: Project) -> dict[str, Finding]:
    """Return what a check says, by code; a code that is told twice has its layer behind it."""
    found = check(project, today=TODAY)
    codes = [finding.code for finding in found]
    return {f.code if codes.count(f.code) == 1 else f"{f.code}:{f.layer}": f for f in found}


def with_addresses(**columns: object) -> Project:
    return VILLAGE.with_layers(addresses=VILLAGE.addresses.assign(**columns))


def test_a_tidy_village_has_no_findings() -> None:
    assert check(VILLAGE, today=TODAY) == ()
    assert check(new_project("nothing yet"), today=TODAY) == ()


@pytest.mark.parametrize(
    ("columns", "code", "rows"),
    [
        ({"street": ["", *["Weg"] * 5]}, "missing_street", ("p1",)),
        ({"house_number": [*"12345", ""]}, "missing_house_number", ("p6",)),
        ({"house_number": ["1", "0", "3", "n.a.", "5", "99999"]}, "odd_house_number", None),
        ({"postcode": ["", "", *["63065"] * 4]}, "missing_postcode", ("p1", "p2")),
        ({"postcode": ["1067", *["63065"] * 5]}, "odd_postcode", ("p1",)),
        ({"dwellings": [-1, 2, 3, 4, 5, 6]}, "missing_dwellings", ("p1",)),
        ({"units_source": ["assumed", *["register"] * 5]}, "assumed_dwellings", ("p1",)),
        ({"dwellings": [90_000, 2, 3, 4, 5, 6]}, "impossible_units", ("p1",)),
        ({"businesses": [0, 0, -5, 0, 0, 0]}, "impossible_units", ("p3",)),
    ],
)
def test_each_flaw_of_an_address_is_told_with_its_rows(
    columns: dict[str, list[object]], code: str, rows: tuple[str, ...] | None
) -> None:
    found = findings(with_addresses(**columns))
    assert list(found) == [code]
    assert found[code].rows == (rows or ("p2", "p4", "p6"))
    assert found[code].message
    assert found[code].remedy
    assert found[code].place is not None


def test_a_duplicate_costs_a_house_connection() -> None:
    found = findings(with_addresses(house_number=[*"12344", "6"]))
    finding = found["duplicate_address"]
    assert finding.rows == ("p5",)
    assert finding.cost_eur == 1200.0
    assert finding.place == (at(3, 0).x, at(3, 0).y)
    assert finding.message == "1 address occurs more than once."


def test_an_address_outside_of_the_municipality_is_told() -> None:
    areas = gpd.GeoDataFrame(
        {"area_id": ["m"], "kind": ["municipality"]},
        geometry=[rectangle(-1, -1, 5, 3)],
        crs=DEFAULT_CRS,
    )
    found = findings(VILLAGE.with_layers(areas=areas))
    assert found["outside_municipality"].rows == ("p3", "p6")
    assert found["outside_municipality"].cost_eur == 2400.0


def test_findings_come_most_expensive_first_then_most_severe() -> None:
    project = with_addresses(
        house_number=[*"12344", "6"],
        postcode=["", *["63065"] * 5],
        dwellings=[90_000, -1, 3, 4, 5, 6],
    )
    assert [finding.code for finding in check(project, today=TODAY)] == [
        "duplicate_address",
        "impossible_units",
        "missing_dwellings",
        "missing_postcode",
    ]


def test_the_same_project_gives_the_same_findings() -> None:
    project = with_addresses(house_number=[*"12344", "6"], postcode="1067")
    assert check(project, today=TODAY) == check(project, today=TODAY)


MOVES: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "degrees_as_metres": lambda x, y: (x * 0 + 8.76, y * 0 + 50.1),
    "swapped_coordinates": lambda x, y: (y, x),
    "zone_prefix": lambda x, y: (x + 32_000_000, y),
    "far_away": lambda x, y: (x + 300_000, y),
}


@pytest.mark.parametrize("code", MOVES)
def test_a_place_that_cannot_be_right_is_told_by_its_kind(code: str) -> None:
    points = VILLAGE.addresses.geometry
    x, y = MOVES[code](points.x.iloc[0], points.y.iloc[0])
    moved = points.where(VILLAGE.addresses["address_id"] != "p1", gpd.points_from_xy([x], [y])[0])
    found = findings(VILLAGE.with_layers(addresses=VILLAGE.addresses.set_geometry(moved)))
    assert found[code].rows == ("p1",)
    assert found[code].severity == ("warning" if code == "far_away" else "error")


def test_a_whole_layer_with_swapped_axes_is_told() -> None:
    points = VILLAGE.addresses.geometry
    swapped = gpd.GeoSeries.from_xy(points.y, points.x, crs=DEFAULT_CRS)
    found = findings(VILLAGE.with_layers(addresses=VILLAGE.addresses.set_geometry(swapped)))
    assert found["swapped_coordinates"].count == 6


def test_a_layer_that_lies_elsewhere_is_told_as_an_error() -> None:
    streets = VILLAGE.streets.set_geometry(VILLAGE.streets.translate(400_000, 0))
    found = findings(VILLAGE.with_layers(streets=streets))
    assert found["layer_elsewhere"].severity == "error"
    assert found["layer_elsewhere"].layer == "streets"


def test_neighbouring_towns_without_a_border_are_not_far_away() -> None:
    # The border of a town 30 km to the west is known, that of the village is not.
    points = VILLAGE.addresses.geometry.iloc[0]
    border = rectangle(-3000, -1, -2990, 3)
    areas = gpd.GeoDataFrame(
        {"area_id": ["m"], "kind": ["municipality"]}, geometry=[border], crs=DEFAULT_CRS
    )
    assert border.distance(points) == 29_900.0
    assert list(findings(VILLAGE.with_layers(areas=areas))) == ["outside_municipality"]


def test_a_row_without_place_is_told_without_one() -> None:
    points = VILLAGE.addresses.geometry.copy()
    points.iloc[0] = None
    found = findings(VILLAGE.with_layers(addresses=VILLAGE.addresses.set_geometry(points)))
    assert found["missing_place"].rows == ("p1",)
    assert found["missing_place"].place is None


def test_a_check_can_be_cancelled() -> None:
    def cancel(fraction: float, message: str) -> None:
        if message and fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        check(VILLAGE, cancel, today=TODAY)


def test_hostile_texts_are_told_like_others() -> None:
    nasty = ["=HYPERLINK(1)", "{count}", "<script>", "x" * 10_000, "😀", "%s"]
    found = findings(with_addresses(house_number=nasty, street=nasty, postcode=nasty))
    assert found["odd_house_number"].count == 6
    assert found["odd_postcode"].count == 6


def test_texts_of_a_project_from_a_table_with_gaps_are_read_as_empty() -> None:
    frame = pd.DataFrame({"address_id": ["a"], "street": [None], "postcode": [float("nan")]})
    project = VILLAGE.with_layers(
        addresses=gpd.GeoDataFrame(frame, geometry=[at(0, 0)], crs=DEFAULT_CRS)
    )
    assert {"missing_street", "missing_postcode"} <= set(findings(project))
