"""Names along streets are reckoned once per scale, wherever the map looks."""

import numpy as np
import pytest
import shapely

from fibre_planner.ui.map.geometry import Paths, make_paths
from fibre_planner.ui.map.name_lines import REPEAT_PX, name_line
from fibre_planner.ui.map.painters import Frame

LETTERS = np.full(4, 10.0)


def street(length: float) -> Paths:
    line = shapely.LineString([(100.0, 50.0), (100.0 + length, 50.0)])
    return make_paths(np.array([line]), np.zeros(1), np.array(["Weg"]), closed=False)


def frame(west: float = 0.0, resolution: float = 1.0) -> Frame:
    return Frame((west, 0.0, west + 800 * resolution, 400 * resolution), resolution, 1.0)


def test_name_stands_in_the_middle_of_its_line() -> None:
    known, x, y = name_line(street(200.0), 0, frame(), "font", lambda: LETTERS)
    ((run, *_),) = [list(runs) for runs in known.tries(x, y, 800, 400)]
    assert run is not None
    assert (run[0] + (x, y)).tolist() == [[185, 350], [195, 350], [205, 350], [215, 350]]


def test_long_line_is_named_again_and_again() -> None:
    known, x, y = name_line(street(3 * REPEAT_PX + 1), 0, frame(), "font", lambda: LETTERS)
    assert len(list(known.tries(x, y, 5000, 400))) == 3
    assert len(list(known.tries(x - 3 * REPEAT_PX, y, 100, 400))) == 1


def test_name_longer_than_its_line_stands_nowhere() -> None:
    known, x, y = name_line(street(39.0), 0, frame(), "font", lambda: LETTERS)
    assert list(known.tries(x, y, 800, 400)) == []


def test_moved_map_takes_what_is_known_and_another_scale_does_not() -> None:
    lines = street(200.0)
    first, x, _ = name_line(lines, 0, frame(), "font", lambda: LETTERS)
    moved, moved_x, _ = name_line(lines, 0, frame(west=30.0), "font", lambda: pytest.fail("again"))
    assert moved is first
    assert moved_x == x - 30.0
    assert name_line(lines, 0, frame(resolution=2.0), "font", lambda: LETTERS)[0] is not first
    assert name_line(lines, 0, frame(), "other font", lambda: LETTERS)[0] is not first
