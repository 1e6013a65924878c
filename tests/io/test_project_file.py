from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box

from fibre_planner.io.file_lock import Holder, acquire_lock, lock_path, release_lock
from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.io.migrations import SCHEMA_VERSION, STEPS
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import PLAN_TABLES, CostRange, Plan, PlanSummary
from fibre_planner.model.project import LAYERS, Project, new_project
from fibre_planner.model.tables import GEOMETRY_TYPES, columns, conform
from fibre_planner.progress import Cancelled
from fibre_planner.resources import RESOURCES, read_toml

CRS = "EPSG:25832"


def small_plan(plan_id: str = "p1") -> Plan:
    project = new_project("x")
    summary = PlanSummary(
        addresses=2,
        connected=1,
        unconnected={"no_street": 1},
        units=3,
        trench_m=120.5,
        street_trench_m=100.0,
        lead_in_m=20.5,
        cabinets=1,
        pops=1,
        cost_eur=CostRange(Decimal("10.10"), Decimal("20.20"), Decimal("30.30")),
        trench_cost_eur=9.5,
        lower_bound_eur=9.5,
        gap=0.0,
        proven=True,
        shortest_path_baseline_m=130.0,
        shortest_path_baseline_eur=10.0,
        seconds={"graph": 0.1},
    )
    line = gpd.GeoSeries([LineString([(483000, 5549000), (483100, 5549000)])], crs=CRS)
    point = gpd.GeoSeries([Point(483000, 5549000)], crs=CRS)
    tables = {
        "plan_trenches": gpd.GeoDataFrame(
            {"trench_id": ["t1"], "level": ["trunk"], "length_m": [100.0]}, geometry=line
        ),
        "plan_nodes": gpd.GeoDataFrame({"node_id": ["n1"], "kind": ["pop"]}, geometry=point),
        "plan_addresses": pd.DataFrame({"address_id": ["a1"], "status": ["connected"]}),
        "plan_items": pd.DataFrame({"code": ["TB01"], "quantity": [100.0]}),
        "plan_rules": pd.DataFrame({"rule_id": ["r1"], "amount": [1.5]}),
    }
    return Plan(
        plan_id=plan_id,
        scenario=replace(project.scenarios[0], name="Süd", pop_x=483000.0, pop_y=5549000.0),
        created="2026-11-01T10:00:00Z",
        inputs_digest="ab" * 32,
        summary=summary,
        **{PLAN_TABLES[name]: conform(name, frame) for name, frame in tables.items()},
    )


def town() -> Project:
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ["a1", "a2"],
            "street": ["Kaiserstraße", "=cmd|' /C calc'!A0"],
            "house_number": ["12", "3"],
            "suffix": ["1/2", ""],
            "postcode": ["01067", "63065"],
            "dwellings": [4, -1],
        },
        geometry=[Point(483300.123456789, 5549840.5), Point(483400, 5549900)],
        crs=CRS,
    )
    areas = gpd.GeoDataFrame(
        {"area_id": ["d1", "d2"], "kind": "district"},
        geometry=[
            box(483000, 5549000, 484000, 5550000),
            MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)]),
        ],
        crs=CRS,
    )
    sites = gpd.GeoDataFrame(
        {"site_id": ["s1", "s2", "s3"], "planned_from": ["2026-12-01", "", ""]},
        geometry=[Point(1, 2), LineString([(0, 0), (1, 1)]), Polygon([(0, 0), (1, 0), (1, 1)])],
        crs=CRS,
    )
    coverage = pd.DataFrame({"address_id": ["a1"], "coverage_class": ["white"]})
    project = new_project("Offenbach", metadata={"municipality": "offenbach"})
    project = project.with_layers(addresses=addresses, areas=areas, sites=sites, coverage=coverage)
    return replace(project, plans=(small_plan("p1"), small_plan("p2")))


def assert_same(first: Project, second: Project) -> None:
    assert (first.name, first.crs, first.metadata) == (second.name, second.crs, second.metadata)
    for name in LAYERS:
        before, after = first.layer(name), second.layer(name)
        pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
        if name in GEOMETRY_TYPES:
            assert before.crs == after.crs
    assert first.scenarios == second.scenarios
    assert len(first.plans) == len(second.plans)
    for one, other in zip(first.plans, second.plans, strict=True):
        assert (one.plan_id, one.scenario, one.created, one.inputs_digest, one.summary) == (
            other.plan_id,
            other.scenario,
            other.created,
            other.inputs_digest,
            other.summary,
        )
        for field in PLAN_TABLES.values():
            before, after = getattr(one, field), getattr(other, field)
            pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))


def test_a_project_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_project(town(), tmp_path / "town.gpkg")
    assert_same(town(), load_project(tmp_path / "town.gpkg"))


