"""Why one bill is higher than the other: by other quantities and by other prices, to the cent.

For a position with quantity q and price p the difference is (q' - q)·p + q'·(p' - p). Percentages
follow what they are percentages of, so that "by quantity" in all is what the second plan would
have cost at the prices of the first one, less what the first one costs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.bill import percentage_codes
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.colaying import read_rules
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.comparison import SIDES, CostChange
from fibre_planner.model.plan import CostRange, Plan

_NOTHING_EUR = 1e-6


def compare_bills(one: Plan, other: Plan) -> tuple[pd.DataFrame, CostChange]:
    """Return the table `items` of a comparison and the reasons of the change of cost."""
    table = _merged(one, other)
    totals = {}
    for level in LEVELS:
        total = getattr(other.summary.cost_eur, level) - getattr(one.summary.cost_eur, level)
        by_quantity = _by_quantity(table, level)
        cost = (table[f"cost_{level}_other_eur"] - table[f"cost_{level}_one_eur"]).to_numpy()
        in_cents = _rounded_to(cost, round(total * 100))
        quantity_cents = np.round(by_quantity * 100).astype(np.int64)
        # Where no price differs, what rounding adds to a row is no price either.
        same = np.abs(by_quantity - cost) < _NOTHING_EUR
        quantity_cents = np.where(same, in_cents, quantity_cents)
        table[f"cost_{level}_eur"] = in_cents / 100
        table[f"quantity_{level}_eur"] = quantity_cents / 100
        table[f"price_{level}_eur"] = (in_cents - quantity_cents) / 100
        totals[level] = (total, Decimal(int(quantity_cents.sum())) / 100)
    change = CostChange(
        total=CostRange(*(totals[level][0] for level in LEVELS)),
        by_quantity=CostRange(*(totals[level][1] for level in LEVELS)),
        by_price=CostRange(*(totals[level][0] - totals[level][1] for level in LEVELS)),
    )
    return table, change


def _merged(one: Plan, other: Plan) -> pd.DataFrame:
    """Return the positions of both bills; a price that one of them lacks is that of the other."""
    table = one.items.merge(other.items, on="code", how="outer", suffixes=("_one", "_other"))
    table["unit"] = table["unit_other"].fillna(table["unit_one"])
    result = table[["code", "unit"]].copy()
    for side, lacking in zip(SIDES, reversed(SIDES), strict=True):
        result[f"quantity_{side}"] = table[f"quantity_{side}"].fillna(0.0)
        for level in LEVELS:
            price = table[f"price_{level}_eur_{side}"]
            known = table[f"price_{level}_eur_{lacking}"]
            result[f"price_{level}_{side}_eur"] = price.fillna(known)
            result[f"cost_{level}_{side}_eur"] = table[f"cost_{level}_eur_{side}"].fillna(0.0)
    return result


def _by_quantity(table: pd.DataFrame, level: str) -> FloatArray:
    """Return what other quantities at the old prices change, per position, in EUR."""
    old = table[f"price_{level}_one_eur"].to_numpy(float)
    new = table[f"price_{level}_other_eur"].to_numpy(float)
    more = (table["quantity_other"] - table["quantity_one"]).to_numpy(float)
    result: FloatArray = more * old
    cost = (table[f"cost_{level}_other_eur"] - table[f"cost_{level}_one_eur"]).to_numpy(float)
    mixed = _are_means(table) & bool(np.allclose(old[_are_plain(table)], new[_are_plain(table)]))
    result[mixed] = cost[mixed]
    below = _are_construction(table)
    for codes in percentage_codes(read_material(0.0)):
        here = table["code"].isin(codes).to_numpy()
        both = (
            here & (table["quantity_one"] > 0).to_numpy() & (table["quantity_other"] > 0).to_numpy()
        )
        result[here] = cost[here]
        result[both] = old[both] / 100.0 * result[below].sum()
        below = below | here
    return result


def _are_construction(table: pd.DataFrame) -> BoolArray:
    """Return the positions that are no percentage of others."""
    on_construction, on_everything = percentage_codes(read_material(0.0))
    return np.asarray(~table["code"].isin([*on_construction, *on_everything]))


def _are_means(table: pd.DataFrame) -> BoolArray:
    """Return the positions of a factor, whose price is a mean that also moves with the mix.

    Where no price of the list has changed, all of their difference is due to quantities.
    """
    codes = {rule["factor_code"] for rule in read_rules().values() if _has_factor(rule)}
    return np.asarray(table["code"].isin(codes))


def _has_factor(rule: Any) -> bool:
    return isinstance(rule, dict) and "factor_code" in rule


def _are_plain(table: pd.DataFrame) -> BoolArray:
    return _are_construction(table) & ~_are_means(table)


def _rounded_to(amounts_eur: FloatArray, total_cents: int) -> Any:
    """Return amounts in whole cents that add up to a total; the largest remainders give way."""
    exact = amounts_eur * 100.0
    cents = np.round(exact).astype(np.int64)
    missing = int(total_cents) - int(cents.sum())
    if not missing or not len(cents):
        return cents
    step = 1 if missing > 0 else -1
    order = np.argsort(-step * (exact - cents), kind="stable")
    # A sum of rounded rows is off by less than a cent for each row; more goes round again.
    np.add.at(cents, np.resize(order, abs(missing)), step)
    return cents
