"""Files as they come: nothing is lost, nothing is doubled, and what cannot be used says why."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import openpyxl
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


OSM = """<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="50.1000" lon="8.7600"/>
 <node id="2" lat="50.1000" lon="8.7650"/>
 <node id="3" lat="50.1001" lon="8.7610">
  <tag k="addr:housenumber" v="1"/><tag k="addr:street" v="Hafenstraße"/></node>
 <way id="10"><nd ref="1"/><nd ref="2"/>
  <tag k="highway" v="residential"/><tag k="name" v="Hafenstraße"/></way>
</osm>
"""


def shape_file(path: Path, kind: str, coordinates: object) -> Path:
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    return write(path, json.dumps({"type": "FeatureCollection", "features": [feature]}))


def test_an_area_file_without_an_area_in_degrees_is_refused(tmp_path: Path) -> None:
    osm = write(tmp_path / "town.osm", OSM)
    point = shape_file(tmp_path / "point.geojson", "Point", [8.76, 50.1])
    ring = [[480000, 5540000], [490000, 5540000], [490000, 5560000], [480000, 5540000]]
    metres = shape_file(tmp_path / "metres.geojson", "Polygon", [ring])
    table = write(tmp_path / "table.csv", "a;b\n1;2\n")
    for path, told in ((point, "no polygon"), (metres, "coordinate"), (table, "no polygon")):
        with pytest.raises(PlannerError, match=told) as refusal:
            workflow.import_osm(workflow.create_project("x"), osm, area_file=path)
        assert refusal.value.remedy


def test_a_box_in_the_sea_is_said_to_hold_nothing(tmp_path: Path) -> None:
    osm = write(tmp_path / "town.osm", OSM)
    with pytest.raises(PlannerError, match="inside the chosen area"):
        workflow.import_osm(workflow.create_project("x"), osm, bbox=(3.0, 55.0, 4.0, 56.0))


@pytest.mark.parametrize("name", ["EPSG:99999999", "Quatsch", "EPSG:5783", "EPSG:4978"])
def test_what_is_no_system_of_places_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "liste.csv", ADDRESSES + house("1", 0))
    with pytest.raises(PlannerError, match="no coordinate system"):
        workflow.import_file(two_houses(), "addresses", path, crs=name)


def test_degrees_are_not_taken_for_metres(tmp_path: Path) -> None:
    path = write(tmp_path / "liste.csv", ADDRESSES + "Ringweg;1;63065;8.76;50.1\n")
    with pytest.raises(PlannerError, match="look like degrees"):
        workflow.import_file(two_houses(), "addresses", path, crs="EPSG:25832")


def test_a_table_of_names_alone_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "leer.csv", ADDRESSES)
    step = workflow.import_file(two_houses(), "addresses", path)
    assert "The file holds no rows; nothing was taken over." in step.notes


def test_a_gml_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[LineString([at(0, 0), at(9, 0)])] * 3, crs="EPSG:25832")
    path = tmp_path / "wege.gml"
    frame.to_file(path, driver="GML")
    assert len(take(two_houses(), "streets", path).streets) > 3
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(PlannerError, match="not complete"):
        workflow.import_file(two_houses(), "streets", path)


def test_a_lone_quotation_mark_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    rows = [house(str(number), number) for number in range(1, 6)]
    rows[1] = '"' + rows[1]
    rows[3] = rows[3].replace("\n", ";zu viel\n")
    project = take(two_houses(), "addresses", write(tmp_path / "a.csv", ADDRESSES + "".join(rows)))
    assert len(project.addresses) == 2 + 4
    assert list(project.rejected["code"]) == ["too_many_cells"]


def test_rows_without_a_readable_place_are_kept_with_their_reason(tmp_path: Path) -> None:
    x, y = ORIGIN
    places = [f"{x};{y}", f"NaN;{y}", f"inf;{y}", f"{x};oben", f"{y};{x + 20}", "0;0", ";"]
    text = ADDRESSES + "".join(f"Ringweg;{n};63065;{place}\n" for n, place in enumerate(places, 1))
    step = workflow.import_file(
        two_houses(), "addresses", write(tmp_path / "a.csv", text), crs="EPSG:25832"
    )
    assert len(step.project.addresses) == 2 + 2
    codes = list(step.project.rejected["code"])
    assert sorted(codes) == ["no_coordinates"] * 4 + ["zero_coordinates"]
    assert any("exchanged" in note for note in step.notes)


def test_hostile_cells_stay_text_in_every_report(tmp_path: Path) -> None:
    names = ["=1+1", "+49", "-x", "@SUM(A1)", "<script>alert(1)</script>", "Ä" * 10_000, "\x07🏠"]
    rows = "".join(house(str(number), number, name) for number, name in enumerate(names, 1))
    project = take(two_houses(), "addresses", write(tmp_path / "a.csv", ADDRESSES + rows))
    assert len(project.addresses) == 2 + len(names)
    project = workflow.plan(project, workflow.scenario_for(project))
    book, page, _layers = workflow.write_reports(project, None, tmp_path / "out")
    cells = [
        cell
        for sheet in openpyxl.load_workbook(book).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    for name in names[:5]:
        found = [cell for cell in cells if str(cell.value).endswith(name)]
        assert found
        assert {cell.data_type for cell in found} == {"s"}
    assert "<script>alert(1)" not in page.read_text(encoding="utf-8")


def test_a_catalogue_without_a_price_says_which(tmp_path: Path) -> None:
    project = two_houses()
    planned = workflow.plan(project, workflow.scenario_for(project))
    code = planned.plans[-1].items["code"].iloc[0]
    path = write(tmp_path / "preise.csv", f"code;base\n{code};unbekannt\n")
    step = workflow.import_file(project, "catalogue", path)
    with pytest.raises(PlannerError, match=code) as refusal:
        workflow.plan(step.project, workflow.scenario_for(project))
    assert "price" in refusal.value.remedy


def test_addresses_on_an_island_have_a_reason_each() -> None:
    mainland = """
        p   p
        |   |
        A---B---N
    """
    island = """
        p       p
        |       |
        C-------D
    """
    project = town(mainland + 40 * "\n" + island)
    scenario = workflow.scenario_for(project, targets="all")
    plan = workflow.plan(project, scenario).plans[-1]
    assert len(plan.addresses) == len(project.addresses)
    left_out = plan.addresses[plan.addresses["status"] != "connected"]
    assert set(left_out["address_id"]) == {"p3", "p4"}
    assert (left_out["reason"] != "").all()


def test_a_town_without_streets_says_what_is_missing() -> None:
    project = two_houses()
    bare = project.with_layers(streets=project.streets.iloc[:0])
    with pytest.raises(PlannerError, match="street") as refusal:
        workflow.plan(bare, workflow.scenario_for(bare))
    assert refusal.value.remedy
