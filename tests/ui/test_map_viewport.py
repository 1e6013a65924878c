"""Where the map looks: world and screen, zoom, fit and tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.ui.map.viewport import (
    MAX_LEVEL,
    MIN_LEVEL,
    TILE_PX,
    TileKey,
    Viewport,
    metres_per_px,
    nice_length,
    tile_box,
    tile_place,
    tiles_for,
)

VIEW = Viewport(x=1000.0, y=2000.0, level=4, width=800, height=600)  # 2 m per pixel

views = st.builds(
    Viewport,
    x=st.floats(-1e6, 1e6),
    y=st.floats(0, 6e6),
    level=st.integers(MIN_LEVEL, MAX_LEVEL),
    width=st.integers(1, 4000),
    height=st.integers(1, 3000),
)


def test_four_levels_make_a_factor_of_two() -> None:
    assert [metres_per_px(level) for level in (-4, 0, 4, 8)] == [0.5, 1.0, 2.0, 4.0]


def test_middle_of_the_widget_is_the_place_looked_at() -> None:
    assert VIEW.to_world(400, 300) == (1000.0, 2000.0)
    assert VIEW.to_screen(1000, 2000) == (400.0, 300.0)


def test_north_is_up_and_east_is_right() -> None:
    assert VIEW.to_screen(1100, 2050) == (450.0, 275.0)


def test_box_holds_what_is_seen() -> None:
    assert VIEW.box() == (200.0, 1400.0, 1800.0, 2600.0)


def test_dragging_to_the_right_brings_the_west_into_view() -> None:
    moved = VIEW.panned(100, -50)
    assert (moved.x, moved.y) == (800.0, 1900.0)


@given(views, st.floats(0, 1), st.floats(0, 1), st.integers(-8, 8))
def test_place_under_the_cursor_stays_while_zooming(
    view: Viewport, right: float, down: float, steps: int
) -> None:
    px, py = right * view.width, down * view.height
    x, y = view.to_world(px, py)
    zoomed = view.zoomed(steps, px, py)
    back = zoomed.to_screen(x, y)
    assert back == pytest.approx((px, py), abs=1e-3)


def test_zoom_stops_at_the_nearest_and_farthest_level() -> None:
    assert VIEW.zoomed(-1000).level == MIN_LEVEL
    assert VIEW.zoomed(1000).level == MAX_LEVEL


@given(views, st.floats(1, 1e5), st.floats(1, 1e5))
def test_fit_shows_the_whole_box_and_not_a_level_too_far(
    view: Viewport, width_m: float, height_m: float
) -> None:
    view = view.resized(800, 600)
    box = (10.0, 20.0, 10.0 + width_m, 20.0 + height_m)
    fitted = view.fitted(box)
    west, south, east, north = fitted.box()
    assert west <= box[0]
    assert south <= box[1]
    assert east >= box[2]
    assert north >= box[3]
    needed = max(width_m / 720, height_m / 520)
    nearer = metres_per_px(fitted.level - 1)
    assert nearer < needed * (1 + 1e-6) or fitted.level == MIN_LEVEL


def test_fit_of_a_single_place_is_the_nearest_level() -> None:
    assert VIEW.fitted((5.0, 5.0, 5.0, 5.0)).level == MIN_LEVEL


def test_tile_covers_its_pixels_in_metres() -> None:
    assert tile_box(TileKey(4, 1, 2)) == (1024.0, 2048.0, 2048.0, 3072.0)
    assert tile_box(TileKey(4, 1, 2), ratio=2.0) == (512.0, 1024.0, 1024.0, 1536.0)


@given(views, st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_tiles_cover_the_whole_view_without_gap_or_overlap(view: Viewport, ratio: float) -> None:
    view = view.resized(min(view.width, 900), min(view.height, 700))
    keys = tiles_for(view, ratio)
    west, south, east, north = view.box()
    boxes = [tile_box(key, ratio) for key in keys]
    assert min(box[0] for box in boxes) <= west
    assert max(box[2] for box in boxes) >= east
    assert min(box[1] for box in boxes) <= south
    assert max(box[3] for box in boxes) >= north
    places = {(key.column, key.row): tile_place(key, view, ratio) for key in keys}
    for (column, row), (x, y) in places.items():
        right = places.get((column + 1, row))
        below = places.get((column, row - 1))
        assert right is None or right[0] - x == pytest.approx(TILE_PX / ratio)
        assert below is None or below[1] - y == pytest.approx(TILE_PX / ratio)


def test_tiles_in_the_middle_come_first() -> None:
    keys = tiles_for(Viewport(x=512 * 2.5, y=512 * 2.5, level=0, width=2000, height=2000))
    assert keys[0] == TileKey(0, 2, 2)


def test_ring_adds_one_tile_on_each_side() -> None:
    view = Viewport(x=256, y=256, level=0, width=500, height=500)
    assert len(tiles_for(view)) == 1
    assert len(tiles_for(view, ring=1)) == 9


@pytest.mark.parametrize(
    ("resolution", "length"), [(1.0, 100.0), (1.3, 200.0), (0.02, 2.0), (7.0, 1000.0)]
)
def test_scale_bar_has_a_round_length_that_fits(resolution: float, length: float) -> None:
    assert nice_length(resolution, 160) == length


@given(st.floats(0.01, 1e5))
def test_scale_bar_is_never_longer_than_its_room(resolution: float) -> None:
    length = nice_length(resolution, 160)
    assert length / resolution <= 160 * (1 + 1e-9)
    assert length / resolution > 60
