from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import osmium
import pandas as pd
import pytest
import shapely

from fibre_planner.io.osm import read_osm
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Cancelled
from tests.io.osm_drawing import degrees, node, relation, ring, square, way, write_osm
from tests.shared_data import shared_file

CRS = "EPSG:25832"
NUMBER = {"addr:housenumber": "1", "addr:street": "Weg"}


def town(folder: Path) -> Path:
    return write_osm(
        folder / "town.osm",
        node(1, 0, 0),
        node(2, 400, 0),
        node(3, 5, 5, NUMBER),
        node(4, 390, 5, NUMBER),
        *square(10, 0, 10, 10),
        way(1, [1, 2], {"highway": "residential"}),
        way(2, ring(10), {"building": "yes"}),
    )


def as_pbf(path: Path) -> Path:
    target = path.with_suffix(".osm.pbf")
    with osmium.SimpleWriter(str(target)) as writer:
        for item in osmium.FileProcessor(str(path)):
            writer.add(item)
    return target


def as_gzip(path: Path) -> Path:
    target = path.with_suffix(".osm.gz")
    target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return target


def as_bzip2(path: Path) -> Path:
    target = path.with_suffix(".osm.bz2")
    target.write_bytes(bz2.compress(path.read_bytes()))
    return target


def with_wrong_name(path: Path) -> Path:
    return as_pbf(path).rename(path.with_name("download.dat"))


@pytest.mark.parametrize("convert", [as_pbf, as_gzip, as_bzip2, with_wrong_name])
def test_every_format_gives_the_same_rows(tmp_path: Path, convert: Callable[[Path], Path]) -> None:
    plain = town(tmp_path)
    expected = read_osm(plain, CRS)
    found = read_osm(convert(plain), CRS)
    for layer, rows in expected.layers.items():
        other = found.layers[layer]
        pd.testing.assert_frame_equal(
            pd.DataFrame(rows.drop(columns=["source", "geometry"])),
            pd.DataFrame(other.drop(columns=["source", "geometry"])),
        )
        assert shapely.equals_exact(rows.geometry.array, other.geometry.array, 0.001).all()
    assert found.counts == expected.counts


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"hello", "is no OpenStreetMap file"),
        (b"PK\x03\x04", "is no OpenStreetMap file"),
        (b'<?xml version="1.0"?><gpx></gpx>', "of another kind"),
        (b'<?xml version="1.0"?><osm version="0.6"><node id="1"', "cut off"),
        (b"\x1f\x8b\x08\x00cut", "cut off"),
        (b'<osm version="0.6"></osm>', "holds no addresses"),
        (b'<osmChange version="0.6"></osmChange>', "history or change file"),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><osm version="0.6"></osm>',
            "entities",
        ),
    ],
)
def test_broken_file_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(PlannerError, match=sentence) as caught:
        read_osm(path, CRS)
    assert "town.osm" in caught.value.message
    assert caught.value.remedy


def test_truncated_pbf_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = as_pbf(town(tmp_path)).read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[:-20])
    with pytest.raises(PlannerError, match="cut off"):
        read_osm(path, CRS)


def test_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot be read"):
        read_osm(tmp_path / "none.osm", CRS)


def test_file_without_streets_says_so(tmp_path: Path) -> None:
    imported = read_osm(write_osm(tmp_path / "town.osm", node(1, 0, 0, NUMBER)), CRS)
    assert any("no streets" in note for note in imported.notes)


def test_ways_may_come_before_their_nodes(tmp_path: Path) -> None:
    path = write_osm(
        tmp_path / "town.osm",
        way(9, [1, 2], {"highway": "residential"}),
        way(3, ring(10)),
        relation(1, [("w3", "outer")], {"type": "multipolygon", "building": "yes"}),
        node(2, 100, 0),
        node(1, 0, 0),
        *square(10, 0, 10, 10),
    )
    imported = read_osm(path, CRS)
    assert len(imported.layers["streets"]) == 1
    assert len(imported.layers["buildings"]) == 1


def test_objects_drawn_by_hand_have_negative_numbers(tmp_path: Path) -> None:
    path = write_osm(
        tmp_path / "town.osm",
        node(-1, 0, 0),
        node(-2, 100, 0),
        node(-3, 5, 5, NUMBER),
        way(-4, [-1, -2], {"highway": "residential"}),
    )
    imported = read_osm(path, CRS)
    assert imported.layers["streets"]["street_id"].tolist() == ["osm-w-4"]
    assert imported.layers["addresses"]["address_id"].tolist() == ["osm-n-3"]


def test_area_keeps_what_touches_it_whole(tmp_path: Path) -> None:
    west, south = degrees(-50, -50)
    east, north = degrees(200, 50)
    imported = read_osm(town(tmp_path), CRS, area=shapely.box(west, south, east, north))
    assert imported.layers["addresses"]["address_id"].tolist() == ["osm-n3"]
    assert imported.layers["streets"].length.round().tolist() == [400]
    assert len(imported.layers["buildings"]) == 1
    assert imported.counts["outside_area"] == 1


def test_area_without_any_object_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="inside the chosen area"):
        read_osm(town(tmp_path), CRS, area=shapely.box(0, 0, 1, 1))


def test_object_beyond_the_coordinate_system_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lat="0" lon="99.0"><tag k="addr:housenumber" v="1"/>'
        "</node></osm>",
        encoding="utf-8",
    )
    imported = read_osm(path, CRS)
    assert imported.layers["addresses"].empty
    assert imported.rejected["code"].tolist() == ["outside_crs"]


def test_reading_can_be_cancelled_at_every_report(tmp_path: Path) -> None:
    path = town(tmp_path)
    fractions: list[float] = []
    read_osm(path, CRS, report=lambda fraction, _: fractions.append(fraction))
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    for stop in sorted(set(fractions)):

        def cancel(fraction: float, _: str, stop: float = stop) -> None:
            if fraction >= stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            read_osm(path, CRS, report=cancel)


@pytest.mark.parametrize(
    ("name", "address_objects", "buildings"),
    [
        ("osm/boeblingen.osm.pbf", 7_285, 7_560),
        ("osm/herrenberg-and-around.osm.pbf", 22_567, 33_941),
    ],
)
def test_every_address_object_of_a_real_town_is_accounted_for(
    name: str, address_objects: int, buildings: int
) -> None:
    imported = read_osm(shared_file(name), CRS)
    counts = imported.counts
    taken = imported.layers["addresses"]["source"].nunique()
    assert counts["address_objects"] == address_objects
    assert taken + counts["address_objects_refused"] == address_objects
    assert counts["addresses_after_splitting"] == len(imported.layers["addresses"])
    assert counts["highway_ways"] == (
        counts["highways_that_are_no_streets"]
        + counts["streets_refused"]
        + imported.layers["streets"]["source"].nunique()
    )
    # Buildings drawn as relations come on top of the published number of ways.
    assert len(imported.layers["buildings"]) == pytest.approx(buildings, rel=0.005)
    assert imported.layers["buildings"].is_valid.all()
    assert imported.layers["areas"].is_valid.all()


def test_area_cuts_the_far_away_objects_of_a_dirty_extract() -> None:
    path = shared_file("osm/karlsruhe-kirchfeld.osm.pbf")
    quarter = shapely.box(8.3877, 49.0381, 8.4054, 49.0648)
    clipped = read_osm(path, CRS, area=quarter).layers["addresses"].to_crs(4326)
    assert len(read_osm(path, CRS).layers["addresses"]) > len(clipped) > 1_000
    assert shapely.dwithin(clipped.geometry.array, quarter, 0.001).all()
