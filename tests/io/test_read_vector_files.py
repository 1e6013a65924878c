from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from fibre_planner.io.imported import Imported
from fibre_planner.io.layers import preview, read_layer
from fibre_planner.model.errors import PlannerError
from tests.shared_data import shared_file

CRS = "EPSG:25832"
LINE = LineString([(483300, 5549840), (483400, 5549840)])
FORMATS = [
    ("a.gpkg", "GPKG"),
    ("a.shp", "ESRI Shapefile"),
    ("a.fgb", "FlatGeobuf"),
    ("a.geojson", "GeoJSON"),
    ("a.gml", "GML"),
    ("a.kml", "KML"),
]


def write(path: Path, frame: gpd.GeoDataFrame, driver: str = "GPKG", **options: object) -> Path:
    if driver in ("GeoJSON", "KML"):
        frame = frame.to_crs(4326)
    pyogrio.write_dataframe(frame, path, driver=driver, **options)
    return path


def read(path: Path, layer: str, **options: object) -> Imported:
    return read_layer(layer, path, CRS, **options)


def accounted(result: Imported, layer: str) -> bool:
    counts = result.counts
    return counts["rows"] + counts["parts"] == len(result.layers[layer]) + len(result.rejected)


@pytest.mark.parametrize(("name", "driver"), FORMATS)
def test_streets_are_read_from_every_format(tmp_path: Path, name: str, driver: str) -> None:
    frame = gpd.GeoDataFrame(
        {"Name": ["Königstraße"], "belag": ["Pflaster"]}, geometry=[LINE], crs=CRS
    )
    before = set(tmp_path.iterdir())
    path = write(tmp_path / name, frame, driver)
    written = set(tmp_path.iterdir()) - before
    result = read(path, "streets")
    (row,) = result.layers["streets"].to_dict("records")
    assert row["name"] == "Königstraße"
    assert row["geometry"].equals_exact(LINE, 0.01)
    if driver != "KML":
        assert row["surface"] == "paving"
    assert set(tmp_path.iterdir()) == written  # nothing is left beside the user's file


def test_a_dxf_gives_its_lines_and_refuses_the_rest(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"Layer": ["LEERROHR", "TEXT"]}, geometry=[LINE, Point(483300, 5549840)]
    )
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        write(tmp_path / "a.dxf", frame, "DXF", geometry_type="Unknown")
    result = read(tmp_path / "a.dxf", "ducts")
    assert len(result.layers["ducts"]) == 1
    assert result.rejected["code"].tolist() == ["wrong_geometry"]
    assert result.layers["ducts"].crs == CRS
    assert any("read as EPSG:25832" in note for note in result.notes)


def test_multi_part_lines_become_several_rows_with_stable_ids(tmp_path: Path) -> None:
    other = LineString([(0, 0, 7), (5, 5, 7)])
    frame = gpd.GeoDataFrame(
        {"id": ["s1", "s2"]}, geometry=[MultiLineString([LINE, other]), LINE], crs=CRS
    )
    result = read(write(tmp_path / "a.gpkg", frame, geometry_type="Unknown"), "streets")
    assert result.layers["streets"]["street_id"].tolist() == ["s1-1", "s1-2", "s2"]
    assert not result.layers["streets"].has_z.any()
    assert result.counts == {"rows": 2, "parts": 1, "taken": 3, "rejected": 0}


def test_a_polygon_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    bow_tie = Polygon([(483000, 5549000), (483100, 5549100), (483100, 5549000), (483000, 5549100)])
    frame = gpd.GeoDataFrame({"name": ["Mitte"]}, geometry=[bow_tie], crs=CRS)
    result = read(write(tmp_path / "a.gpkg", frame), "areas", columns={"kind": "=Ortsteil"})
    (row,) = result.layers["areas"].to_dict("records")
    assert isinstance(row["geometry"], MultiPolygon)
    assert row["geometry"].area == 5000  # two triangles of 100 m by 50 m
    assert any("crossed itself" in note for note in result.notes)


def test_wrong_missing_and_empty_geometries_are_rejected_with_the_reason(tmp_path: Path) -> None:
    shapes = [LINE, Point(483300, 5549840), None, LineString(), LineString([(5e5, 5e6)] * 2)]
    mixed = GeometryCollection([LINE, Point(483300, 5549840)])
    frame = gpd.GeoDataFrame({"id": list("abcdef")}, geometry=[*shapes, mixed], crs=CRS)
    result = read(write(tmp_path / "a.gpkg", frame, geometry_type="Unknown"), "ducts")
    assert sorted(result.layers["ducts"]["duct_id"]) == ["a", "f-1"]
    assert dict(zip(result.rejected["row"], result.rejected["code"], strict=True)) == {
        "2": "wrong_geometry",
        "3": "no_geometry",
        "4": "no_geometry",
        "5": "no_length",
        "6": "wrong_geometry",
    }
    assert "POINT" in json.loads(result.rejected["values"].iloc[0])["geometry"]
    assert accounted(result, "ducts")


def test_geojson_with_metres_is_not_taken_for_degrees(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [483300.0, 5549840.0]}
    feature = {"type": "Feature", "properties": {"street": "Weg", "nr": "1"}, "geometry": point}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    result = read(path, "addresses")
    assert result.layers["addresses"].geometry.x.iloc[0] == 483300.0
    assert any("not in the system that the file names" in note for note in result.notes)


