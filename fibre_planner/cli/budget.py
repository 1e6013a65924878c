"""What the command line tells of a plan's budget and its budget curve."""

from __future__ import annotations

import math
from typing import Any

from fibre_planner.model.plan import Plan


def budget_values(plan: Plan) -> dict[str, Any]:
    """Return the keys `budget` (null without one), `curve` and `last_addresses`."""
    summary, figures = plan.summary, plan.summary.budget
    out = plan.addresses["entry_price_eur"]
    budget = None
    if figures is not None:
        budget = {
            "budget_eur": figures.budget_eur,
            "weight": figures.weight,
            "served": figures.served,
            "of": figures.of,
            "bound": figures.bound,
            "gap": figures.gap,
            "choice_gap": figures.model_gap,
            "rounds": figures.rounds,
            "left_out": int(out.notna().sum()),
            "cheapest_entry_eur": float(out.min()) if out.notna().any() else None,
        }
    return {
        "budget": budget,
        "curve": [_plain(row) for row in plan.budget.to_dict("records")],
        "last_addresses": {"count": summary.last_addresses, "cost_eur": summary.last_cost_eur},
    }


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Return a row of the curve as JSON holds it, in which no number is unknown."""
    return {
        str(name): None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in row.items()
    }
