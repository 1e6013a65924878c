"""Scales and places of printed maps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.ui.printing.paper import (
    PX_PER_MM,
    SCALES,
    Paper,
    fitting_scale,
    map_box,
    middle_of,
    places_on,
)

papers = st.builds(Paper, st.sampled_from(["A4", "A3"]), st.booleans())
metres = st.floats(1.0, 200_000.0)


def test_lying_paper_is_wider_than_high() -> None:
    assert Paper("A4", landscape=True).size_mm == (297.0, 210.0)
    assert Paper("A3", landscape=False).size_mm == (297.0, 420.0)


def test_map_at_1_to_1000_shows_a_metre_per_millimetre() -> None:
    paper = Paper("A4", landscape=True)
    west, south, east, north = map_box(paper, (500.0, 600.0), 1000)
    room = places_on(paper).map
    assert east - west == pytest.approx(room.width / PX_PER_MM)
    assert north - south == pytest.approx(room.height / PX_PER_MM)
    assert middle_of((west, south, east, north)) == pytest.approx((500.0, 600.0))


@given(papers, metres, metres)
def test_fitting_scale_shows_all_and_the_next_larger_one_does_not(
    paper: Paper, width: float, height: float
) -> None:
    scale = fitting_scale(paper, (0.0, 0.0, width, height))
    west, south, east, north = map_box(paper, (width / 2, height / 2), scale)
    slack = 1e-6 * max(width, height)
    assert west <= slack
    assert south <= slack
    assert east >= width - slack
    assert north >= height - slack
    larger = [known for known in SCALES if known < scale]
    if larger and scale in SCALES:
        box = map_box(paper, (width / 2, height / 2), larger[-1])
        assert box[0] > 0 or box[1] > 0


@given(papers, st.sampled_from(SCALES))
def test_box_of_a_page_fits_the_page_at_its_own_scale(paper: Paper, scale: int) -> None:
    assert fitting_scale(paper, map_box(paper, (485_000.0, 5_550_000.0), scale)) == scale


@pytest.mark.parametrize("name", ["A4", "A3"])
@pytest.mark.parametrize("landscape", [True, False])
def test_parts_of_a_page_stand_apart_within_its_margins(name: str, landscape: bool) -> None:
    paper = Paper(name, landscape)
    places = places_on(paper)
    width, height = paper.size_px
    margin = 10 * PX_PER_MM - 0.01
    for place in (places.map, places.legend, places.block):
        assert place.left >= margin
        assert place.top >= margin
        assert place.right <= width - margin
        assert place.bottom <= height - margin
    if landscape:
        assert places.map.right < places.legend.left
        assert places.legend.bottom < places.block.top
    else:
        assert places.map.bottom < places.legend.top
        assert places.legend.right < places.block.left


def test_scale_beyond_all_usual_ones_is_a_round_number() -> None:
    assert fitting_scale(Paper(), (0.0, 0.0, 9_000_000.0, 1.0)) == 100_000_000


@pytest.mark.parametrize("edge", [1e12, 1e300])
def test_place_that_is_not_on_earth_has_the_smallest_scale(edge: float) -> None:
    assert fitting_scale(Paper(), (-edge, 0.0, edge, 1.0)) == 1_000_000_000
