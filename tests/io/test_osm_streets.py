from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fibre_planner.io.imported import Imported
from fibre_planner.io.osm import read_osm
from tests.io.osm_drawing import ORIGIN, node, relation, ring, square, way, write_osm


def read(tmp_path: Path, *objects: str) -> Imported:
    return read_osm(write_osm(tmp_path / "town.osm", *objects), "EPSG:25832")


def street(tmp_path: Path, **tags: str) -> Any:
    drawn = {"highway": "residential"} | {key.replace("__", ":"): v for key, v in tags.items()}
    imported = read(tmp_path, node(1, 0, 0), node(2, 100, 0), way(1, [1, 2], drawn))
    return imported.layers["streets"].iloc[0]


def test_way_becomes_a_street_of_the_same_length(tmp_path: Path) -> None:
    row = street(tmp_path, name="Lange Straße", highway="tertiary")
    assert row["street_id"] == "osm-w1"
    assert row["source"] == "town.osm w1"
    assert (row["name"], row["road_class"]) == ("Lange Straße", "tertiary")
    assert row["geometry"].length == pytest.approx(100, abs=0.05)


def test_streets_that_share_a_node_share_a_vertex(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0),
        node(2, 100, 0),
        node(3, 100, 80),
        way(1, [1, 2], {"highway": "residential"}),
        way(2, [2, 3], {"highway": "footway"}),
    )
    first, second = imported.layers["streets"].geometry
    assert first.coords[-1] == second.coords[0]


@pytest.mark.parametrize(
    ("tags", "surface"),
    [
        ({"surface": "asphalt"}, "asphalt"),
        ({"surface": "paving_stones"}, "paving"),
        ({"surface": "sett"}, "sett"),
        ({"surface": "gravel"}, "unsealed"),
        ({"surface": "paving_stones;gravel"}, "paving"),
        ({}, "asphalt"),
        ({"highway": "footway"}, "paving"),
        ({"highway": "track"}, "unsealed"),
        ({"highway": "track", "tracktype": "grade1"}, "asphalt"),
        ({"highway": "track", "tracktype": "grade1", "surface": "grass"}, "unsealed"),
        ({"highway": "track", "surface": "moon dust"}, "unsealed"),
    ],
)
def test_surface_is_one_of_four_classes(tmp_path: Path, tags: dict[str, str], surface: str) -> None:
    assert street(tmp_path, **tags)["surface"] == surface


@pytest.mark.parametrize(
    ("tags", "width_m"),
    [
        ({"width": "6"}, 6.0),
        ({"width": "5,5 m"}, 5.5),
        ({"width": "~4.5"}, 4.5),
        ({"width": "250 cm"}, 2.5),
        ({"est_width": "7"}, 7.0),
        ({"width": "wide", "est_width": "7"}, 7.0),
        ({"lanes": "2"}, 5.5),
        ({"lanes": "2", "highway": "primary"}, 6.5),
        ({"width": "9000"}, np.nan),
        ({"width": "-3"}, np.nan),
        ({}, np.nan),
    ],
)
def test_width_is_measured_estimated_or_by_lanes(
    tmp_path: Path, tags: dict[str, str], width_m: float
) -> None:
    assert street(tmp_path, **tags)["width_m"] == pytest.approx(width_m, nan_ok=True)


@pytest.mark.parametrize(
    ("tags", "sidewalk"),
    [
        ({"sidewalk": "both"}, "both"),
        ({"sidewalk": "none"}, "no"),
        ({"sidewalk": "separate"}, "separate"),
        ({"sidewalk__left": "yes", "sidewalk__right": "no"}, "left"),
        ({"sidewalk__both": "separate"}, "separate"),
        ({"sidewalk__both": "no"}, "no"),
        ({"sidewalk__left": "no", "sidewalk__right": "no"}, "no"),
        ({"sidewalk": "perhaps"}, ""),
        ({}, ""),
    ],
)
def test_sidewalk_says_on_which_side(tmp_path: Path, tags: dict[str, str], sidewalk: str) -> None:
    assert street(tmp_path, **tags)["sidewalk"] == sidewalk