def test_empty_layers_keep_their_coordinate_system(tmp_path: Path) -> None:
    project = new_project("Leipzig", "EPSG:25833")
    save_project(project, tmp_path / "p.gpkg")
    loaded = load_project(tmp_path / "p.gpkg")
    assert_same(project, loaded)
    assert loaded.ducts.crs == "EPSG:25833"


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    save_project(town(), tmp_path / "a.gpkg")
    save_project(town(), tmp_path / "b.gpkg")
    save_project(load_project(tmp_path / "a.gpkg"), tmp_path / "c.gpkg")
    first = (tmp_path / "a.gpkg").read_bytes()
    assert first == (tmp_path / "b.gpkg").read_bytes()
    assert first == (tmp_path / "c.gpkg").read_bytes()


def texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@st.composite
def any_table(draw: st.DrawFn, table: str) -> pd.DataFrame:
    count = draw(st.integers(0, 4))
    data: dict[str, list[object]] = {}
    for column in columns(table):
        kinds = {
            "id": st.just(""),
            "text": texts(),
            "date": texts(),
            "integer": st.integers(-(2**62), 2**62),
            "number": st.floats(allow_infinity=False),
            "flag": st.booleans(),
        }
        data[column.name] = draw(st.lists(kinds[column.kind], min_size=count, max_size=count))
        if column.kind == "id":
            ids = st.lists(texts().filter(bool), min_size=count, max_size=count, unique=True)
            data[column.name] = list(draw(ids))
    frame = pd.DataFrame(data)
    if table not in GEOMETRY_TYPES:
        return conform(table, frame)
    number = st.floats(-1e7, 1e7)
    points = draw(st.lists(st.tuples(number, number), min_size=count, max_size=count))
    shapes = {
        "Point": Point,
        "LineString": lambda p: LineString([p, (0.5, 0.25)]),
        "Polygon": lambda p: box(p[0], p[1], p[0] + 10, p[1] + 10),
        "Geometry": Point,
    }
    geometry = [shapes[GEOMETRY_TYPES[table]](point) for point in points]
    return conform(table, gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, crs=CRS)))


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_whatever_a_project_holds_survives_saving(tmp_path: Path, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(LAYERS), min_size=1, max_size=4))
    layers = {name: data.draw(any_table(name), label=name) for name in sorted(chosen)}
    project = new_project(data.draw(texts())).with_layers(**layers)
    save_project(project, tmp_path / "p.gpkg")
    assert_same(project, load_project(tmp_path / "p.gpkg"))


def test_text_that_no_database_keeps_is_saved_without_its_broken_characters(
    tmp_path: Path,
) -> None:
    project = town()
    broken = project.addresses.assign(street=["a\x00b", "c\ud800d"])
    save_project(project.with_layers(addresses=broken), tmp_path / "p.gpkg")
    assert load_project(tmp_path / "p.gpkg").addresses["street"].tolist() == ["ab", "c?d"]


def test_qgis_finds_a_style_for_every_drawn_layer(tmp_path: Path) -> None:
    save_project(town(), tmp_path / "p.gpkg")
    with closing(sqlite3.connect(tmp_path / "p.gpkg")) as connection:
        styled = {row[0] for row in connection.execute("SELECT f_table_name FROM layer_styles")}
        drawn = {
            row[0] for row in connection.execute("SELECT table_name FROM gpkg_geometry_columns")
        }
    # Sites have points, lines and areas in one layer, for which QGIS has no common style.
    assert drawn - styled == {"sites"}


def test_the_styles_show_coverage_in_the_colours_of_the_program() -> None:
    table = read_toml(RESOURCES / "styles" / "colours.toml")
    style = (RESOURCES / "styles" / "addresses_coverage.qml").read_text(encoding="utf-8")
    colours = re.findall(r'k="color" v="(\d+),(\d+),(\d+),255"', style)
    shapes = re.findall(r'k="name" v="(\w+)"', style)
    classes = re.findall(r'category value="(\w*)"', style)
    for name, colour, shape in zip(classes, colours, shapes, strict=True):
        look = table["coverage"][name or "unknown"]
        assert "#" + "".join(f"{int(part):02X}" for part in colour) == look["colour"]
        assert shape == look["symbol"].replace("ring", "circle")


def test_addresses_lie_in_the_file_joined_with_their_coverage(tmp_path: Path) -> None:
    save_project(town(), tmp_path / "p.gpkg")
    joined = pyogrio.read_dataframe(tmp_path / "p.gpkg", layer="addresses_coverage")
    assert joined["address_id"].tolist() == ["a1", "a2"]
    assert joined["coverage_class"].tolist() == ["white", "unknown"]
    assert joined.crs == CRS


def test_a_cancelled_save_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    old = path.read_bytes()

    def cancel(fraction: float, _message: str) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_project(new_project("other"), path, cancel)
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["p.gpkg"]


