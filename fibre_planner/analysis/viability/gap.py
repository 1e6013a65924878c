"""The viability gap of a plan: by price level, with its shares, its tornado and its quantiles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fibre_planner.analysis.bill import cents
from fibre_planner.analysis.viability.course import Course, run_course
from fibre_planner.analysis.viability.drivers import FloatArray, make_drivers, values_at
from fibre_planner.analysis.viability.financing import finance
from fibre_planner.analysis.viability.timeline import Timeline, make_timeline
from fibre_planner.analysis.viability.uncertainty import simulate, tornado
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.funding import FundingProfile
from fibre_planner.model.plan import Plan
from fibre_planner.model.viability import (
    GapCase,
    Viability,
    ViabilityAssumptions,
    assumption_table,
)


def find_gap(
    plan: Plan,
    catalogue: pd.DataFrame,
    coverage: pd.DataFrame,
    assumptions: ViabilityAssumptions,
    profile: FundingProfile,
) -> Viability:
    """Return the viability gap of a plan (BMVI directive of 22.10.2015: present cost less revenue).

    coverage: says which addresses are eligible; empty where it was not computed.
    Raises PlannerError where the catalogue lacks a position that the model counts.
    """
    shipped = assumption_table("standard")
    drivers = make_drivers(plan, catalogue, assumptions, shipped["models"][assumptions.model])
    timeline = make_timeline(plan, assumptions)
    course = run_course(timeline, drivers, values_at(drivers), assumptions)

    def balance(values: FloatArray) -> FloatArray:
        return run_course(timeline, drivers, values, assumptions).balance_eur

    connected = plan.addresses.loc[plan.addresses["status"].eq("connected"), "address_id"]
    eligible = coverage.loc[coverage["eligible"].eq("yes"), "address_id"]
    return Viability(
        plan_id=plan.plan_id,
        profile=profile,
        assumptions=assumptions,
        discount_rate=plan.scenario.discount_rate,
        cases={
            level: _case(level, at, course, timeline, profile) for at, level in enumerate(LEVELS)
        },
        drivers=drivers,
        tornado=tornado(drivers, balance),
        spread=simulate(
            drivers, balance, assumptions, plan.scenario.seed, shipped["together"]["prefixes"]
        ),
        not_built_eur=timeline.not_built_eur,
        connected=len(connected),
        not_eligible=int((~connected.isin(eligible)).sum()),
    )


def _case(
    level: str, at: int, course: Course, timeline: Timeline, profile: FundingProfile
) -> GapCase:
    """Return one price level; at: its row in the course."""
    discounted = course.discounted_eur[at]
    years = pd.DataFrame(
        {
            "year": timeline.years,
            "build_share": timeline.build_share,
            "service_share": timeline.service_share,
            "reached_units": course.reached_units[at],
            "customers": course.customers[at],
            "capex_eur": course.capex_eur[at],
            "equipment_eur": course.equipment_eur[at],
            "opex_eur": course.opex_eur[at],
            "revenue_eur": course.revenue_eur[at],
            "factor": course.factor[at],
            "discounted_eur": discounted,
            "cumulated_eur": np.cumsum(discounted),
        }
    )
    balance_eur = float(course.balance_eur[at])
    gap_eur = cents(max(balance_eur, 0.0))
    built = years.loc[years["build_share"] > 0.0]
    if built.empty:
        built = years.iloc[:1]
    financing = finance(gap_eur, profile, built["capex_eur"].tolist(), built["year"].tolist())
    return GapCase(level, years, balance_eur, gap_eur, financing)
