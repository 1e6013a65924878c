"""A plan on paper: 10 km of footway trench, 100 houses with 400 units, EUR 1,564,640.

Trench 10,000 m × 115 = 1,150,000; house connections 100 × 1,200 = 120,000; construction
1,270,000; planning 12 % = 152,400; contingency 10 % of 1,422,400 = 142,240; total 1,564,640.
The rate is 25 %, so that the discount factor of the year t is exactly 0.8 to the power t.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pandas as pd

from fibre_planner.analysis.viability.gap import find_gap
from fibre_planner.model.catalogue import read_catalogue
from fibre_planner.model.funding import read_funding_profile
from fibre_planner.model.plan import CostRange, Plan
from fibre_planner.model.tables import conform
from fibre_planner.model.viability import (
    Segment,
    Viability,
    ViabilityAssumptions,
    read_assumptions,
)
from tests.report.small_plan import small_plan

CATALOGUE = read_catalogue("hessen-2024")
PROFILE = read_funding_profile("federal-hessen-2025")
SHIPPED = read_assumptions()
COVERAGE = conform("coverage", pd.DataFrame({"address_id": ["a1"], "eligible": ["yes"]}))
SEGMENTS = (Segment("new", 0.75, 0), Segment("upgrade", 0.25, 1))


def paper_plan(rate: float = 0.25) -> Plan:
    """Return the plan; its figures other than those of the bill are of no account."""
    plan = _plan()
    return replace(plan, scenario=replace(plan.scenario, discount_rate=rate))


@cache
def _plan() -> Plan:
    plan = small_plan()
    items = pd.DataFrame(
        {
            "code": ["TB02", "HA01", "PL01", "UV01"],
            "quantity": [10_000.0, 100.0, 1.0, 1.0],
            "unit": ["m", "each", "percent", "percent"],
            "price_low_eur": [80.0, 800.0, 8.0, 5.0],
            "price_base_eur": [115.0, 1200.0, 12.0, 10.0],
            "price_high_eur": [160.0, 1800.0, 15.0, 20.0],
            "cost_low_eur": [800_000.0, 80_000.0, 70_400.0, 47_520.0],
            "cost_base_eur": [1_150_000.0, 120_000.0, 152_400.0, 142_240.0],
            "cost_high_eur": [1_600_000.0, 180_000.0, 267_000.0, 409_400.0],
        }
    )
    cost = CostRange(Decimal("997920.00"), Decimal("1564640.00"), Decimal("2456400.00"))
    return replace(
        plan,
        items=conform("plan_items", items),
        scenario=replace(plan.scenario, start_year=2027),
        summary=replace(plan.summary, units=400, cost_eur=cost),
    )


def in_two_years(plan: Plan) -> Plan:
    """Return the plan with a build order: three quarters in 2027, the rest in 2029."""
    phases = pd.DataFrame(
        {
            "phase_id": ["2027", "2028", "2029"],
            "year": [2027, 2028, 2029],
            "cost_eur": [1_173_480.0, 0.0, 391_160.0],
            "units": [300, 0, 100],
        }
    )
    return replace(plan, phases=conform("plan_phases", phases))


def a_tenth(plan: Plan) -> Plan:
    """Return the plan with a tenth of trenches, houses and units."""
    tenth = plan.items["unit"].ne("percent")
    items = plan.items.copy()
    items.loc[tenth, "quantity"] /= 10.0
    items[["cost_low_eur", "cost_base_eur", "cost_high_eur"]] /= 10.0
    summary = replace(plan.summary, units=plan.summary.units // 10)
    return replace(plan, items=items, summary=summary)


def paper_assumptions(**changes: object) -> ViabilityAssumptions:
    """Return the shipped assumptions with a ramp of two years and hand-sized segments."""
    ramp = {"ramp_years_low": 1.0, "ramp_years_base": 2.0, "ramp_years_high": 4.0}
    return replace(SHIPPED, **{**ramp, "segments": SEGMENTS, "samples": 500, **changes})


def prices(**base: float) -> pd.DataFrame:
    """Return the shipped catalogue with one price for low, base and high of some positions."""
    catalogue = CATALOGUE.copy()
    for code, amount in base.items():
        catalogue.loc[catalogue["code"] == code, ["low", "base", "high"]] = amount
    return catalogue


def paper_gap(
    plan: Plan | None = None,
    rate: float = 0.25,
    catalogue: pd.DataFrame = CATALOGUE,
    **changes: object,
) -> Viability:
    """Return the gap of the plan under the usual profile."""
    return find_gap(
        plan or paper_plan(rate),
        catalogue,
        COVERAGE,
        paper_assumptions(**changes),
        PROFILE,
    )