SAVE_UNDER_LIMIT = """
import resource, sys
from pathlib import Path
from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.model.errors import PlannerError
project = load_project(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    save_project(project, Path(sys.argv[1]))
except PlannerError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of a file")
def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    old = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", SAVE_UNDER_LIMIT, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("p.gpkg could not be saved. The disk is full")
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["p.gpkg"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write into every folder"
)
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    with pytest.raises(PlannerError, match="You may not write there"):
        save_project(town(), folder / "p.gpkg")


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    path.chmod(0o444)
    with pytest.raises(PlannerError, match="write-protected"):
        save_project(new_project("other"), path)
    assert load_project(path).name == "Offenbach"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="does not exist"):
        save_project(town(), tmp_path / "nowhere" / "p.gpkg")


def test_a_name_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"ends in \.gpkg"):
        save_project(town(), tmp_path / "town.zip")


def test_a_file_that_another_program_writes_to_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlannerError, match="open in another program"):
            save_project(town(), path)
        with pytest.raises(PlannerError, match="open in another program"):
            load_project(path)


def test_edits_waiting_in_the_log_of_another_program_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("UPDATE metadata SET value = 'Neu' WHERE key = 'name'")
        other.commit()
        with pytest.raises(PlannerError, match="open in another program"):
            save_project(town(), path)
    assert load_project(path).name == "Neu"
    save_project(town(), path)
    assert not path.with_name("p.gpkg-wal").exists()


def test_a_project_that_a_colleague_has_open_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    lock_path(path).write_text(
        '{"host": "pc7", "pid": 1, "user": "weber", "since": "2999-01-01T08:00:00+00:00"}'
    )
    with pytest.raises(PlannerError, match="open elsewhere: weber on pc7"):
        save_project(town(), path)
    assert not path.exists()


def test_the_lock_of_a_program_that_has_ended_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from fibre_planner.io.file_lock import *; "
            "acquire_lock(Path(sys.argv[1]))",
            str(path),
        ],
        check=True,
    )
    assert ended.returncode == 0
    assert lock_path(path).exists()
    assert acquire_lock(path) is None
    save_project(town(), path)
    assert lock_path(path).exists()  # still ours, as it was before the save
    release_lock(path)
    assert not lock_path(path).exists()


def test_an_old_lock_from_another_machine_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    lock_path(path).write_text(
        '{"host": "pc7", "pid": 1, "user": "weber", "since": "2020-01-01T08:00:00+00:00"}'
    )
    assert acquire_lock(path) is None
    assert Holder("pc7", 1, "weber", "x") != acquire_lock(path)


def test_a_file_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE metadata SET value = '99' WHERE key = 'schema_version'")
        connection.commit()
    with pytest.raises(PlannerError, match="saved by a newer version"):
        load_project(path)


def test_a_file_of_version_1_is_brought_up_to_date_and_left_as_it_is(tmp_path: Path) -> None:
    kept = Path(__file__).with_name("project_schema_1.gpkg")
    path = tmp_path / "old.gpkg"
    shutil.copyfile(kept, path)
    project = load_project(path)
    assert project.name == "Altstadt"
    assert project.addresses["house_number"].tolist() == ["1", "2"]
    assert project.addresses["suffix"].tolist() == ["", "a"]
    assert project.places.empty
    assert project.places.crs == CRS
    assert path.read_bytes() == kept.read_bytes()
    save_project(project, path)
    assert_same(project, load_project(path))


def test_migrations_have_no_gaps() -> None:
    assert [step[0] for step in STEPS] == list(range(2, SCHEMA_VERSION + 1))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"name;street\n1;2\n" * 20, "is not a GeoPackage"),
        (b"SQLite format 3\x00" + bytes(200), "is not a GeoPackage"),
    ],
)
def test_what_is_no_geopackage_gets_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(content)
    with pytest.raises(PlannerError, match=sentence):
        load_project(path)


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="There is no file"):
        load_project(tmp_path / "p.gpkg")


def test_a_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="is a folder"):
        load_project(tmp_path)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_off_file_gets_a_sentence(tmp_path: Path, share: float) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(PlannerError, match="is cut off"):
        load_project(path)


def test_a_file_with_broken_pages_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    content = bytearray(path.read_bytes())
    content[8192 : len(content) // 2] = bytes([171]) * (len(content) // 2 - 8192)
    path.write_bytes(content)
    with pytest.raises(PlannerError, match=r"is damaged|no project"):
        load_project(path)


def test_a_geopackage_of_somebody_else_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    pyogrio.write_dataframe(town().areas, path, layer="areas", driver="GPKG")
    with pytest.raises(PlannerError, match="no project of Fibre Planner"):
        load_project(path)


def test_rows_drawn_in_a_gis_get_an_id_and_rows_without_place_are_kept_apart(
    tmp_path: Path,
) -> None:
    path = tmp_path / "p.gpkg"
    save_project(town(), path)
    drawn = gpd.GeoDataFrame(
        {"area_id": [None, "d1", "d9"], "kind": ["district"] * 3},
        geometry=[MultiPolygon([box(5, 5, 6, 6)]), MultiPolygon([box(7, 7, 8, 8)]), None],
        crs=CRS,
    )
    pyogrio.write_dataframe(drawn, path, layer="areas", driver="GPKG", append=True)
    project = load_project(path)
    assert len(project.areas) == 4
    assert project.areas["area_id"].is_unique
    assert (project.areas["area_id"] != "").all()
    assert {"d1", "d1~1", "d2"} < set(project.areas["area_id"])
    assert project.rejected["code"].tolist() == ["no_geometry"]
    assert project.rejected["row"].tolist() == ["d9"]
    save_project(project, path)
    assert_same(project, load_project(path))