def test_degrees_with_latitude_first_are_turned_round(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"street": ["Weg", "Weg"], "nr": [1, 2]},
        geometry=[Point(50.1006, 8.7665), Point(50.1007, 8.7666)],
        crs=4326,
    )
    result = read(write(tmp_path / "a.gpkg", frame), "addresses")
    assert result.layers["addresses"].geometry.x.between(483_000, 484_000).all()


def test_a_file_without_coordinate_system_is_guessed_or_asked_for(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": ["a"]}, geometry=[LINE])
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        path = write(tmp_path / "a.shp", frame, "ESRI Shapefile")
    assert read(path, "ducts").layers["ducts"].geometry.iloc[0].equals(LINE)
    with pytest.raises(PlannerError, match="--crs"):
        read_layer("ducts", path, "EPSG:2154")


def test_wkt_columns_are_read_with_the_system_they_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id;wkt\n1;LINESTRING (483300 5549840, 483400 5549840)\n2;LINESTRING (oops\n3;\n"
    )
    result = read(path, "ducts")
    assert result.layers["ducts"].geometry.iloc[0].equals(LINE)
    assert result.rejected["row"].tolist() == ["2", "3"]
    path.write_text('id,wkt\n1,"SRID=4326;LINESTRING (8.76 50.1, 8.77 50.1)"\n')
    assert read(path, "ducts").layers["ducts"].geometry.iloc[0].bounds[0] > 480_000


def test_several_layers_are_asked_for_unless_one_has_the_name(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": ["a"]}, geometry=[LINE], crs=CRS)
    path = write(tmp_path / "a.gpkg", frame, layer="netz")
    write(path, frame, layer="plan", append=True)
    with pytest.raises(PlannerError, match="netz, plan"):
        read(path, "ducts")
    assert len(read(path, "ducts", source_layer="netz").layers["ducts"]) == 1
    write(path, frame, layer="ducts", append=True)
    assert read(path, "ducts").layers["ducts"]["source"].tolist() == ["a.gpkg:1"]
    assert preview(path).sub_layers == ("netz", "plan", "ducts")


def test_polygons_of_a_provider_are_read_with_what_it_promises(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"Anbieter": ["Glas GmbH"], "Status": ["geplant"], "Bandbreite": ["1000/500"]},
        geometry=[box(483000, 5549000, 484000, 5550000)],
        crs=CRS,
    )
    result = read(write(tmp_path / "a.gpkg", frame), "supply_areas")
    (row,) = result.layers["supply_areas"].to_dict("records")
    assert (row["provider"], row["status"]) == ("Glas GmbH", "planned")
    assert (row["down_mbps"], row["up_mbps"]) == (1000.0, 500.0)
    assert row["geometry"].area == 1_000_000


def test_a_preview_shows_columns_rows_mapping_and_system(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"Straße": ["Weg"] * 30, "Hausnr": range(30), "PLZ": "63065"},
        geometry=[Point(483300, 5549840)] * 30,
        crs=CRS,
    )
    found = preview(write(tmp_path / "a.gpkg", frame))
    assert found.columns == ("Straße", "Hausnr", "PLZ")
    assert len(found.first_rows) == 20
    assert found.row_count == 30
    assert found.crs == CRS
    assert found.geometry_types == ("Point",)
    assert found.suggested_layer == "addresses"
    assert found.mappings["addresses"] == {
        "street": "Straße",
        "house_number": "Hausnr",
        "postcode": "PLZ",
    }


def test_the_construction_sites_of_karlsruhe_are_all_read() -> None:
    result = read(shared_file("construction/karlsruhe_baustellen.geojson"), "sites")
    assert result.counts == {"rows": 181, "parts": 0, "taken": 181, "rejected": 0}
    rows = result.layers["sites"]
    assert (rows["kind"] == "power").sum() == 55  # the data README counts 55 power or telecom works
    assert rows["planned_from"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert rows.geometry.x.between(445_000, 470_000).all()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    shapes=st.lists(
        st.one_of(
            st.none(),
            st.builds(
                lambda x, y: Point(483000 + x, 5549000 + y), st.integers(0, 9), st.integers(0, 9)
            ),
            st.builds(
                lambda cuts: MultiLineString(
                    [[(483000, 5549000), (483000 + c, 5549100)] for c in cuts]
                ),
                st.lists(st.integers(1, 50), min_size=1, max_size=3),
            ),
            st.just(GeometryCollection([LINE, box(483000, 5549000, 483010, 5549010)])),
        ),
        min_size=1,
        max_size=6,
    ),
    layer=st.sampled_from(["streets", "areas", "nodes", "sites"]),
)
def test_every_geometry_of_any_kind_is_accounted_for(
    tmp_path: Path, shapes: list[object], layer: str
) -> None:
    frame = gpd.GeoDataFrame({"name": ["x"] * len(shapes)}, geometry=shapes, crs=CRS)
    path = tmp_path / "a.gpkg"
    path.unlink(missing_ok=True)
    write(path, frame, geometry_type="Unknown")
    result = read(path, layer)
    assert result.counts["rows"] == len(shapes)
    assert accounted(result, layer)
