"""Checks a comparison of two plans by its own sums, without the functions that made it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
import shapely

from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.comparison import SIDES, Comparison

CENT = 0.01


def check(found: Comparison) -> None:
    """Assert that all parts of a comparison add up to the differences of the two plans."""
    check_sections(found)
    check_bill(found)
    check_addresses(found)
    check_nodes(found)


def check_sections(found: Comparison) -> None:
    rows = found.sections
    for side in SIDES:
        plan = getattr(found, side)
        assert rows[f"length_{side}_m"].sum() == pytest.approx(plan.summary.trench_m, abs=1e-6)
        for level in LEVELS:
            whole = plan.trenches[f"cost_{level}_eur"].sum()
            assert rows[f"cost_{level}_{side}_eur"].sum() == pytest.approx(whole, abs=1e-4)
    only = {s: rows.loc[rows["state"] == f"only_{s}", f"length_{s}_m"].sum() for s in SIDES}
    assert only["other"] - only["one"] == pytest.approx(found.trench_m, abs=CENT)
    assert rows["length_m"].sum() == pytest.approx(found.trench_m, abs=1e-6)
    drawn = shapely.length(rows.geometry.to_numpy())
    told = np.where(rows["trench_other"] >= 0, rows["length_other_m"], rows["length_one_m"])
    assert drawn == pytest.approx(told, abs=CENT)


def check_bill(found: Comparison) -> None:
    for level in LEVELS:
        before = getattr(found.one.summary.cost_eur, level)
        after = getattr(found.other.summary.cost_eur, level)
        total = getattr(found.cost.total, level)
        assert total == after - before
        parts = getattr(found.cost.by_quantity, level), getattr(found.cost.by_price, level)
        assert sum(parts) == total
        for name, part in zip(("cost", "quantity", "price"), (total, *parts), strict=True):
            cents = (found.items[f"{name}_{level}_eur"] * 100).round().astype("int64")
            assert Decimal(int(cents.sum())) / 100 == part


def check_addresses(found: Comparison) -> None:
    counts = found.addresses["change"].value_counts()
    assert counts.get("connected", 0) - counts.get("lost", 0) == found.connected
    shares = found.addresses["cost_base_eur"].sum()
    assert shares == pytest.approx(float(found.cost.total.base), abs=0.05)


def check_nodes(found: Comparison) -> None:
    for side, gone in (("one", "added"), ("other", "dropped")):
        plan = getattr(found, side)
        there = found.nodes.loc[found.nodes["change"] != gone, f"id_{side}"]
        assert sorted(there) == sorted(plan.nodes["node_id"])
