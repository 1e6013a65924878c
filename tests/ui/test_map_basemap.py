"""The basemap under the map, from a tile server on this machine with all its troubles."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from fibre_planner.ui.map.basemap.matrix import TileMatrix, web_mercator
from fibre_planner.ui.map.basemap.source import Source, own_source
from fibre_planner.ui.map.canvas import MapCanvas
from fibre_planner.ui.map.scene import SceneBuilder, SceneInput
from fibre_planner.ui.map.styles import DARK, LIGHT
from fibre_planner.ui.map.tiles import paint_tile
from fibre_planner.ui.map.viewport import TileKey, tile_span_m
from tests.tile_server import TileServer, colour_of, serving
from tests.towns import ORIGIN, town

CRS = "EPSG:25832"
LEVEL = -8  # 0.25 m per pixel
# At zoom 4 a tile covers 64 m: the place 10 m right of and below ORIGIN lies on column 4, row 4.
MATRIX = TileMatrix(CRS, (ORIGIN[0] - 256, ORIGIN[1] + 256), (4.0, 2.0, 1.0, 0.5, 0.25), digits=2)
WITH_RING = 49  # the map's own tiles of 128 m are 3 × 3 with those around: 384 m touch 7 × 7
X, Y = ORIGIN[0] + 10, ORIGIN[1] - 10


@pytest.fixture
def server() -> Iterator[TileServer]:
    with serving() as made:
        yield made


def source_of(server: TileServer) -> Source:
    return Source("test", "Test", server.template, (MATRIX,), "© Tiles")


Opener = Callable[[Source | None], MapCanvas]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opener]:
    """Open maps that share one folder of kept tiles; all are closed in the end."""
    made: list[MapCanvas] = []

    def open_one(source: Source | None) -> MapCanvas:
        canvas = MapCanvas()
        qtbot.addWidget(canvas)
        made.append(canvas)
        canvas.resize(300, 260)
        canvas.basemap.folder = tmp_path / "tiles"
        canvas.set_view(canvas.view.resized(300, 260).centred(X, Y, LEVEL))
        canvas.show_basemap(source, CRS)
        canvas.show()
        return canvas

    yield open_one
    for canvas in made:
        canvas.close_down()


def colour_at(canvas: MapCanvas, x: float, y: float) -> QColor:
    px, py = canvas.view.to_screen(x, y)
    return QColor(canvas.grab().toImage().pixel(QPoint(round(px), round(py))))


def test_tiles_lie_where_their_rows_and_columns_say(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    canvas = opened(source_of(server))
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, X, Y) == colour_of(4, 4, 4)
    assert colour_at(canvas, X - 20, Y) == colour_of(4, 3, 4)  # left of ORIGIN
    assert colour_at(canvas, X, Y + 20) == colour_of(4, 4, 3)  # above ORIGIN
    assert "/04/4/3.png" in server.asked  # the row comes before the column


def test_requests_are_polite(qtbot: QtBot, server: TileServer, opened: Opener) -> None:
    canvas = opened(source_of(server))
    qtbot.waitUntil(canvas.is_idle)
    assert len(set(server.asked)) == len(server.asked)
    assert server.most_at_once <= 6
    for headers in server.headers:
        assert headers["User-Agent"].startswith("FibrePlanner/")
        assert "Cookie" not in headers
        assert "Referer" not in headers


def test_tiles_come_from_disk_the_second_time(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    opened(source_of(server))
    qtbot.waitUntil(lambda: len(server.asked) == WITH_RING)
    first = opened(source_of(server))
    qtbot.waitUntil(first.is_idle)
    assert colour_at(first, X, Y) == colour_of(4, 4, 4)
    assert len(server.asked) == WITH_RING


def test_without_a_server_kept_tiles_are_shown_and_the_map_says_so(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    source = source_of(server)
    opened(source)
    qtbot.waitUntil(lambda: len(server.asked) == WITH_RING)
    server.stop()
    canvas = opened(source)
    canvas.set_view(canvas.view.panned(-250, 0))  # what lies around it was not kept
    qtbot.waitUntil(lambda: canvas.basemap.note() == "Basemap: offline, shown from cache")
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, X + 40, Y) == colour_of(4, 4, 4)


def test_without_a_server_a_farther_tile_stands_in(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    source = source_of(server)
    canvas = opened(source)
    canvas.set_view(canvas.view.centred(X, Y, LEVEL + 4))  # 0.5 m per pixel: zoom 3
    qtbot.waitUntil(canvas.is_idle)
    server.stop()
    again = opened(source)
    qtbot.waitUntil(lambda: colour_at(again, X, Y) == colour_of(3, 2, 2))
    qtbot.waitUntil(lambda: again.basemap.note() == "Basemap: offline, shown from cache")


def test_without_server_and_kept_tiles_the_drawn_ground_stays(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    server.stop()
    canvas = opened(source_of(server))
    qtbot.waitUntil(lambda: canvas.basemap.note() == "Basemap: not available")
    qtbot.waitUntil(canvas.is_idle)
    assert not canvas.basemap.is_available
    assert colour_at(canvas, X, Y) == LIGHT.ground


def test_server_that_comes_back_is_noticed(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    canvas = opened(source_of(server))
    canvas.basemap.set_patience(probe_ms=1000, patience_ms=1000)
    server.trouble = "busy"
    canvas.set_view(canvas.view.panned(-900, 0))
    qtbot.waitUntil(lambda: canvas.basemap.note() == "Basemap: not available")
    server.trouble = ""
    qtbot.waitUntil(lambda: canvas.basemap.note() == "" and canvas.is_idle())
    x, y = canvas.view.x, canvas.view.y
    column = math.floor((x - ORIGIN[0] + 256) / 64)
    assert colour_at(canvas, x, y) == colour_of(4, column, 4)


@pytest.mark.parametrize(
    "trouble", ["busy", "html", "html_as_picture", "wrong_size", "huge", "broken"]
)
def test_answers_that_are_no_tiles_are_refused(
    qtbot: QtBot, server: TileServer, opened: Opener, trouble: str
) -> None:
    server.trouble = trouble
    canvas = opened(source_of(server))
    qtbot.waitUntil(lambda: canvas.basemap.note() == "Basemap: not available")
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, X, Y) == LIGHT.ground
    assert len(set(server.asked)) == len(server.asked)  # none is asked for again at once


def test_slow_server_leaves_the_map_in_use_and_stale_requests_end(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    server.trouble = "slow"
    canvas = opened(source_of(server))
    qtbot.waitUntil(lambda: len(server.asked) == 6)
    canvas.set_view(canvas.view.panned(-4000, 0))
    qtbot.waitUntil(lambda: len(server.asked) == 12)  # the first six were given up
    server.trouble = ""
    server.go_on.set()
    qtbot.waitUntil(canvas.is_idle)
    x, y = canvas.view.x, canvas.view.y
    column = math.floor((x - ORIGIN[0] + 256) / 64)
    assert colour_at(canvas, x, y) == colour_of(4, column, 4)


def test_tiles_of_the_web_are_bent_into_the_projects_crs(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    import pyproj

    web = Source("web", "Web", server.template, (web_mercator(20),))
    canvas = opened(web)
    canvas.set_view(canvas.view.centred(X, Y, 0))  # 1 m per pixel
    qtbot.waitUntil(canvas.is_idle)
    to_degrees = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    zoom = int(server.asked[-1].split("/")[1])
    seen = set()
    for dx in range(-140, 81, 20):
        for dy in range(-60, 121, 20):
            longitude, latitude = to_degrees.transform(X + dx, Y + dy)
            # The formula of the OpenStreetMap wiki, "Slippy map tilenames".
            column = (longitude + 180) / 360 * 2**zoom
            row = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom
            if min(column % 1, 1 - column % 1, row % 1, 1 - row % 1) < 0.02:
                continue  # on an edge of a tile
            wanted = colour_of(zoom, math.floor(column), math.floor(row))
            assert colour_at(canvas, X + dx, Y + dy) == wanted
            seen.add((math.floor(column), math.floor(row)))
    assert len(seen) >= 4


def test_wms_is_asked_for_boxes_in_the_projects_crs(
    qtbot: QtBot, server: TileServer, opened: Opener
) -> None:
    canvas = opened(own_source(server.wms))
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, X, Y) == QColor(200, 30, 30)
    for path in server.asked:
        assert "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&CRS=EPSG:25832&BBOX=" in path
        assert "LAYERS=map" in path


def test_basemap_is_dimmed_in_the_dark(qtbot: QtBot, server: TileServer, opened: Opener) -> None:
    canvas = opened(source_of(server))
    qtbot.waitUntil(canvas.is_idle)
    bright = colour_at(canvas, X, Y).lightness()
    canvas.set_look(DARK)
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, X, Y).lightness() < bright / 2


def test_no_basemap_asks_for_nothing(qtbot: QtBot, server: TileServer, opened: Opener) -> None:
    canvas = opened(source_of(server))
    qtbot.waitUntil(lambda: len(server.asked) == WITH_RING)
    canvas.show_basemap(None, CRS)
    canvas.set_view(canvas.view.panned(-900, 0))
    qtbot.waitUntil(canvas.is_idle)
    assert colour_at(canvas, canvas.view.x, canvas.view.y) == LIGHT.ground
    assert len(server.asked) == WITH_RING
    assert canvas.basemap.attribution == ""


def test_over_a_basemap_streets_are_thin_lines_and_nothing_covers_the_ground() -> None:
    drawn = town("""
        1     2
        |     |
        A-----B
    """)
    layers = SceneBuilder().build(SceneInput(drawn)).shown(frozenset({"streets"}))
    x, y = ORIGIN
    span = tile_span_m(LEVEL)
    key = TileKey(LEVEL, math.floor((x + 12) / span), math.floor(y / span))
    px = round((x + 12 - key.column * span) / 0.25)
    middle = round(((key.row + 1) * span - y) / 0.25)
    drawn_alone = paint_tile(layers, key, 1.0, LIGHT)
    over = paint_tile(layers, key, 1.0, LIGHT, transparent=True)
    assert QColor(drawn_alone.pixel(px, middle + 8)) == LIGHT.street  # 2 m beside the middle
    assert over.pixelColor(px, middle + 8).alpha() == 0
    assert max(over.pixelColor(px, middle + dy).alpha() for dy in (-1, 0, 1)) > 20