@pytest.mark.parametrize(
    ("tags", "level", "structure"),
    [
        ({}, 0, ""),
        ({"bridge": "yes"}, 1, "bridge"),
        ({"bridge": "viaduct", "layer": "2"}, 2, "bridge"),
        ({"tunnel": "yes"}, -1, "tunnel"),
        ({"tunnel": "building_passage"}, 0, ""),
        ({"bridge": "no", "tunnel": "no"}, 0, ""),
        ({"layer": "-1"}, -1, ""),
        ({"layer": "low"}, 0, ""),
    ],
)
def test_level_tells_bridges_and_tunnels(
    tmp_path: Path, tags: dict[str, str], level: int, structure: str
) -> None:
    row = street(tmp_path, **tags)
    assert (row["level"], row["structure"]) == (level, structure)


def test_what_is_no_street_is_left_out_and_counted(tmp_path: Path) -> None:
    ways = ["proposed", "platform", "corridor", "construction", "residential"]
    imported = read(
        tmp_path,
        node(1, 0, 0),
        node(2, 100, 0),
        *(way(n, [1, 2], {"highway": kind}) for n, kind in enumerate(ways, 1)),
        way(9, [1, 2], {"highway": "construction", "construction": "residential"}),
    )
    rows = imported.layers["streets"]
    assert rows["street_id"].tolist() == ["osm-w5", "osm-w9"]
    assert rows["road_class"].tolist() == ["residential", "residential"]
    assert imported.counts["highway_ways"] == 6
    assert imported.counts["highways_that_are_no_streets"] == 4


def test_way_with_missing_or_too_few_nodes_is_rejected(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        node(1, 0, 0),
        node(2, 100, 0),
        node(3, 0, 0),
        way(1, [1, 2, 77], {"highway": "residential", "name": "Am Rand"}),
        way(2, [1], {"highway": "residential"}),
        way(3, [1, 3], {"highway": "residential"}),
        way(4, [1, 2], {"highway": "residential"}),
    )
    assert imported.layers["streets"]["street_id"].tolist() == ["osm-w4"]
    assert imported.rejected["row"].tolist() == ["w1", "w2", "w3"]
    assert imported.rejected["code"].tolist() == ["missing_nodes", "too_short", "too_short"]
    assert "Am Rand" in imported.rejected["values"][0]
    assert imported.counts["streets_refused"] == 3


def test_square_is_the_line_around_it(tmp_path: Path) -> None:
    tags = {"highway": "pedestrian", "area": "yes"}
    imported = read(
        tmp_path,
        *square(10, 0, 0, 30),
        *square(20, 100, 0, 30),
        *square(30, 110, 10, 10),
        way(1, ring(10), tags),
        way(2, ring(20)),
        way(3, ring(30)),
        relation(1, [("w2", "outer"), ("w3", "inner")], tags | {"type": "multipolygon"}),
    )
    rows = imported.layers["streets"]
    assert rows["street_id"].tolist() == ["osm-r1", "osm-r1-2", "osm-w1"]
    assert set(rows.geom_type) == {"LineString"}
    assert sorted(rows.length.round()) == [40, 120, 120]


def test_vertices_lie_where_they_were_drawn(tmp_path: Path) -> None:
    row = street(tmp_path)
    (x, y), (right, _) = row["geometry"].coords
    assert (x, y) == pytest.approx(ORIGIN, abs=0.02)
    assert right == pytest.approx(ORIGIN[0] + 100, abs=0.02)


@pytest.mark.parametrize(
    ("tags", "ground"),
    [
        ({}, "public"),
        ({"highway": "service"}, ""),
        ({"highway": "service", "service": "driveway"}, "private"),
        ({"highway": "service", "service": "driveway", "access": "destination"}, "private"),
        ({"highway": "service", "service": "parking_aisle"}, "private"),
        ({"highway": "service", "service": "parking_aisle", "access": "yes"}, "public"),
        ({"highway": "service", "service": "alley"}, "public"),
        ({"highway": "service", "access": "destination"}, "public"),
        ({"access": "permissive"}, "public"),
        ({"access": "private"}, "private"),
        ({"access": "private", "foot": "yes"}, "public"),
        ({"access": "no"}, "private"),
        ({"highway": "busway", "access": "no", "bus": "designated"}, "public"),
        ({"highway": "track", "access": "agricultural"}, "public"),
        ({"highway": "construction", "construction": "residential", "access": "no"}, "public"),
    ],
)
def test_ground_is_private_where_tags_say_so(
    tmp_path: Path, tags: dict[str, str], ground: str
) -> None:
    assert street(tmp_path, **tags)["ground"] == ground
