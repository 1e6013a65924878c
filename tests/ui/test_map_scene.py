"""What the map shows of a project: layers, kinds and what is kept between two states."""

import geopandas as gpd
import pandas as pd
import pytest

from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project, new_project
from fibre_planner.ui.map.picking import nearest
from fibre_planner.ui.map.scene import Scene, SceneBuilder, SceneInput
from tests.towns import town

PICTURE = """
    1   2
    |   |
    A---B---N
"""


def layer_of(scene: Scene, key: str):
    return next(layer for layer in scene.layers if layer.key == key)


@pytest.fixture
def project() -> Project:
    return town(PICTURE)


def test_empty_project_makes_an_empty_scene() -> None:
    scene = SceneBuilder().build(SceneInput(new_project("empty")))
    assert scene.groups() == {}
    assert scene.box is None


def test_address_without_coverage_is_unknown(project: Project) -> None:
    scene = SceneBuilder().build(SceneInput(project))
    assert layer_of(scene, "addresses").data.kind.tolist() == [4, 4]


def test_address_takes_the_sign_of_its_class(project: Project) -> None:
    coverage = pd.DataFrame(
        {
            "address_id": project.addresses["address_id"],
            "coverage_class": ["served", "white"],
        }
    )
    scene = SceneBuilder().build(SceneInput(project.with_layers(coverage=coverage)))
    assert layer_of(scene, "addresses").data.kind.tolist() == [3, 0]


def test_layers_of_unchanged_tables_are_the_same_objects(project: Project) -> None:
    builder = SceneBuilder()
    before = builder.build(SceneInput(project))
    changed = project.with_layers(streets=project.streets.assign(surface="sett"))
    after = builder.build(SceneInput(changed))
    assert layer_of(after, "addresses") is layer_of(before, "addresses")
    assert layer_of(after, "streets") is not layer_of(before, "streets")


def test_barrier_named_after_a_railway_is_a_railway(project: Project) -> None:
    shapes = gpd.GeoSeries.from_wkt(["POLYGON ((0 0, 1 0, 1 1, 0 0))"] * 2, crs=project.crs)
    areas = gpd.GeoDataFrame(
        {"area_id": ["a", "b"], "kind": "barrier", "name": ["Bahnstrecke", "Main"]},
        geometry=shapes,
    )
    scene = SceneBuilder().build(SceneInput(project.with_layers(areas=areas)))
    assert layer_of(scene, "barriers").data.kind.tolist() == [1, 0]


def test_sites_are_shown_whatever_their_geometry(project: Project) -> None:
    shapes = gpd.GeoSeries.from_wkt(
        ["POINT (0 0)", "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 1 0, 1 1, 0 0))"], crs=project.crs
    )
    sites = gpd.GeoDataFrame({"site_id": ["a", "b", "c"]}, geometry=shapes)
    scene = SceneBuilder().build(SceneInput(project.with_layers(sites=sites)))
    assert len(layer_of(scene, "site_points").data) == 1
    assert len(layer_of(scene, "site_lines").data) == 1
    assert len(layer_of(scene, "sites").data) == 1
    assert scene.groups()["sites"] == 3


def test_finding_without_a_place_is_not_on_the_map(project: Project) -> None:
    found = (
        Finding("a", "error", "addresses", ("p1",), "message", "remedy", (500_000.0, 5_550_000.0)),
        Finding("b", "note", "addresses", ("p2",), "message", "remedy"),
    )
    scene = SceneBuilder().build(SceneInput(project, findings=found))
    assert layer_of(scene, "findings").data.ids.tolist() == ["0"]
    assert layer_of(scene, "findings").data.kind.tolist() == [0]


def test_one_address_with_wrong_coordinates_does_not_make_the_town_a_dot() -> None:
    rows = 120
    places = gpd.points_from_xy([*range(rows - 1), 900_000], [0.0] * rows, crs="EPSG:25832")
    addresses = gpd.GeoDataFrame(
        {"address_id": [f"a{n:03d}" for n in range(rows)]}, geometry=places
    )
    project = new_project("town").with_layers(addresses=addresses)
    scene = SceneBuilder().build(SceneInput(project))
    assert scene.box == (0.0, 0.0, 118.0, 0.0)


def test_empty_geometries_are_left_out(project: Project) -> None:
    shapes = gpd.GeoSeries.from_wkt(["POINT EMPTY", "POINT (1 1)"], crs=project.crs)
    places = gpd.GeoDataFrame({"place_id": ["a", "b"], "kind": "school"}, geometry=shapes)
    scene = SceneBuilder().build(SceneInput(project.with_layers(places=places)))
    assert layer_of(scene, "places").data.ids.tolist() == ["b"]


def test_pop_is_painted_on_top_of_a_cabinet_at_the_same_place(project: Project) -> None:
    shapes = gpd.GeoSeries.from_wkt(["POINT (0 0)", "POINT (0 0)"], crs=project.crs)
    nodes = gpd.GeoDataFrame({"node_id": ["a", "b"], "kind": ["pop", "cabinet"]}, geometry=shapes)
    scene = SceneBuilder().build(SceneInput(project.with_layers(nodes=nodes)))
    assert layer_of(scene, "nodes").data.ids.tolist() == ["b", "a"]


def test_gap_is_drawn_around_its_addresses_and_not_across_the_river(project: Project) -> None:
    places = gpd.points_from_xy([0.0, 10.0, 500.0], [0.0, 0.0, 0.0], crs=project.crs)
    ids = ["a", "b", "c"]
    addresses = gpd.GeoDataFrame({"address_id": ids}, geometry=places)
    coverage = pd.DataFrame({"address_id": ids, "gap_id": "eligible:a", "eligible": "yes"})
    changed = project.with_layers(addresses=addresses, coverage=coverage)
    gaps = layer_of(SceneBuilder().build(SceneInput(changed)), "gaps")
    assert gaps.data.ids.tolist() == ["eligible:a"]
    assert nearest(gaps.data, 5.0, 0.0, 1.0) == (0, 0.0)
    assert nearest(gaps.data, 250.0, 0.0, 1.0) is None


def test_slow_layers_follow_after_the_quick_ones(project: Project) -> None:
    builder = SceneBuilder()
    given = SceneInput(project)
    first = builder.build(given, quick=True)
    assert not builder.is_complete(given)
    assert "gaps" not in [layer.key for layer in first.layers]
    builder.build(given)
    assert builder.is_complete(given)
    assert "gaps" in [layer.key for layer in builder.build(given, quick=True).layers]
