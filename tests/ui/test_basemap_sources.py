"""Addresses of basemaps: templates, matrices worked out by hand, boxes of a WMS, hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.map.basemap.decoding import MOST_BYTES, RefusedAnswer, decode_tile
from fibre_planner.ui.map.basemap.matrix import (
    SourceKey,
    TileMatrix,
    ancestor,
    box_of,
    nearest_zoom,
    own_matrix,
    part_of,
    tiles_over,
    web_mercator,
)
from fibre_planner.ui.map.basemap.presets import preset_ids, read_preset
from fibre_planner.ui.map.basemap.source import address_of, own_source
from fibre_planner.ui.map.basemap.warp import is_north_first

GREY = read_preset("basemap_de_grey")


def test_presets_are_the_two_of_basemap_de() -> None:
    assert preset_ids() == ["basemap_de_colour", "basemap_de_grey"]
    assert "BKG" in GREY.attribution


def test_tile_over_the_market_of_offenbach_has_the_row_before_the_column() -> None:
    """At zoom 10 a tile of basemap.de covers 4891.96981025128 / 1024 * 256 = 1222.992 m.

    Column: (482700 + 46133.17) / 1222.992 = 432.4. Row: (6301219.54 - 5550200) / 1222.992 = 614.08.
    """
    matrix = GREY.matrix_for("EPSG:25832")
    market = (482_700.0, 5_550_200.0, 482_701.0, 5_550_201.0)
    assert tiles_over(matrix, 10, market) == [SourceKey(10, 432, 614)]
    address = address_of(GREY, matrix, SourceKey(9, 432, 614), north_first=False)
    assert address.endswith("_grau/default/DE_EPSG_25832_ADV/09/614/432.png")


def test_project_in_another_crs_gets_the_matrix_of_the_web() -> None:
    assert GREY.matrix_for("EPSG:25833").crs == "EPSG:25833"
    assert GREY.matrix_for("EPSG:31467").crs == "EPSG:3857"


def test_zoom_is_the_one_with_pixels_of_nearest_size() -> None:
    matrix = TileMatrix("EPSG:25832", (0.0, 0.0), (8.0, 4.0, 2.0, 1.0), first_zoom=1)
    assert [nearest_zoom(matrix, size) for size in (100.0, 3.0, 2.7, 1.5, 0.1)] == [1, 1, 2, 2, 3]


def test_world_of_the_web_ends_at_its_edges() -> None:
    whole = (-3e7, -3e7, 3e7, 3e7)
    assert len(tiles_over(web_mercator(20), 2, whole)) == 16
    assert tiles_over(web_mercator(20), 19, whole) == []  # too many to be asked for
    assert tiles_over(web_mercator(20), 3, (float("inf"), 0.0, 1.0, 1.0)) == []


@given(st.integers(1, 18), st.data())
def test_farther_tile_shows_the_same_place(zoom: int, data: st.DataObject) -> None:
    matrix = web_mercator(20)
    key = SourceKey(
        zoom,
        data.draw(st.integers(0, 2**zoom - 1)),
        data.draw(st.integers(0, 2**zoom - 1)),
    )
    wider = ancestor(matrix, key)
    assert wider == SourceKey(zoom - 1, key.column // 2, key.row // 2)
    left, top, right, bottom = part_of(matrix, key, wider)
    assert (left, top) == pytest.approx((key.column % 2 * 128, key.row % 2 * 128), abs=1e-3)
    assert (right - left, bottom - top) == pytest.approx((128, 128), abs=1e-3)


def test_wms_swaps_the_axes_where_the_crs_begins_with_north() -> None:
    source = own_source("https://maps.example/wms?LAYERS=dtk&map=a b".replace(" ", "+"))
    matrix = TileMatrix("EPSG:31467", (3_500_000.0, 5_600_000.0), (1.0,), tile_px=100)
    key = SourceKey(0, 0, 0)
    plain = address_of(source, matrix, key, north_first=False)
    swapped = address_of(source, matrix, key, north_first=True)
    assert "BBOX=3500000,5599900,3500100,5600000" in plain
    assert "BBOX=5599900,3500000,5600000,3500100" in swapped
    assert "VERSION=1.3.0" in plain
    assert "LAYERS=dtk" in plain
    assert [is_north_first(crs) for crs in ("EPSG:31467", "EPSG:25832", "EPSG:3857")] == [
        True,
        False,
        False,
    ]


def test_tiles_of_a_wms_are_those_of_the_map() -> None:
    matrix = own_matrix("EPSG:25832")
    zoom = nearest_zoom(matrix, 0.25)
    west, south, east, north = box_of(matrix, SourceKey(zoom, 3906, -43360))
    assert (west, east - west, north - south) == (3906 * 128.0, 128.0, 128.0)
    assert north == 43360 * 128.0


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd?layers=a",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "https:///{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png\r\nHost: other",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{secret}.png",
        "https://tiles.example/{0.__class__}/{z}/{x}/{y}.png",
        "https://[broken/{z}/{x}/{y}.png",
        "https://tiles.example/wms?request=GetCapabilities",
    ],
)
def test_hostile_or_wrong_addresses_are_refused_with_a_remedy(address: str) -> None:
    with pytest.raises(PlannerError) as told:
        own_source(address)
    assert told.value.remedy


def test_own_addresses_of_three_kinds_are_known() -> None:
    key = SourceKey(3, 5, 2)
    for template, wanted in (
        ("https://t.example/{z}/{x}/{y}.png", "https://t.example/3/5/2.png"),
        ("https://t.example/{z}/{x}/{-y}.png", "https://t.example/3/5/5.png"),
        (
            "https://t.example/DE_EPSG_25832_ADV/{TileMatrix}/{TileRow}/{TileCol}.png",
            "https://t.example/DE_EPSG_25832_ADV/03/2/5.png",
        ),
    ):
        source = own_source(template)
        matrix = source.matrix_for("EPSG:25832")
        assert address_of(source, matrix, key, north_first=False) == wanted
    assert own_source("https://t.example/wms?layers=a").is_wms


def test_answers_too_large_or_of_another_kind_are_refused() -> None:
    for body, kind in (
        (b"<html>", "text/html; charset=utf-8"),
        (b"", "image/png"),
        (b"\x89PNG" + bytes(MOST_BYTES), "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='256' height='256'/>", "image/svg+xml"),
    ):
        with pytest.raises(RefusedAnswer):
            decode_tile(body, kind, 256)
