"""Files as they come: nothing is lost, nothing is doubled, and what cannot be used says why."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Polygon

from fibre_planner import workflow
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from tests.towns import ORIGIN, at, rectangle, town

SUPPLY = "id;Straße;Hausnummer;Anbieter;Status;Technologie;Download;Upload\n"
ADDRESSES = "Straße;Hausnummer;PLZ;x;y\n"


def two_houses() -> Project:
    return town("""
        p   p
        |   |
        A---B---N
    """)


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def supply_row(number: int | str, house: int, provider: str, rest: str = "DSL;16;1") -> str:
    return f"{number};Dorfstraße;{house};{provider};versorgt;{rest}\n"


def house(number: str, column: int, street: str = "Ringweg") -> str:
    x, y = ORIGIN[0] + 10 * column, ORIGIN[1]
    return f"{street};{number};63065;{x};{y}\n"


def take(
    project: Project, layer: str, path: Path, columns: dict[str, str] | None = None
) -> Project:
    return workflow.import_file(project, layer, path, columns=columns).project


def test_running_numbers_of_two_providers_do_not_replace_each_other(tmp_path: Path) -> None:
    first = write(tmp_path / "nord" / "antwort.csv", SUPPLY + supply_row(1, 1, "Nord"))
    second = write(tmp_path / "sued" / "antwort.csv", SUPPLY + supply_row(1, 2, "Süd"))
    project = take(take(two_houses(), "supply", first), "supply", second)
    assert sorted(project.supply["provider"]) == ["Nord", "Süd"]
    again = take(take(project, "supply", second), "supply", first)
    assert list(again.supply["supply_id"]) == list(project.supply["supply_id"])


def test_ducts_of_two_owners_with_the_same_numbers_are_both_kept(tmp_path: Path) -> None:
    project = two_houses()
    for owner, row in (("Stadtwerke", 0), ("Telekom", 40)):
        line = LineString([at(0, row), at(9, row)])
        frame = gpd.GeoDataFrame({"id": [1], "owner": [owner]}, geometry=[line], crs="EPSG:25832")
        frame.to_file(tmp_path / f"{owner}.gpkg")
        step = workflow.import_file(project, "ducts", tmp_path / f"{owner}.gpkg")
        project = step.project
    assert sorted(project.ducts["owner"]) == ["Stadtwerke", "Telekom"]
    assert any("ids of their own" in note or "an id of its own" in note for note in step.notes)


def test_a_corrected_row_replaces_the_one_it_corrects(tmp_path: Path) -> None:
    reply = write(tmp_path / "antwort.csv", SUPPLY + supply_row(1, 1, "Nord"))
    project = take(two_houses(), "supply", reply)
    write(reply, SUPPLY + supply_row(1, 1, "Nord", "FTTH;1000;500"))
    assert list(take(project, "supply", reply).supply["technology"]) == ["FTTH"]
    newer = write(tmp_path / "antwort-2.csv", SUPPLY + supply_row(1, 1, "Nord", "HFC;500;50"))
    assert list(take(project, "supply", newer).supply["technology"]) == ["HFC"]


def test_refused_rows_of_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    project = two_houses()
    for folder in ("nord", "sued"):
        text = SUPPLY + supply_row(1, 1, folder) + f"{folder};;;;;;;;;9\n"
        project = take(project, "supply", write(tmp_path / folder / "antwort.csv", text))
    told = " ".join(project.rejected["values"])
    assert len(project.rejected) == 2
    assert "nord" in told
    assert "sued" in told


def test_a_row_that_was_mended_is_no_longer_among_the_rejected(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    good = house("1", 0) + house("2", 2) + house("3", 4)
    project = take(two_houses(), "addresses", write(path, ADDRESSES + good + house("☃", 6)))
    assert list(project.rejected["code"]) == ["strange_characters"]
    project = take(project, "addresses", write(path, ADDRESSES + good + house("4", 6)))
    assert project.rejected.empty
    assert len(project.addresses) == 2 + 4


def test_a_file_read_with_wrong_columns_can_be_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "liste.csv", ADDRESSES + house("1", 0) + house("2", 2))
    wrong = {"x": "PLZ", "y": "Straße"}
    project = take(two_houses(), "addresses", path, columns=wrong)
    assert len(project.rejected) == 2
    right = take(project, "addresses", path)
    assert right.rejected.empty
    assert len(right.addresses) == 2 + 2


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    text = ADDRESSES + house("1", 0) + house("12;14", 2).replace("12;14", '"12;14"')
    text += house("1", 0) + house("", 3) + house("5-", 4) + house("12 1/2", 5)
    path = write(tmp_path / "liste.csv", text)
    once = take(two_houses(), "addresses", path)
    twice = take(once, "addresses", path)
    for layer in ("addresses", "rejected", "supply"):
        assert once.layer(layer).equals(twice.layer(layer))


def test_coverage_follows_supply_that_comes_after_it(tmp_path: Path) -> None:
    project = workflow.coverage(two_houses())
    assert set(project.coverage["coverage_class"]) == {"unknown"}
    reply = write(tmp_path / "a.csv", SUPPLY + supply_row(1, 1, "Nord", "FTTH;1000;500"))
    project = take(project, "supply", reply)
    assert list(project.coverage["coverage_class"]) == ["served", "unknown"]
    planned = workflow.plan(project, workflow.scenario_for(project))
    assert planned.plans[-1].summary.unconnected == {"served": 1}


def test_coverage_speaks_of_the_addresses_of_now(tmp_path: Path) -> None:
    project = workflow.coverage(two_houses())
    path = write(tmp_path / "neu.csv", ADDRESSES + house("1", 3))
    project = take(project, "addresses", path)
    assert list(project.coverage["address_id"]) == list(project.addresses["address_id"])
    assert len(project.coverage) == 3


def areas_file(folder: Path, *polygons: Polygon) -> Path:
    count = len(polygons)
    frame = gpd.GeoDataFrame(
        {"Anbieter": ["Kabel"] * count, "Technologie": ["HFC"] * count},
        geometry=list(polygons),
        crs="EPSG:25832",
    )
    frame.to_file(folder / "kabel.gpkg")
    return folder / "kabel.gpkg"


def test_an_area_in_which_no_address_lies_is_rejected_with_its_shape(tmp_path: Path) -> None:
    path = areas_file(tmp_path, rectangle(-1, 1, 1, 3), rectangle(500, 500, 510, 510))
    step = workflow.import_file(two_houses(), "supply_areas", path)
    assert list(step.project.supply["address_id"]) == ["p1"]
    refused = step.project.rejected
    assert list(refused["code"]) == ["no_address_inside"]
    assert json.loads(refused["values"].iloc[0])["geometry"].startswith("POLYGON")


def test_areas_of_supply_wait_for_addresses(tmp_path: Path) -> None:
    empty = workflow.create_project("leer")
    with pytest.raises(PlannerError, match="no addresses"):
        workflow.import_file(empty, "supply_areas", areas_file(tmp_path, rectangle(0, 0, 1, 1)))
