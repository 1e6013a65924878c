"""Whether what a plan costs is what such networks cost elsewhere."""

from __future__ import annotations

from babel.numbers import format_decimal

from fibre_planner.language import current_language, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.plan import Plan
from fibre_planner.resources import RESOURCES, read_toml


def cost_per_unit_eur(plan: Plan) -> float:
    """Return the cost per connected unit (home passed) at base prices, 0 without units."""
    units = plan.summary.units
    return float(plan.summary.cost_eur.base) / units if units else 0.0


def plausibility(plan: Plan) -> tuple[Finding, ...]:
    """Return what about a plan's figures is worth a second look.

    Source of the corridor: `resources/plausibility/cost-per-unit.toml`.
    """
    corridor = read_toml(RESOURCES / "plausibility" / "cost-per-unit.toml")
    low, high = corridor["low_eur_per_unit"], corridor["high_eur_per_unit"]
    cost = cost_per_unit_eur(plan)
    if not plan.summary.units or low <= cost <= high:
        return ()
    if cost < low:
        message = tr("The plan costs {cost} EUR per unit, less than the {low} EUR usual at least.")
        remedy = tr("Check prices, units per address and whether streets are missing.")
    else:
        message = tr("The plan costs {cost} EUR per unit, more than the {high} EUR usual at most.")
        remedy = tr("Check prices, and the addresses with the highest share of the cost.")
    figures = {
        name: format_decimal(round(value), locale=current_language())
        for name, value in (("cost", cost), ("low", low), ("high", high))
    }
    return (
        Finding(
            code="cost_out_of_corridor",
            severity="warning",
            layer="addresses",
            rows=(),
            message=message.format(**figures),
            remedy=remedy,
        ),
    )
