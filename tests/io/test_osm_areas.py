from __future__ import annotations

from pathlib import Path

import pytest

from fibre_planner.io.imported import Imported
from fibre_planner.io.osm import read_osm
from tests.io.osm_drawing import node, relation, ring, square, way, write_osm


def read(tmp_path: Path, *objects: str) -> Imported:
    return read_osm(write_osm(tmp_path / "town.osm", *objects), "EPSG:25832")


def surface(tmp_path: Path, tags: dict[str, str]) -> Imported:
    return read(tmp_path, *square(10, 0, 0, 50), way(1, ring(10), tags))


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"landuse": "industrial", "name": "Nord"}, "business_park"),
        ({"landuse": "commercial"}, "business_park"),
        ({"boundary": "administrative", "admin_level": "9"}, "district"),
        ({"boundary": "administrative", "admin_level": "10"}, "district"),
        ({"place": "suburb"}, "district"),
        ({"boundary": "administrative", "admin_level": "8"}, "municipality"),
        ({"amenity": "school"}, "school"),
        ({"amenity": "hospital"}, "hospital"),
        ({"amenity": "townhall"}, "public_office"),
        ({"natural": "water"}, "barrier"),
    ],
)
def test_surface_becomes_an_area_of_its_kind(
    tmp_path: Path, tags: dict[str, str], kind: str
) -> None:
    row = surface(tmp_path, tags).layers["areas"].iloc[0]
    assert (row["area_id"], row["kind"]) == ("osm-w1", kind)
    assert row["name"] == tags.get("name", "")
    assert row["geometry"].area == pytest.approx(2500, rel=0.001)


@pytest.mark.parametrize(
    "tags",
    [
        {"landuse": "forest"},
        {"boundary": "administrative", "admin_level": "4"},
        {"admin_level": "9"},
        {"boundary": "postal_code", "admin_level": "9"},
    ],
)
def test_other_surface_is_no_area(tmp_path: Path, tags: dict[str, str]) -> None:
    imported = read(
        tmp_path, *square(10, 0, 0, 50), way(1, ring(10), tags), node(1, 0, 0, {"place": "city"})
    )
    assert imported.layers["areas"].empty


@pytest.mark.parametrize(
    ("key", "municipality"), [("06413000", True), ("06413", False), ("", False)]
)
def test_independent_city_is_a_municipality_by_its_key(
    tmp_path: Path, key: str, municipality: bool
) -> None:
    tags = {
        "boundary": "administrative",
        "admin_level": "6",
        "de:amtlicher_gemeindeschluessel": key,
    }
    assert len(surface(tmp_path, tags).layers["areas"]) == municipality


def test_boundary_relation_of_several_ways_is_one_polygon(tmp_path: Path) -> None:
    tags = {"type": "boundary", "boundary": "administrative", "admin_level": "10", "name": "Bieber"}
    border = {"boundary": "administrative", "admin_level": "10"}
    imported = read(
        tmp_path,
        *square(10, 0, 0, 100),
        way(1, [10, 11, 12], border),
        way(2, [10, 13, 12], border),
        relation(1, [("w1", "outer"), ("w2", "outer")], tags),
    )
    row = imported.layers["areas"].iloc[0]
    assert (row["area_id"], row["name"]) == ("osm-r1", "Bieber")
    assert row["geometry"].area == pytest.approx(10_000, rel=0.001)
    assert len(imported.layers["areas"]) == 1
    assert imported.rejected.empty


def test_relation_with_missing_members_is_rejected(tmp_path: Path) -> None:
    tags = {"type": "boundary", "boundary": "administrative", "admin_level": "10", "name": "Bieber"}
    imported = read(
        tmp_path,
        *square(10, 0, 0, 100),
        way(1, [10, 11, 12]),
        relation(1, [("w1", "outer"), ("w7", "outer")], tags),
        relation(2, [("w1", "outer")], tags),
    )
    assert imported.layers["areas"].empty
    assert imported.rejected["row"].tolist() == ["r1", "r2"]
    assert imported.rejected["code"].tolist() == ["missing_members", "open_ring"]
    assert "Bieber" in imported.rejected["values"][0]


@pytest.mark.parametrize(
    ("tags", "width_m"),
    [
        ({"railway": "rail"}, 6.0),
        ({"waterway": "river"}, 10.0),
        ({"waterway": "river", "width": "40"}, 40.0),
        ({"highway": "motorway"}, 15.0),
    ],
)
def test_line_that_parts_the_town_is_a_barrier_as_wide_as_it_is(
    tmp_path: Path, tags: dict[str, str], width_m: float
) -> None:
    imported = read(tmp_path, node(1, 0, 0), node(2, 200, 0), way(1, [1, 2], tags))
    row = imported.layers["areas"].iloc[0]
    assert row["kind"] == "barrier"
    assert row["geometry"].area == pytest.approx(200 * width_m, rel=0.001)


