"""The indexes of the map find what a plain search finds; from afar one place is seen for many."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.ui.map.geometry import make_paths, make_points
from fibre_planner.ui.map.grid import grid_of_boxes, grouped, overviews_of

metres = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def drawn_boxes(draw: st.DrawFn) -> np.ndarray:
    corners = draw(st.lists(st.tuples(metres, metres, metres, metres), max_size=60))
    corner = np.array(corners, dtype=float).reshape(-1, 4)
    low, high = np.minimum(corner[:, :2], corner[:, 2:]), np.maximum(corner[:, :2], corner[:, 2:])
    return np.hstack([low, high])


@given(drawn_boxes(), drawn_boxes())
def test_boxes_found_are_those_that_meet(boxes: np.ndarray, searched: np.ndarray) -> None:
    grid = grid_of_boxes(boxes)
    for west, south, east, north in searched.tolist():
        meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
        meets &= (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        assert grid.within((west, south, east, north), boxes).tolist() == (
            np.flatnonzero(meets).tolist()
        )


def test_boxes_that_are_no_numbers_are_never_found() -> None:
    boxes = np.array([[0, 0, 1, 1], [np.nan, 0, 1, 1], [0, 0, np.inf, 1]], dtype=float)
    assert grid_of_boxes(boxes).within((-9, -9, 9, 9), boxes).tolist() == [0]


@given(st.lists(st.integers(0, 9), max_size=50))
def test_rows_are_grouped_by_cell_in_their_order(cells: list[int]) -> None:
    order, starts = grouped(np.array(cells, dtype=np.int64), 10)
    for cell in range(10):
        wanted = [row for row, value in enumerate(cells) if value == cell]
        assert order[starts[cell] : starts[cell + 1]].tolist() == wanted


def test_from_afar_one_place_per_square_has_the_kind_of_most() -> None:
    """Squares of 32 m: three of kind 1 and two of kind 2 in the first, two each in the second."""
    first = [(1, 1), (2, 2), (3, 3), (4, 4), (31, 31)]
    second = [(33, 1), (34, 1), (35, 1), (36, 1)]
    xy = np.array([*first, *second], dtype=float)
    kind = np.array([1, 2, 1, 2, 1, 3, 2, 3, 2], dtype=np.uint8)
    many = 3000  # the same places again and again, as few are never thinned
    near, middle, far = overviews_of(np.tile(xy, (many, 1)), np.tile(kind, many))
    assert near.cell_m == 32
    assert near.xy.tolist() == [[17, 17], [49, 17]]
    assert near.kind.tolist() == [1, 2]
    assert middle.kind.tolist() == [2]  # of the nine, four are of kind 2
    assert len(far.xy) == 1


def test_a_few_places_are_all_drawn_from_afar() -> None:
    points = make_points(
        np.array([[0.0, 0.0], [1.0, 1.0]]), np.zeros(2), np.array(["a", "b"]), with_overviews=True
    )
    assert points.seen_at(1000.0) is None


@pytest.mark.parametrize("closed", [True, False])
def test_empty_missing_huge_and_broken_shapes_leave_the_others_to_be_found(closed: bool) -> None:
    right = shapely.box(0, 0, 10, 10) if closed else shapely.LineString([(0, 0), (10, 10)])
    with np.errstate(invalid="ignore"):
        no_number = shapely.LineString([(0, 0), (np.nan, 5), (3, 3)])
    bow = shapely.Polygon([(0, 0), (5, 5), (5, 0), (0, 5)])  # crosses itself
    shapes = np.array(
        [
            None,
            shapely.Polygon(),
            shapely.GeometryCollection([right, shapely.Point(1, 1)]),
            shapely.MultiLineString(),
            shapely.box(-1e12, -1e12, 1e12, 1e12),
            no_number,
            bow,
            right,
        ],
        dtype=object,
    )
    ids = np.array(list("abcdefgh"), dtype=object)
    paths = make_paths(shapes, np.zeros(len(shapes)), ids, closed=closed)
    found = paths.ids[paths.feature[paths.within((1, 1, 2, 2))]].tolist()
    assert {"c", "h"} <= set(found)


def test_main_streets_are_kept_apart_with_their_features() -> None:
    lines = shapely.linestrings([[(0, y), (9, y)] for y in range(4)])
    paths = make_paths(
        lines, np.array([3, 5, 3, 6]), np.array(list("abcd"), dtype=object), closed=False
    )
    main = paths.from_kind(5)
    assert main.ids[main.feature].tolist() == ["b", "d"]
    assert main.part(1).tolist() == [[0, 3], [9, 3]]
    assert paths.from_kind(5) is main


def test_parts_that_meet_a_shape_are_told_from_those_whose_boxes_do() -> None:
    slanting = shapely.LineString([(0, 0), (10, 10)])
    beside = shapely.LineString([(0, 20), (20, 20)])
    lines = np.array([slanting, beside], dtype=object)
    paths = make_paths(lines, np.zeros(2), np.array(["a", "b"], dtype=object), closed=False)
    assert paths.meeting(shapely.box(7, 1, 9, 3)).tolist() == []
    assert paths.meeting(shapely.box(4, 4, 6, 6)).tolist() == [0]
    assert paths.meeting(shapely.box(-99, -99, 99, 99)).tolist() == [0, 1]
