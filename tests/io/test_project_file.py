"""The project file: what is saved comes back, as the same bytes, and GIS programs read it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, box

from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.io.migrations import SCHEMA_VERSION, STEPS
from fibre_planner.model.project import LAYERS, new_project
from fibre_planner.model.tables import GEOMETRY_TYPES, columns, conform
from fibre_planner.resources import RESOURCES, read_toml
from tests.io.saved_projects import CRS, assert_same, town


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
