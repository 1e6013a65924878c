"""Addresses by district and technology or class of rate, and by what they cost in a plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.area_shares import speed_bounds
from fibre_planner.analysis.coverage_supply import TECHNOLOGIES

COST_BOUNDS_EUR = (0.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0)
"""Lower bounds of the classes of cost per address; steps of about the same factor."""


def line_codes(addresses: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> Any:
    """Return the code of each address's best line: its technology, or its class of rate.

    kind: technology or speed. A class of rate is called by its number, the fastest last; unknown
    where no rate is known.
    """
    judged = coverage.set_index("address_id").reindex(addresses["address_id"].to_numpy())
    if kind == "technology":
        return judged["technology"].fillna("none").to_numpy(object)
    down = judged["down_mbps"].to_numpy(float)
    place = np.searchsorted(speed_bounds(), np.nan_to_num(down), side="right") - 1
    return np.where(np.isnan(down), "unknown", place.astype(str)).astype(object)


def line_kinds(kind: str) -> list[str]:
    """Return all codes of a kind, the best first."""
    if kind == "technology":
        return list(TECHNOLOGIES)
    return [*map(str, reversed(range(len(speed_bounds())))), "unknown"]


def lines_by_district(addresses: pd.DataFrame, coverage: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return addresses by district (rows, sorted by name) and code of `line_kinds` (columns)."""
    codes = line_codes(addresses, coverage, kind)
    district = addresses["district"].fillna("").to_numpy(object)
    counts = pd.crosstab(pd.Series(district, name="district"), pd.Series(codes, name=kind))
    return counts.reindex(columns=line_kinds(kind), fill_value=0).sort_index()


def cost_classes(plan_addresses: pd.DataFrame) -> Any:
    """Return the number of connected addresses in each class of cost."""
    cost = plan_addresses.loc[plan_addresses["status"] == "connected", "cost_base_eur"]
    known = cost.to_numpy(float)[np.isfinite(cost.to_numpy(float))]
    place = np.maximum(np.searchsorted(COST_BOUNDS_EUR, known, side="right") - 1, 0)
    return np.bincount(place, minlength=len(COST_BOUNDS_EUR))


def addresses_of_cost(plan_addresses: pd.DataFrame, number: int) -> list[str]:
    """Return the connected addresses of a class of cost."""
    connected = plan_addresses[plan_addresses["status"] == "connected"]
    cost = connected["cost_base_eur"].to_numpy(float)
    place = np.maximum(np.searchsorted(COST_BOUNDS_EUR, np.nan_to_num(cost), "right") - 1, 0)
    chosen = np.isfinite(cost) & (place == number)
    return list(connected["address_id"].to_numpy(object)[chosen])
