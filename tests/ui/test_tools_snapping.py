"""Where drawn places snap to, how much is looked at for it, and places that are typed."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.map.geometry import make_paths, make_points
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.tools.outline import outline_of
from fibre_planner.ui.map.tools.snapping import candidates, right_angle, snap
from fibre_planner.ui.map.tools.typed_places import typed_place


def lines(*shapes: shapely.LineString, table: str = "streets") -> SceneLayer:
    ids = np.array([f"s{n}" for n in range(len(shapes))], dtype=object)
    values = np.array(shapes, dtype=object)
    return SceneLayer(
        table, table, table, make_paths(values, np.zeros(len(ids)), ids, closed=False)
    )


def dots(*places: tuple[float, float]) -> SceneLayer:
    ids = np.array([f"a{n}" for n in range(len(places))], dtype=object)
    points = make_points(np.array(places, dtype=float), np.zeros(len(ids)), ids)
    return SceneLayer("addresses", "addresses", "addresses", points)


STREET = lines(shapely.LineString([(0, 0), (100, 0), (100, 50)]))


def test_vertex_is_caught_before_the_edge_it_stands_on() -> None:
    found = snap([STREET], 98, 1, 3)
    assert (found.kind, found.place) == ("vertex", (100.0, 0.0))


def test_edge_is_caught_at_its_nearest_place_with_its_direction() -> None:
    found = snap([STREET], 40, 2, 3)
    assert (found.kind, found.place, found.direction) == ("edge", (40.0, 0.0), (1.0, 0.0))


def test_nothing_within_reach_leaves_the_place_as_it_is() -> None:
    found = snap([STREET, dots((40, 30))], 40, 10, 3)
    assert (found.kind, found.place) == ("", (40, 10))


def test_address_is_caught_like_a_vertex() -> None:
    assert snap([STREET, dots((40, 4))], 40, 3, 3).place == (40.0, 4.0)


def test_row_that_is_edited_does_not_catch_itself() -> None:
    assert snap([STREET], 98, 1, 3, without="s0").kind == ""


def test_findings_catch_nothing() -> None:
    layer = dots((5, 5))
    marks = SceneLayer("findings", "findings", "findings", layer.data)
    assert snap([marks], 5, 5, 3).kind == ""


def test_snapping_looks_at_the_neighbourhood_alone() -> None:
    rng = np.random.default_rng(7)
    xy = rng.random((200_000, 2)) * 20_000
    ids = np.arange(len(xy)).astype(str).astype(object)
    points = SceneLayer("a", "a", "addresses", make_points(xy, np.zeros(len(xy)), ids))
    starts = rng.random((20_000, 2)) * 20_000
    ends = starts + rng.normal(0, 30, starts.shape)
    streets = lines(*shapely.linestrings(np.stack([starts, ends], axis=1)))
    vertices, segments = candidates([points, streets], 10_000, 10_000, 5.0)
    assert len(vertices) + len(segments) < 20
    far_too_many = candidates([points, streets], 10_000, 10_000, 5_000.0)
    assert len(far_too_many[0]) > 10_000


def test_right_angle_to_the_last_piece_is_caught() -> None:
    found = right_angle([(0, 0), (10, 0)], 10.4, 20, 1)
    assert (found.kind, found.place) == ("right_angle", (10.0, 20.0))
    straight = right_angle([(0, 0), (10, 0)], 30, 0.5, 1)
    assert straight.place == (30.0, 0.0)
    assert right_angle([(0, 0), (10, 0)], 20, 12, 1).kind == ""


def test_fourth_corner_completes_a_rectangle() -> None:
    found = right_angle([(0, 0), (10, 0), (10, 6)], 0.4, 6.3, 1)
    assert found.place == pytest.approx((0.0, 6.0))


def test_first_piece_is_square_to_the_edge_it_begins_on() -> None:
    found = right_angle([(40, 0)], 40.5, 9, 1, base=(1.0, 0.0))
    assert found.place == (40.0, 9.0)
    assert right_angle([(40, 0)], 40.5, 9, 1).kind == ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("500100 5550000", (500100.0, 5550000.0)),
        ("500100,25; 5550000,5", (500100.25, 5550000.5)),
        ("500100.5, 5550000", (500100.5, 5550000.0)),
        ("@3 -4", (13.0, 16.0)),
        ("@ 1,5 2", (11.5, 22.0)),
        ("10 < 90", (20.0, 20.0)),
        ("10 m < 0°", (10.0, 30.0)),
        ("10 180°", (10.0, 10.0)),
        ("5", (10.0, 25.0)),
        ("2,5 m", (10.0, 22.5)),
    ],
)
def test_typed_place(text: str, place: tuple[float, float]) -> None:
    assert typed_place(text, [(0, 0), (10, 20)], towards=(10, 50)) == pytest.approx(place)


@pytest.mark.parametrize("text", ["", "here", "1 2 3", "@5", "10 <", "5e9", "<90", "1,2,3"])
def test_text_that_is_no_place_is_a_sentence_with_a_remedy(text: str) -> None:
    with pytest.raises(PlannerError) as caught:
        typed_place(text, [(0, 0)], towards=(1, 1))
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["@1 1", "5 < 90", "7"])
def test_step_needs_a_last_point(text: str) -> None:
    with pytest.raises(PlannerError, match="last point"):
        typed_place(text, [], towards=(5, 5))


@given(st.text(max_size=20))
def test_no_text_breaks_the_typed_line(text: str) -> None:
    try:
        x, y = typed_place(text, [(0.0, 0.0)], towards=(1.0, 0.0))
    except PlannerError:
        return
    assert math.isfinite(x)
    assert math.isfinite(y)


SHAPES = [
    shapely.Point(3, 4),
    shapely.LineString([(0, 0), (5, 0), (5, 5)]),
    shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6), (7, 5)]]),
    shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (4, 2), (4, 4)]]),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 8, 8)]),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.geom_type)
def test_outline_gives_its_shape_back(shape: shapely.Geometry) -> None:
    outline = outline_of(shape)
    assert outline is not None
    assert outline.shape() == shape


def test_vertices_of_a_hole_are_moved_inserted_and_deleted() -> None:
    outline = outline_of(SHAPES[3])
    assert outline is not None
    assert outline.vertices()[4].tolist() == [2, 2]
    moved = outline.moved(4, (1.0, 1.0)).shape()
    assert moved.area == pytest.approx(81 - 3)  # corners (1, 1), (4, 2), (4, 4)
    more = outline.inserted(6, (2.0, 4.0))
    assert more.shape().area == pytest.approx(81 - 4)
    assert more.without(7).shape() == SHAPES[3]
    assert outline.shifted(1, 2).shape().bounds == (1, 2, 10, 11)


def test_middles_follow_the_vertices_they_stand_behind() -> None:
    outline = outline_of(SHAPES[2])
    assert outline is not None
    places, after = outline.middles()
    assert places.tolist() == [[0.5, 0.5], [5.5, 5.5], [6.5, 5.5]]
    assert after.tolist() == [0, 2, 3]


def test_empty_shapes_have_no_outline() -> None:
    assert outline_of(shapely.Polygon()) is None
    assert outline_of(shapely.GeometryCollection()) is None
    assert outline_of(None) is None


def test_hole_and_part_go_with_the_vertex_that_leaves_too_few() -> None:
    holed = outline_of(SHAPES[3])
    assert holed is not None
    assert holed.takes_part_away(4)  # the hole has three corners
    assert holed.without(4).shape() == shapely.Polygon(SHAPES[3].exterior)
    parts = outline_of(SHAPES[2])
    assert parts is not None
    assert parts.without(0).shape() == shapely.LineString([(5, 5), (6, 6), (7, 5)])
    assert not parts.takes_part_away(3)
    single = outline_of(SHAPES[0])
    assert single is not None
    assert single.without(0) is None


def test_mixture_of_points_lines_and_areas_is_edited_part_by_part() -> None:
    mixed = shapely.GeometryCollection(
        [SHAPES[0], SHAPES[1], shapely.GeometryCollection([SHAPES[3]])]
    )
    outline = outline_of(mixed)
    assert outline is not None
    assert outline.shape() == shapely.GeometryCollection([SHAPES[0], SHAPES[1], SHAPES[3]])
    assert len(outline.middles()[0]) == 2 + 4 + 3  # of the line and both rings, none of the point
    moved = outline.moved(0, (7.0, 7.0)).shape()
    assert shapely.get_geometry(moved, 0) == shapely.Point(7, 7)
    without_point = outline.without(0)
    assert without_point is not None
    assert without_point.shape() == shapely.GeometryCollection([SHAPES[1], SHAPES[3]])
    less = without_point.without(0)
    assert less is not None
    assert shapely.get_geometry(less.shape(), 0) == shapely.LineString([(5, 0), (5, 5)])
