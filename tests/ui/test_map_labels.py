"""Texts of the map: where they stand, and that they do not cover each other."""

import geopandas as gpd
import numpy as np
import pytest

from fibre_planner.ui.map.labels import Occupancy, along, make_labels, text_run
from tests.towns import town

STRAIGHT = np.array([[0.0, 0.0], [100.0, 0.0]])


def test_place_and_direction_along_a_bent_line() -> None:
    line = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    places, angles = along(line, np.array([5.0, 15.0]))
    assert places.tolist() == [[5.0, 0.0], [10.0, 5.0]]
    assert angles.tolist() == pytest.approx([0.0, np.pi / 2])


def test_letters_stand_side_by_side_around_the_middle() -> None:
    run = text_run(STRAIGHT, np.array([10.0, 10.0, 20.0]), 50.0)
    assert run is not None
    places, angles = run
    assert places[:, 0].tolist() == [35.0, 45.0, 60.0]
    assert angles.tolist() == [0.0, 0.0, 0.0]


def test_text_on_a_line_drawn_to_the_left_is_not_upside_down() -> None:
    run = text_run(STRAIGHT[::-1], np.array([10.0, 10.0]), 50.0)
    assert run is not None
    assert run[0][:, 0].tolist() == pytest.approx([45.0, 55.0])
    assert run[1].tolist() == [0.0, 0.0]


def test_text_longer_than_its_line_is_left_out() -> None:
    assert text_run(STRAIGHT, np.full(20, 10.0), 50.0) is None


def test_text_around_a_sharp_corner_is_left_out() -> None:
    corner = np.array([[0.0, 0.0], [50.0, 0.0], [50.0, 50.0]])
    assert text_run(corner, np.full(6, 10.0), 50.0) is None


def test_second_text_at_the_same_place_is_refused() -> None:
    room = Occupancy(200, 100)
    assert room.take([(10, 10, 50, 20)])
    assert not room.take([(40, 12, 80, 18)])
    assert room.take([(60, 10, 90, 20)])


def test_text_that_leaves_the_picture_is_refused() -> None:
    room = Occupancy(200, 100)
    assert not room.take([(-6, 10, 50, 20)])
    assert not room.take([(180, 10, 260, 20)])


def test_refused_text_takes_no_room() -> None:
    room = Occupancy(200, 100)
    assert room.take([(100, 10, 120, 20)])
    assert not room.take([(10, 10, 30, 20), (100, 10, 120, 20)])
    assert room.take([(10, 10, 30, 20)])


def test_pieces_of_one_street_are_joined_into_one_line() -> None:
    project = town("A--B--C--D")
    named = project.with_layers(streets=project.streets.assign(name="Hauptstraße"))
    labels = make_labels(named.streets, named.addresses, named.areas)
    assert labels.streets.ids.tolist() == ["Hauptstraße"]
    assert len(labels.streets) == 1


def test_streets_without_a_name_have_no_label() -> None:
    project = town("A--B")
    nameless = project.with_layers(streets=project.streets.assign(name=""))
    assert len(make_labels(nameless.streets, nameless.addresses, nameless.areas).streets) == 0


def test_house_number_stands_with_its_suffix() -> None:
    project = town("""
        p
        |
        A
    """)
    numbered = project.with_layers(
        addresses=project.addresses.assign(house_number="12", suffix="a")
    )
    labels = make_labels(numbered.streets, numbered.addresses, numbered.areas)
    assert labels.numbers.ids.tolist() == ["12a"]


def test_district_is_named_inside_its_area() -> None:
    project = town("A--B")
    shapes = gpd.GeoSeries.from_wkt(["POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))"], crs=project.crs)
    areas = gpd.GeoDataFrame(
        {"area_id": ["d"], "kind": ["district"], "name": ["Ost"]}, geometry=shapes
    )
    labels = make_labels(project.streets, project.addresses, project.with_layers(areas=areas).areas)
    assert labels.districts.ids.tolist() == ["Ost"]
    assert labels.districts.within((0, 0, 10, 10)).tolist() == [0]
