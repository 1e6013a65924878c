"""The bill of quantities: amounts by position of the catalogue, percentages on top, the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from fibre_planner.analysis.costing import Quantities, unit_price
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.trench_graph import FloatArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import CostRange
from fibre_planner.model.tables import conform


@dataclass(frozen=True, eq=False)
class Bill:
    """The bill as table `plan_items`, its total, and total over construction per price level."""

    items: pd.DataFrame
    total: CostRange
    construction_eur: FloatArray  # (3,)
    surcharge_factor: FloatArray  # (3,)


def percentage_codes(material: Material) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the positions that are percentages of construction, and those of everything."""
    rules = material.rules["percentages"]
    return tuple(rules["on_construction"]), tuple(rules["on_everything"])


def make_bill(
    parts: Sequence[Quantities], prices: Prices, catalogue: pd.DataFrame, material: Material
) -> Bill:
    """Return the bill of everything that is built.

    Planning and documentation are percentages of construction; contingency is one of
    construction, planning and documentation. Metres whose price is scaled by a factor are a row
    of that factor, at the mean price they have. Rows of a percentage have the quantity 1.
    """
    rows = _construction_rows(parts, prices)
    construction = _sum_costs(rows)
    on_construction, on_everything = percentage_codes(material)
    below = construction
    for codes in (on_construction, on_everything):
        added = [(code, 1.0, prices[code], below * prices[code] / 100.0) for code in codes]
        rows += added
        below = below + _sum_costs(added)
    unit = catalogue.set_index("code")["unit"]
    frame = pd.DataFrame({"code": [row[0] for row in rows], "quantity": [row[1] for row in rows]})
    frame["unit"] = frame["code"].map(unit).replace("factor", "m")
    for number, level in enumerate(LEVELS):
        frame[f"price_{level}_eur"] = [float(row[2][number]) for row in rows]
        frame[f"cost_{level}_eur"] = [float(row[3][number]) for row in rows]
    factor = np.ones(3)
    np.divide(below, construction, out=factor, where=construction > 0.0)
    return Bill(conform("plan_items", frame), CostRange(*map(cents, below)), construction, factor)


def cents(amount_eur: float) -> Decimal:
    """Return an amount rounded to cents, halves up."""
    return Decimal(repr(float(amount_eur))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _sum_costs(rows: Sequence[tuple[str, float, FloatArray, FloatArray]]) -> FloatArray:
    return np.sum([row[3] for row in rows], axis=0) if rows else np.zeros(3)


def _construction_rows(
    parts: Sequence[Quantities], prices: Prices
) -> list[tuple[str, float, FloatArray, FloatArray]]:
    """Return code, quantity, price and cost of all that is built, without empty rows."""
    quantity: dict[str, float] = {}
    cost: dict[str, FloatArray] = {}
    for part in parts:
        for position in sorted(part):
            amount = float(part[position].sum())
            if amount:
                code = position[1] or position[0]
                quantity[code] = quantity.get(code, 0.0) + amount
                cost[code] = cost.get(code, np.zeros(3)) + amount * unit_price(position, prices)
    return [(code, quantity[code], cost[code] / quantity[code], cost[code]) for code in quantity]
