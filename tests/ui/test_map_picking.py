"""What lies under the cursor, and the columns it is looked up in."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from fibre_planner.ui.map.geometry import Paths, Points, bounds_of, make_paths, make_points
from fibre_planner.ui.map.picking import nearest, pick, segment_distances
from fibre_planner.ui.map.scene_layers import SceneLayer


def points(*places: tuple[float, float]) -> Points:
    xy = np.array(places, dtype=float).reshape(-1, 2)
    ids = np.array([f"p{n}" for n in range(len(xy))], dtype=object)
    return make_points(xy, np.zeros(len(xy)), ids)


def paths(*shapes: shapely.Geometry, closed: bool = False) -> Paths:
    ids = np.array([f"l{n}" for n in range(len(shapes))], dtype=object)
    return make_paths(np.array(shapes, dtype=object), np.zeros(len(shapes)), ids, closed=closed)


@given(
    hnp.arrays(float, st.tuples(st.integers(0, 80), st.just(2)), elements=st.floats(-500, 500)),
    st.floats(-600, 600),
    st.floats(-600, 600),
    st.floats(0, 700),
    st.floats(0, 700),
)
def test_grid_finds_exactly_the_points_of_a_box(
    xy: np.ndarray, west: float, south: float, width: float, height: float
) -> None:
    layer = points(*xy.tolist())
    box = (west, south, west + width, south + height)
    inside = (xy[:, 0] >= box[0]) & (xy[:, 0] <= box[2])
    inside &= (xy[:, 1] >= box[1]) & (xy[:, 1] <= box[3])
    assert layer.within(box).tolist() == np.flatnonzero(inside).tolist()


def test_point_without_a_finite_place_is_left_out() -> None:
    layer = points((0.0, 0.0), (float("nan"), 1.0), (2.0, 2.0))
    assert layer.ids.tolist() == ["p0", "p2"]


def test_segments_join_only_vertices_of_the_same_part() -> None:
    layer = paths(
        shapely.LineString([(0, 0), (1, 0), (1, 1)]), shapely.LineString([(5, 5), (6, 5)])
    )
    assert layer.segments(np.array([0, 1])).tolist() == [
        [0, 0, 1, 0],
        [1, 0, 1, 1],
        [5, 5, 6, 5],
    ]
    assert layer.segments(np.array([1])).tolist() == [[5, 5, 6, 5]]


def test_parts_of_a_multi_line_belong_to_one_feature() -> None:
    layer = paths(shapely.MultiLineString([[(0, 0), (1, 0)], [(3, 0), (4, 0)]]))
    assert len(layer) == 2
    assert layer.feature.tolist() == [0, 0]


def test_empty_missing_and_foreign_geometries_are_left_out_of_paths() -> None:
    shapes = np.array(
        [None, shapely.LineString(), shapely.Point(1, 1), shapely.LineString([(0, 0), (2, 0)])],
        dtype=object,
    )
    ids = np.array(["a", "b", "c", "d"], dtype=object)
    layer = make_paths(shapes, np.zeros(4), ids, closed=False)
    assert layer.ids[layer.feature].tolist() == ["d"]


def test_lines_inside_a_collection_are_found() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.MultiLineString([[(0, 0), (1, 0)]])]
    )
    assert len(paths(mixed)) == 1


def test_bounds_cover_all_layers() -> None:
    both = [points((0.0, 5.0)), paths(shapely.LineString([(-1, 0), (3, 1)]))]
    assert bounds_of(both) == (-1.0, 0.0, 3.0, 5.0)
    assert bounds_of([points()]) is None


def test_nearest_point_within_the_tolerance_is_found() -> None:
    layer = points((0.0, 0.0), (3.0, 4.0), (10.0, 0.0))
    assert nearest(layer, 3.0, 3.0, 2.0) == (1, 1.0)


def test_point_in_the_corner_of_the_search_box_is_too_far() -> None:
    assert nearest(points((0.9, 0.9)), 0.0, 0.0, 1.0) is None


def test_distance_to_a_piece_is_measured_at_its_nearest_place() -> None:
    segments = np.array([[0, 0, 10, 0], [0, 5, 0, 9]], dtype=float)
    assert segment_distances(segments, 4, 3).tolist() == pytest.approx([3.0, np.hypot(4, 2)])


def test_piece_without_length_counts_as_a_point() -> None:
    assert segment_distances(np.array([[1.0, 1.0, 1.0, 1.0]]), 4, 5).tolist() == [5.0]


def test_nearest_line_is_found_with_its_distance() -> None:
    layer = paths(
        shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 10), (50, 10), (100, 40)])
    )
    assert nearest(layer, 30, 8, 5) == (1, 2.0)
    assert nearest(layer, 30, 5.1, 4) is None


def test_place_in_the_hole_of_a_polygon_is_outside() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    layer = paths(ring, closed=True)
    assert nearest(layer, 5, 5, 0.1) is None
    assert nearest(layer, 2, 2, 0.1) == (0, 0.0)


def test_smallest_of_nested_polygons_is_chosen() -> None:
    layer = paths(shapely.box(0, 0, 10, 10), shapely.box(2, 2, 4, 4), closed=True)
    assert nearest(layer, 3, 3, 0.1) == (1, 0.0)
    assert nearest(layer, 8, 8, 0.1) == (0, 0.0)


def test_points_and_lines_come_before_areas_and_the_topmost_first() -> None:
    layers = [
        SceneLayer("land", "land", "areas", paths(shapely.box(-5, -5, 5, 5), closed=True)),
        SceneLayer("streets", "streets", "streets", paths(shapely.LineString([(-5, 0), (5, 0)]))),
        SceneLayer("addresses", "addresses", "addresses", points((0.0, 1.0))),
    ]
    hits = pick(layers, 0.0, 0.5, 2.0)
    assert [(hit.table, hit.row_id) for hit in hits] == [
        ("addresses", "p0"),
        ("streets", "l0"),
        ("areas", "l0"),
    ]


def test_layer_that_is_not_pickable_is_passed_over() -> None:
    layer = SceneLayer("a", "a", "a", points((0.0, 0.0)), pickable=False)
    assert pick([layer], 0.0, 0.0, 5.0) == ()


_PLACE = st.tuples(st.integers(-40, 40), st.integers(-40, 40))
_LINE = st.lists(_PLACE, min_size=2, max_size=60).filter(lambda line: len(set(line)) > 1)


@given(st.lists(_LINE, min_size=1, max_size=20), _PLACE, st.floats(0, 30))
def test_nearest_line_is_as_near_as_geometry_says(
    lines: list[list[tuple[int, int]]], at: tuple[int, int], reach: float
) -> None:
    shapes = [shapely.LineString(line) for line in lines]
    away = shapely.distance(np.array(shapes), shapely.Point(at))
    found = nearest(paths(*shapes), *at, reach)
    if found is None:
        assert away.min() > reach - 1e-9
    else:
        assert found[1] == pytest.approx(away.min(), abs=1e-9)
        assert away[found[0]] == pytest.approx(away.min(), abs=1e-9)


@given(st.lists(_PLACE, min_size=1, max_size=40), _PLACE, st.floats(0, 60))
def test_nearest_point_is_as_near_as_any(
    places: list[tuple[int, int]], at: tuple[int, int], reach: float
) -> None:
    away = np.hypot(*(np.array(places) - at).T)
    found = nearest(points(*places), *at, reach)
    if found is None:
        assert away.min() > reach
    else:
        assert (found[1], away[found[0]]) == pytest.approx((away.min(), away.min()))


@given(
    st.lists(st.tuples(_PLACE, st.integers(3, 90), st.integers(2, 30)), min_size=1, max_size=8),
    _PLACE,
)
def test_smallest_polygon_around_a_place_is_found(
    rounds: list[tuple[tuple[int, int], int, int]], at: tuple[int, int]
) -> None:
    place = (at[0] + 0.37, at[1] + 0.21)
    shapes = []
    for (x, y), corners, radius in rounds:
        turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        ring = np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)])
        shapes.append(shapely.Polygon(ring, [x + (ring - (x, y)) * 0.3 + (0, y - x)]))
    inside = [n for n, shape in enumerate(shapes) if shape.contains(shapely.Point(place))]
    found = nearest(paths(*shapes, closed=True), *place, 5.0)
    assert (found is None) == (not inside)
    if found is not None:
        widths = [np.prod(np.subtract(shape.bounds[2:], shape.bounds[:2])) for shape in shapes]
        assert widths[found[0]] == pytest.approx(min(widths[n] for n in inside))
        assert found[0] in inside
