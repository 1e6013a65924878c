"""The stretches that two sets of lines share, wherever the lines are cut."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.comparison.overlay import Stretches, overlay, take_apart


def lines(*texts: str) -> np.ndarray:
    """Return lines drawn as "0 0, 10 0"."""
    return shapely.from_wkt([f"LINESTRING ({text})" for text in texts])


def shared_m(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Return the shared length on either side, after checking that nothing is lost."""
    pieces = take_apart(one), take_apart(other)
    parts = overlay(*pieces)
    found = []
    for mine, part in zip(pieces, parts, strict=True):
        check_cover(mine.length_m, part)
        shared = part.partner >= 0
        found.append(float((part.last_m - part.first_m)[shared].sum()))
    return found[0], found[1]


def check_cover(length_m: np.ndarray, parts: Stretches) -> None:
    """Assert that the parts follow each other on every piece from its begin to its end."""
    assert parts.piece.size or not length_m.size
    if not parts.piece.size:
        return
    follows = parts.piece[1:] == parts.piece[:-1]
    assert (parts.first_m[1:][follows] == parts.last_m[:-1][follows]).all()
    assert (parts.first_m[np.append(True, ~follows)] == 0.0).all()
    ends = parts.last_m[np.append(~follows, True)]
    assert ends == pytest.approx(length_m)
    assert (parts.last_m >= parts.first_m).all()


def test_line_cut_elsewhere_is_the_same_street() -> None:
    one = lines("0 0, 40 0", "40 0, 100 0")
    other = lines("0 0, 70 0", "70 0, 100 0")
    assert shared_m(one, other) == pytest.approx((100.0, 100.0))


def test_line_in_the_other_direction_is_the_same_street() -> None:
    one = lines("0 0, 100 0")
    other = lines("100 0, 60 0, 0 0")
    assert shared_m(one, other) == pytest.approx((100.0, 100.0))


def test_oblique_line_cut_at_an_interpolated_place_is_the_same_street() -> None:
    whole = shapely.LineString([(500_000.3, 5_550_000.7), (500_123.9, 5_550_077.1)])
    cut = whole.interpolate(0.3137, normalized=True)
    parts = np.array(
        [
            shapely.LineString([whole.coords[0], cut.coords[0]]),
            shapely.LineString([cut.coords[0], whole.coords[1]]),
        ]
    )
    assert shared_m(np.array([whole]), parts) == pytest.approx((whole.length, whole.length))


def test_part_of_a_line_is_shared_and_the_rest_is_not() -> None:
    assert shared_m(lines("0 0, 100 0"), lines("30 0, 55 0")) == pytest.approx((25.0, 25.0))


def test_pavements_on_two_sides_of_a_street_are_two_trenches() -> None:
    assert shared_m(lines("0 0, 100 0"), lines("0 4, 100 4")) == (0.0, 0.0)


def test_crossing_streets_share_nothing() -> None:
    assert shared_m(lines("0 0, 100 0"), lines("50 -50, 50 50")) == (0.0, 0.0)


def test_two_trenches_in_one_place_have_one_partner() -> None:
    one = lines("0 0, 100 0", "0 0, 100 0")
    assert shared_m(one, lines("0 0, 100 0")) == pytest.approx((100.0, 100.0))
    assert shared_m(one, lines("20 0, 80 0")) == pytest.approx((60.0, 60.0))


def test_line_without_length_is_paired_with_one_in_its_place() -> None:
    one, other = lines("5 5, 5 5", "9 9, 9 9"), lines("5 5, 5 5")
    partner = overlay(take_apart(one), take_apart(other))[0].partner
    assert partner.tolist() == [0, -1]


def test_nothing_compared_with_something_shares_nothing() -> None:
    nothing = np.empty(0, dtype=object)
    assert shared_m(nothing, lines("0 0, 10 0")) == (0.0, 0.0)
    assert shared_m(nothing, nothing) == (0.0, 0.0)


cuts = st.lists(st.integers(1, 999), unique=True, max_size=6).map(sorted)


def cut_line(places: list[int], slope: float, skipped: set[int]) -> np.ndarray:
    """Return the pieces of a line of 1,000 steps that is cut at places, without those skipped."""
    ends = [0, *places, 1000]
    return np.array(
        [
            shapely.LineString([(at, at * slope), (to, to * slope)])
            for number, (at, to) in enumerate(itertools.pairwise(ends))
            if number not in skipped
        ],
        dtype=object,
    )


@settings(max_examples=30, deadline=None)
@given(cuts, cuts, st.sampled_from([0.0, 0.5, 1.7]), st.sets(st.integers(0, 3), max_size=2))
def test_shared_length_is_that_of_the_common_steps(
    one: list[int], other: list[int], slope: float, skipped: set[int]
) -> None:
    mine, theirs = cut_line(one, slope, skipped), cut_line(other, slope, set())
    whole = sum(line.length for line in mine)
    assert shared_m(mine, theirs) == pytest.approx((whole, whole), abs=1e-6)
    assert shared_m(theirs, mine) == pytest.approx((whole, whole), abs=1e-6)