@pytest.mark.parametrize(
    "tags",
    [
        {"railway": "rail", "bridge": "yes"},
        {"railway": "rail", "tunnel": "yes"},
        {"railway": "abandoned"},
        {"railway": "tram"},
        {"waterway": "stream"},
    ],
)
def test_line_that_can_be_crossed_freely_is_no_barrier(
    tmp_path: Path, tags: dict[str, str]
) -> None:
    imported = read(tmp_path, node(1, 0, 0), node(2, 200, 0), way(1, [1, 2], tags))
    assert imported.layers["areas"].empty


def test_self_crossing_surface_is_mended(tmp_path: Path) -> None:
    bow_tie = [10, 12, 11, 13, 10]
    imported = read(tmp_path, *square(10, 0, 0, 10), way(1, bow_tie, {"building": "yes"}))
    shape = imported.layers["buildings"].geometry[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(50, rel=0.01)


def test_building_tells_use_storeys_and_flats(tmp_path: Path) -> None:
    tags = {"building": "apartments", "building:levels": "2,5", "building:flats": "12"}
    row = surface(tmp_path, tags).layers["buildings"].iloc[0]
    assert (row["building_id"], row["kind"], row["levels"], row["flats"]) == (
        "osm-w1",
        "apartments",
        2.5,
        12,
    )


def test_building_without_figures_has_unknown_ones(tmp_path: Path) -> None:
    row = (
        surface(tmp_path, {"building": "yes", "building:levels": "many"})
        .layers["buildings"]
        .iloc[0]
    )
    assert row[["levels"]].isna().all()
    assert row["flats"] == -1


def test_building_that_encloses_nothing_is_rejected(tmp_path: Path) -> None:
    imported = read(tmp_path, node(1, 0, 0), node(2, 10, 0), way(1, [1, 2], {"building": "yes"}))
    assert imported.rejected["code"].tolist() == ["no_area"]
    assert imported.counts["buildings_refused"] == 1


def test_courtyard_is_no_part_of_the_building(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        *square(10, 0, 0, 20),
        *square(20, 5, 5, 10),
        way(1, ring(10)),
        way(2, ring(20)),
        relation(
            1, [("w1", "outer"), ("w2", "outer")], {"type": "multipolygon", "building": "yes"}
        ),
    )
    # The role says outer, the drawing says courtyard.
    assert imported.layers["buildings"].area[0] == pytest.approx(300, rel=0.001)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "school"}, "school"),
        ({"amenity": "hospital"}, "hospital"),
        ({"amenity": "townhall"}, "town_hall"),
        ({"amenity": "university"}, "university"),
    ],
)
def test_institution_is_a_place_and_its_ground_an_area(
    tmp_path: Path, tags: dict[str, str], kind: str
) -> None:
    imported = read(
        tmp_path,
        node(1, 500, 0, tags | {"name": "Alt"}),
        *square(10, 0, 0, 50),
        way(1, ring(10), tags | {"name": "Neu"}),
    )
    places = imported.layers["places"]
    assert places["name"].tolist() == ["Alt", "Neu"]
    assert places["kind"].tolist() == [kind, kind]
    assert imported.layers["areas"]["name"].tolist() == ["Neu"]


@pytest.mark.parametrize(
    ("tags", "telecom"),
    [
        ({"man_made": "street_cabinet", "street_cabinet": "telecom", "ref": "V12"}, True),
        ({"man_made": "street_cabinet", "utility": "telecom", "ref": "V12"}, True),
        ({"man_made": "street_cabinet", "telecom": "connection_point", "ref": "V12"}, True),
        ({"man_made": "street_cabinet", "street_cabinet": "power"}, False),
        ({"man_made": "street_cabinet"}, False),
        ({"telecom": "exchange"}, False),
    ],
)
def test_telecom_cabinet_is_a_node_of_the_network(
    tmp_path: Path, tags: dict[str, str], telecom: bool
) -> None:
    nodes = read(tmp_path, node(1, 0, 0, tags)).layers["nodes"]
    assert nodes["kind"].tolist() == ["street_cabinet"] * telecom
    assert nodes["name"].tolist() == ["V12"] * telecom
