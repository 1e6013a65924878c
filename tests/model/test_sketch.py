"""The network found so far and how good it is known to be."""

import numpy as np
import pytest

from fibre_planner.model.sketch import Sketch

NO_LINES = np.empty(0, dtype=object)


def test_gap_is_the_share_by_which_the_cost_may_be_above_the_cheapest() -> None:
    assert Sketch(NO_LINES, 1020.0, 1000.0).gap == pytest.approx(0.02)
    assert Sketch(NO_LINES, 1000.0, 1000.0).gap == 0.0


def test_gap_is_unknown_as_long_as_nothing_is_proven() -> None:
    assert Sketch(NO_LINES, 1020.0).gap is None


def test_rounding_of_a_bound_never_makes_a_gap_negative() -> None:
    assert Sketch(NO_LINES, 1000.0, 1000.0000001).gap == 0.0
