"""Which addresses a plan is to reach, and why the others are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.trench_graph import BoolArray, IntArray
from fibre_planner.model.scenario import Targets

_REASON_OF_RULE: Mapping[str, str] = {
    "fibre_present": "served",
    "hfc_served": "served",
    "rates_reached": "served",
}
"""Rules of coverage that mean the same to a plan; any other rule is the reason itself."""


def excluded_reasons(addresses: Any, coverage: Any, targets: Targets) -> Any:
    """Return, per address, why the plan leaves it out; an empty text for a target.

    addresses, coverage: the layers. unserved: all but those that coverage says need no aid;
    eligible: those that may be aided or must be checked; all: every address, whatever coverage
    says. An address without coverage is one of which nothing is known.
    """
    reasons = np.full(len(addresses), "", dtype=object)
    if targets == "all":
        return reasons
    by_address = coverage.set_index("address_id")
    known = by_address[["eligible", "rule"]].reindex(addresses["address_id"])
    eligible = known["eligible"].fillna("unknown")
    rule = known["rule"].fillna("").replace(dict(_REASON_OF_RULE))
    rule = rule.where(rule != "", "not_eligible")
    left_out = eligible == "no"
    if targets == "eligible":
        left_out |= eligible == "unknown"
    left_out = left_out.to_numpy()
    reasons[left_out] = rule.to_numpy(object)[left_out]
    return reasons


def places_missing(addresses: Any) -> BoolArray:
    """Return which addresses have no usable point."""
    points = addresses.geometry
    x, y = points.x.to_numpy(), points.y.to_numpy()
    return np.asarray(~(np.isfinite(x) & np.isfinite(y)))


def units_of(addresses: pd.DataFrame) -> IntArray:
    """Return dwellings, business and public units per address, at least 1.

    Unknown dwellings count as one: a building nobody knows more about needs a connection too.
    """
    dwellings = addresses["dwellings"].to_numpy(np.int64)
    others = addresses["businesses"].to_numpy(np.int64) + addresses["public_units"].to_numpy(
        np.int64
    )
    known = np.where(dwellings < 0, 1, dwellings)
    return np.asarray(np.maximum(known + np.maximum(others, 0), 1))
