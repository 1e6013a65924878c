"""Streets meet where they do in the world: at crossings, vertices and near ends, not at bridges."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.streets.noding import Sections, node_streets


def noded(*lines: list[tuple[float, float]], level: list[int] | None = None) -> Sections:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    levels = np.array(level or [0] * len(lines))
    return node_streets(shapes, levels, touch_m=0.01, snap_ends_m=0.5)


def degree_at(sections: Sections, x: float, y: float) -> int:
    node = np.flatnonzero((np.abs(sections.xy - (x, y)) < 1e-6).all(axis=1))
    return int(np.isin(sections.ends, node).sum())


def test_streets_that_cross_on_the_same_level_meet() -> None:
    sections = noded([(0, 0), (10, 0)], [(5, -5), (5, 5)])
    assert len(sections.lines) == 4
    assert degree_at(sections, 5, 0) == 4


def test_bridge_does_not_meet_what_it_crosses_but_the_street_at_its_ends() -> None:
    sections = noded(
        [(0, 0), (10, 0)],
        [(5, -5), (5, 5)],
        [(5, 5), (5, 10)],
        level=[0, 1, 0],
    )
    assert len(sections.lines) == 3
    assert degree_at(sections, 5, 0) == 0
    assert degree_at(sections, 5, 5) == 2


def test_vertex_shared_by_bridge_and_street_below_does_not_join_them() -> None:
    sections = noded([(0, 0), (5, 0), (10, 0)], [(5, -5), (5, 0), (5, 5)], level=[0, 1])
    assert len(sections.lines) == 2


def test_end_on_another_street_cuts_it() -> None:
    sections = noded([(0, 0), (10, 0)], [(4, 0), (4, 8)])
    assert degree_at(sections, 4, 0) == 3


def test_loose_end_just_short_of_a_street_reaches_it() -> None:
    sections = noded([(0, 0), (10, 0)], [(4, 0.4), (4, 8)])
    assert degree_at(sections, 4, 0.4) == 3


def test_loose_end_two_metres_away_stays_loose() -> None:
    sections = noded([(0, 0), (10, 0)], [(4, 2), (4, 8)])
    assert len(sections.lines) == 2


def test_two_loose_ends_that_face_each_other_meet_at_the_first() -> None:
    sections = noded([(0, 0), (10, 0)], [(10.3, 0), (20, 0)])
    assert degree_at(sections, 10, 0) == 2
    assert degree_at(sections, 10.3, 0) == 0


def test_lines_without_length_and_missing_lines_are_left_out() -> None:
    shapes = np.array(
        [shapely.LineString(), None, shapely.LineString([(3, 3), (3, 3)])], dtype=object
    )
    sections = node_streets(shapes, np.zeros(3, dtype=int), touch_m=0.01, snap_ends_m=0.5)
    assert len(sections.lines) == 0


def test_section_knows_its_street_and_its_line_runs_from_first_to_second_end() -> None:
    sections = noded([(0, 0), (10, 0)], [(5, -5), (5, 5)])
    assert sections.street.tolist() == [0, 0, 1, 1]
    first = shapely.get_coordinates(shapely.get_point(sections.lines, 0))
    last = shapely.get_coordinates(shapely.get_point(sections.lines, -1))
    np.testing.assert_allclose(sections.xy[sections.ends[:, 0]], first)
    np.testing.assert_allclose(sections.xy[sections.ends[:, 1]], last)


def test_ring_street_meets_the_street_it_begins_at() -> None:
    sections = noded([(0, 0), (10, 0)], [(10, 0), (15, 5), (20, 0), (15, -5), (10, 0)])
    assert degree_at(sections, 10, 0) == 3


whole_metres = st.integers(0, 12).map(float)
drawn_line = st.lists(st.tuples(whole_metres, whole_metres), min_size=2, max_size=5)


@given(st.lists(drawn_line, min_size=1, max_size=6))
def test_noding_keeps_every_metre_and_leaves_no_crossing(lines: list[list[tuple[float, float]]]):
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    sections = node_streets(shapes, np.zeros(len(lines), dtype=int), touch_m=0.01, snap_ends_m=0.0)
    assert abs(shapely.length(sections.lines).sum() - shapely.length(shapes).sum()) < 0.05
    assert not shapely.crosses(sections.lines[:, None], sections.lines[None, :]).any() or all(
        shapely.length(shapely.intersection(a, b)) < 0.02 and _meet_at_ends(a, b)
        for i, a in enumerate(sections.lines)
        for b in sections.lines[i + 1 :]
        if shapely.crosses(a, b)
    )


def _meet_at_ends(a: shapely.LineString, b: shapely.LineString) -> bool:
    """Whether lines meet only within the rounding of a millimetre of their ends."""
    meeting = shapely.get_coordinates(shapely.intersection(a, b))
    ends = np.array([a.coords[0], a.coords[-1], b.coords[0], b.coords[-1]])
    return all(np.hypot(*(ends - place).T).min() < 0.01 for place in meeting)
