"""What a gap depends on: prices, percentages, take-up, ramp and rate, each low, base and high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.bill import percentage_codes
from fibre_planner.analysis.sizing import read_material
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS, price
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.viability import ViabilityAssumptions

FloatArray = npt.NDArray[np.float64]

RAMP, RATE = "ramp_years", "discount_rate"
"""Code and role of the two drivers that stand in no price catalogue."""

TAKEUP = "takeup"
ROLES_OF_MODEL = ("opex_percent", "opex_per_line", "capex_per_customer", "revenue_per_line")
_MORE_IS_BETTER = ("revenue_per_line", TAKEUP)
_HELD = (RAMP, RATE)
_BASE = LEVELS.index("base")


def make_drivers(
    plan: Plan,
    catalogue: pd.DataFrame,
    assumptions: ViabilityAssumptions,
    model: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Return the drivers of a plan's gap: code, role, unit, low, base, high, quantity.

    The bill's positions have the prices the plan was made with, the others those of the
    catalogue. model: role → positions it counts. Raises PlannerError for a missing position or
    price.
    """
    rows = _bill_rows(plan)
    asked = [(role, code) for role in ROLES_OF_MODEL for code in model[role]]
    for role, code in [*asked, (TAKEUP, assumptions.takeup_code)]:
        found = price(catalogue, code)
        rows.append((code, role, found.unit, found.low, found.base, found.high, 0.0))
    ramp = (assumptions.ramp_years_low, assumptions.ramp_years_base, assumptions.ramp_years_high)
    rows.append((RAMP, RAMP, "years", *ramp, 0.0))
    rate, spread = plan.scenario.discount_rate, assumptions.discount_spread
    low = max(rate - spread, min(rate, 0.0))
    rows.append((RATE, RATE, "share", low, rate, rate + spread, 0.0))
    table = pd.DataFrame(rows, columns=["code", "role", "unit", *LEVELS, "quantity"])
    unknown = table.loc[~np.isfinite(table[[*LEVELS, "quantity"]]).all(axis=1), "code"]
    if len(unknown):
        raise PlannerError(
            tr("The position {code} has no price, so there is no viability gap.").format(
                code=unknown.iloc[0]
            ),
            tr("Give it a low, a base and a high price in the catalogue of the project."),
        )
    return table


def _bill_rows(plan: Plan) -> list[tuple[Any, ...]]:
    items = plan.items
    on_everything = set(percentage_codes(read_material(0.0))[1])
    percent = items["unit"].eq("percent")
    role = pd.Series("price", index=items.index).mask(percent, "on_construction")
    role = role.mask(percent & items["code"].isin(on_everything), "on_everything")
    prices = [items[f"price_{level}_eur"] for level in LEVELS]
    columns = (items["code"], role, items["unit"], *prices, items["quantity"])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def values_at(drivers: pd.DataFrame) -> FloatArray:
    """Return the values of the drivers at a low, a base and a high gap (3, drivers).

    A low gap has low costs and high revenues. Ramp and rate stay as they are: they are moved in
    the tornado and the simulation alone.
    """
    values = drivers[list(LEVELS)].to_numpy(float).T
    swapped = drivers["role"].isin(_MORE_IS_BETTER).to_numpy()
    held = drivers["role"].isin(_HELD).to_numpy()
    cases = np.where(swapped, values[::-1], values)
    return np.asarray(np.where(held, values[_BASE], cases))
