"""Stops of a budget curve as short texts, and the addresses read from them."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fibre_planner.analysis.budget_stops import addresses_of_stop, stops_texts


def test_stops_in_a_row_are_told_by_their_ends() -> None:
    connected = np.array(
        [
            [True, False, False, False],
            [False, True, False, True],
            [True, True, False, False],
            [True, True, False, False],
        ]
    )
    assert stops_texts(connected).tolist() == ["1 3-4", "2-4", "", "2"]


def test_addresses_no_stop_connects_are_neither_chosen_nor_left_out() -> None:
    table = pd.DataFrame(
        {"address_id": ["a", "b", "c", "d"], "budget_stops": ["1 3-12", "2-12", "", "11"]}
    )
    assert addresses_of_stop(table, 1) == (["a"], ["b", "d"])
    assert addresses_of_stop(table, 11) == (["a", "b", "d"], [])


@given(arrays(bool, st.tuples(st.integers(1, 30), st.integers(0, 12))))
def test_texts_tell_every_stop_of_every_address(connected: np.ndarray) -> None:
    ids = [f"{number:02}" for number in range(connected.shape[1])]
    table = pd.DataFrame({"address_id": ids, "budget_stops": stops_texts(connected)})
    for stop, row in enumerate(connected, start=1):
        found, left_out = addresses_of_stop(table, stop)
        assert found == [name for name, there in zip(ids, row, strict=True) if there]
        reached = connected.any(axis=0)
        assert left_out == [name for name, there in zip(ids, reached & ~row, strict=True) if there]
