"""Which addresses each stop of a budget curve connects, as one short text for each address."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.trench_graph import BoolArray

_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


def stops_texts(connected: BoolArray) -> Any:
    """Return for each address the stops that connect it, such as "3-12" or "2 4-12".

    connected: (stops, addresses). Stops are counted from 1; an address that none connects has an
    empty text. A larger budget may leave out what a smaller one connects.
    """
    if not connected.shape[0]:
        return np.full(connected.shape[1], "", dtype=object)
    packed = np.ascontiguousarray(np.packbits(connected, axis=0).T)
    rows = packed.view([("", packed.dtype, packed.shape[1])]).ravel()
    _, first, pattern = np.unique(rows, return_index=True, return_inverse=True)
    # One text for each pattern, of which a curve has some dozens.
    texts = [_ranges(np.flatnonzero(connected[:, column]) + 1) for column in first.tolist()]
    return np.array(texts, dtype=object)[pattern.ravel()]


def _ranges(stops: Any) -> str:
    if not len(stops):
        return ""
    parts = np.split(stops, np.flatnonzero(np.diff(stops) > 1) + 1)
    return " ".join(
        str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}"
        for part in parts  # a dozen at most
    )


def addresses_of_stop(plan_addresses: pd.DataFrame, stop: int) -> tuple[list[str], list[str]]:
    """Return the addresses that a stop of the plan's budget curve connects, and those it leaves.

    stop: counted from 1. Left out are addresses that another stop connects. Both lists are empty
    where the curve was made before the addresses of its stops were kept.
    """
    place, texts = pd.factorize(plan_addresses["budget_stops"].fillna(""))
    there = np.array([_has(text, stop) for text in texts], dtype=bool)[place]
    some = np.array([bool(text) for text in texts], dtype=bool)[place]
    ids = plan_addresses["address_id"].to_numpy(object)
    return list(ids[there]), list(ids[some & ~there])


def _has(text: str, stop: int) -> bool:
    ends = ((int(low), int(high or low)) for low, high in _RANGE.findall(text))
    return any(low <= stop <= high for low, high in ends)
