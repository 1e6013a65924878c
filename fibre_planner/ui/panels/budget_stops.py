"""What the panel says of the stops of a budget curve: points, sentences, cells of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fibre_planner.language import tr
from fibre_planner.ui.panels.budget_chart import Point
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan


def points_of(plan: Plan) -> list[Point]:
    """Return the stops of a plan's curve as points of a chart."""
    served = _served(plan)
    return [
        Point(
            float(row["budget_eur"]),
            float(row["cost_eur"]),
            float(row[served]),
            float(row["weight_bound"]),
            _stop_text(row),
        )
        for row in plan.budget.to_dict("records")
    ]


def columns() -> list[str]:
    """Return the titles of the table of stops."""
    return [
        tr("Budget"),
        tr("Cost"),
        tr("Addresses"),
        tr("Units"),
        tr("At most"),
        tr("Each further unit"),
    ]


def cells_of(plan: Plan) -> list[list[str]]:
    """Return the cells of the table of stops."""
    write = numbers()
    return [
        [
            write.format_money(row["budget_eur"]),
            write.format_money(row["cost_eur"]),
            write.format_number(row["addresses"]),
            write.format_number(row["units"]),
            write.format_number(row["weight_bound"]),
            write.format_money(row["last_unit_eur"]),
        ]
        for row in plan.budget.to_dict("records")
    ]


def _served(plan: Plan) -> str:
    return "addresses" if plan.scenario.weight == "addresses" else "weight"


def _stop_text(row: Mapping[Any, Any]) -> str:
    write = numbers()
    text = (
        tr("Budget {budget}: {addresses} addresses, {units} units; no plan serves more.")
        if row["gap"] <= 0.0
        else tr(
            "Budget {budget}: {addresses} addresses, {units} units; at most {gap} more is possible."
        )
    )
    told = text.format(
        budget=write.format_money(row["budget_eur"]),
        addresses=write.format_number(row["addresses"]),
        units=write.format_number(row["units"]),
        gap=write.format_share(row["gap"]),
    )
    cost = tr("The plan costs {cost}; the bound is {bound}.").format(
        cost=write.format_money(row["cost_eur"]), bound=write.format_number(row["weight_bound"])
    )
    each = tr("Each unit since the stop before costs {price}.").format(
        price=write.format_money(row["last_unit_eur"])
    )
    return f"{told} {cost} {each}"
