from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fibre_planner.io.imported import Imported
from fibre_planner.io.osm import read_osm
from tests.io.osm_drawing import ORIGIN, node, relation, ring, square, way, write_osm

CRS = "EPSG:25832"


def read(tmp_path: Path, *objects: str) -> Imported:
    return read_osm(write_osm(tmp_path / "town.osm", *objects), CRS)


def number(text: str, **tags: str) -> dict[str, str]:
    return {"addr:housenumber": text, "addr:street": "Weg"} | {
        key.replace("_", ":", 1): value for key, value in tags.items()
    }


def place(imported: Imported, row: int = 0) -> tuple[float, float]:
    point = imported.layers["addresses"].geometry[row]
    return round(point.x - ORIGIN[0], 1), round(point.y - ORIGIN[1], 1)


def test_node_way_and_relation_with_a_number_are_addresses(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 5, 5, number("1")),
        *square(10, 100, 0, 10),
        *square(20, 200, 0, 20),
        *square(30, 205, 5, 10),
        way(1, ring(10), number("2") | {"building": "yes"}),
        way(2, ring(20)),
        way(3, ring(30)),
        relation(
            1,
            [("w2", "outer"), ("w3", "inner")],
            number("3") | {"type": "multipolygon", "building": "yes"},
        ),
    )
    rows = imported.layers["addresses"]
    assert rows["address_id"].tolist() == ["osm-n1", "osm-r1", "osm-w1"]
    assert rows["source"].tolist() == ["town.osm n1", "town.osm r1", "town.osm w1"]
    assert imported.counts["address_objects"] == 3
    assert place(imported, 0) == (5.0, 5.0)
    assert place(imported, 2) == (105.0, 5.0)
    # The courtyard is no part of the building: the point lies in the ring around it.
    x, y = place(imported, 1)
    assert 200 < x < 220
    assert 0 < y < 20
    assert not (205 < x < 215 and 5 < y < 15)


def test_address_of_a_line_lies_in_its_middle(tmp_path: Path) -> None:
    imported = read(tmp_path, node(1, 0, 0), node(2, 40, 0), way(1, [1, 2], number("1")))
    assert place(imported) == (20.0, 0.0)


def test_range_and_list_become_an_address_per_number(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0, number("12-14")),
        node(2, 9, 0, number("140c, 140b")),
        node(3, 0, 9, number("27/1")),
    )
    rows = imported.layers["addresses"]
    assert rows["address_id"].tolist() == [
        "osm-n1-12",
        "osm-n1-14",
        "osm-n2-140b",
        "osm-n2-140c",
        "osm-n3",
    ]
    assert rows["suffix"].tolist() == ["", "", "b", "c", "/1"]
    assert imported.counts["address_objects"] == 3
    assert imported.counts["addresses_after_splitting"] == 5
    assert imported.counts["address_objects_split"] == 2
    assert any("split" in note for note in imported.notes)


def test_place_stands_in_for_a_street(tmp_path: Path) -> None:
    tags = {"addr:housenumber": "3", "addr:place": "Hofgut"}
    rows = read(tmp_path, node(1, 0, 0, tags)).layers["addresses"]
    assert rows["street"].tolist() == ["Hofgut"]


def test_street_relation_names_the_street_of_its_houses(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0, {"addr:housenumber": "3"}),
        node(2, 0, 9, number("4")),
        relation(
            1,
            [("n1", "house"), ("n2", "house")],
            {"type": "associatedStreet", "name": "Lange Gasse"},
        ),
    )
    assert imported.layers["addresses"]["street"].tolist() == ["Lange Gasse", "Weg"]


def test_town_postcode_and_district_come_from_the_address_tags(tmp_path: Path) -> None:
    tags = number("1", addr_postcode="01067", addr_city="Dresden", addr_suburb="Altstadt")
    row = read(tmp_path, node(1, 0, 0, tags)).layers["addresses"].iloc[0]
    assert (row["postcode"], row["city"], row["district"]) == ("01067", "Dresden", "Altstadt")


