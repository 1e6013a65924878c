"""The surroundings of groups of addresses: cells around each place, joined and rounded."""

import numpy as np
import shapely

from fibre_planner.ui.map.surroundings import CELL_M, surroundings


def test_one_place_is_surrounded_by_its_cell_and_the_eight_around_it():
    (area,) = surroundings(np.array([[10.0, 10.0]]), np.array([0]))
    west, south, east, north = area.bounds
    # The corners are rounded with a little more than was taken off: 14 m in, 18.2 m out.
    assert np.allclose([west, south, east, north], [-28.2, -28.2, 52.2, 52.2], atol=0.3)


def test_two_places_in_one_cell_have_the_surroundings_of_one():
    both = surroundings(np.array([[10.0, 10.0], [12.0, 11.0]]), np.array([0, 0]))
    alone = surroundings(np.array([[10.0, 10.0]]), np.array([0]))
    assert both[0].equals(alone[0])


def test_groups_side_by_side_stay_apart():
    areas = surroundings(np.array([[0.0, 0.0], [5.0, 5.0], [900.0, 0.0]]), np.array([0, 1, 1]))
    assert shapely.get_num_geometries(areas).tolist() == [1, 2]
    assert areas[0].intersects(areas[1])


def test_neighbouring_cells_of_a_group_are_one_area():
    (area,) = surroundings(np.array([[10.0, 10.0], [10.0 + 3 * CELL_M, 10.0]]), np.array([0, 0]))
    assert area.geom_type == "Polygon"