@pytest.mark.parametrize(
    ("tags", "category", "businesses", "public_units"),
    [
        ({}, "private", 0, 0),
        ({"building": "house"}, "private", 0, 0),
        ({"shop": "bakery"}, "business", 1, 0),
        ({"shop": "vacant"}, "private", 0, 0),
        ({"office": "lawyer"}, "business", 1, 0),
        ({"office": "government"}, "public", 0, 1),
        ({"amenity": "townhall", "building": "yes"}, "public", 0, 1),
        ({"amenity": "school"}, "school", 0, 1),
        ({"amenity": "hospital"}, "hospital", 0, 1),
        ({"amenity": "parking"}, "private", 0, 0),
    ],
)
def test_tags_of_the_object_decide_the_category(
    tmp_path: Path, tags: dict[str, str], category: str, businesses: int, public_units: int
) -> None:
    row = read(tmp_path, node(1, 0, 0, number("1") | tags)).layers["addresses"].iloc[0]
    assert (row["category"], row["businesses"], row["public_units"]) == (
        category,
        businesses,
        public_units,
    )


def test_number_that_is_none_is_rejected_with_its_tags(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0, number("🏠")),
        node(2, 0, 5, number("9" * 250 + "-")),
        node(3, 9, 9, number("1")),
    )
    assert imported.rejected["row"].tolist() == ["n1"]
    assert imported.rejected["code"].tolist() == ["strange_characters"]
    assert "🏠" in imported.rejected["values"][0]
    assert imported.counts["address_objects"] == 3
    assert imported.counts["address_objects_refused"] == 1


def test_house_without_number_is_rejected_and_said(tmp_path: Path) -> None:
    imported = read(
        tmp_path, node(1, 0, 0, {"addr:street": "Weg", "shop": "kiosk"}), node(2, 5, 5, number("1"))
    )
    assert imported.rejected["code"].tolist() == ["no_house_number"]
    assert imported.counts["address_objects"] == 1
    assert imported.counts["objects_without_house_number"] == 1
    assert any("no house number" in note for note in imported.notes)


def test_interpolation_line_makes_no_addresses_and_is_said(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0, number("1")),
        node(2, 80, 0, number("9")),
        way(1, [1, 2], {"addr:interpolation": "odd"}),
    )
    assert len(imported.layers["addresses"]) == 2
    assert imported.counts["interpolation_lines"] == 1
    assert any("between" in note for note in imported.notes)


def test_address_on_a_way_with_missing_nodes_keeps_a_place(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0),
        node(2, 10, 0),
        way(1, [1, 2, 99, 1], number("1")),
        way(2, [98, 99], number("2")),
    )
    assert imported.layers["addresses"]["address_id"].tolist() == ["osm-w1"]
    assert imported.rejected["code"].tolist() == ["missing_nodes"]
    assert imported.rejected["row"].tolist() == ["w2"]


def test_address_of_an_incomplete_relation_lies_on_what_is_known(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0),
        node(2, 10, 0),
        way(1, [1, 2]),
        relation(1, [("w1", "outer"), ("w9", "outer")], number("1") | {"type": "multipolygon"}),
        relation(2, [("n1", "house")], number("2") | {"type": "site"}),
    )
    assert imported.layers["addresses"]["address_id"].tolist() == ["osm-r1", "osm-r2"]
    assert place(imported, 1) == (0.0, 0.0)


def test_object_that_the_file_holds_twice_is_taken_in_its_last_version(tmp_path: Path) -> None:
    imported = read(tmp_path, node(1, 0, 0, number("1")), node(1, 0, 0, number("2")))
    assert imported.layers["addresses"]["house_number"].tolist() == ["2"]


def test_markup_and_formula_in_a_name_stay_text(tmp_path: Path) -> None:
    tags = {"addr:housenumber": "1", "addr:street": "<script>=1+1</script>"}
    rows = read(tmp_path, node(1, 0, 0, tags)).layers["addresses"]
    assert rows["street"].tolist() == ["<script>=1+1</script>"]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2-6", "7;9", "x🏠", "5-", "12a-c"]),
            st.sampled_from(["n", "w", "gap"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_address_object_is_taken_over_or_rejected(
    tmp_path: Path, drawn: list[tuple[str, str]]
) -> None:
    nodes, ways = [node(1, 0, 0), node(2, 10, 0)], []
    for position, (text, kind) in enumerate(drawn, 10):
        if kind == "n":
            nodes.append(node(position, position, 0, number(text)))
        else:
            ways.append(way(position, [1, 2] if kind == "w" else [77, 78], number(text)))
    imported = read(tmp_path, *nodes, *ways)
    taken = imported.layers["addresses"]["source"].nunique()
    assert imported.counts["address_objects"] == len(drawn)
    assert taken + imported.counts["address_objects_refused"] == len(drawn)
    assert len(imported.rejected) == imported.counts["address_objects_refused"]
    again = read(tmp_path, *nodes, *ways)
    pd.testing.assert_frame_equal(imported.layers["addresses"], again.layers["addresses"])
