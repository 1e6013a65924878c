"""When a plan is built and comes into service: shares of its bill and units by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.viability.drivers import FloatArray
from fibre_planner.model.plan import Plan
from fibre_planner.model.viability import ViabilityAssumptions


@dataclass(frozen=True, eq=False)
class Timeline:
    """Years from the first of building to the last of the horizon.

    build_share: (years,) of the bill's base cost, spent in each year; their sum is not 1 where
    dated sites make building dearer or something is left out. service_share: (years,) of the
    bill, in service. units: (years,) that come into service at the beginning of each year.
    """

    first_year: int
    build_share: FloatArray
    service_share: FloatArray
    units: FloatArray
    not_built_eur: float

    @property
    def years(self) -> list[int]:
        """Return the calendar years."""
        return list(range(self.first_year, self.first_year + len(self.units)))


def make_timeline(plan: Plan, assumptions: ViabilityAssumptions) -> Timeline:
    """Return the years of a plan: those of its build order, else equal parts over some years.

    The horizon begins when the last part comes into service.
    """
    first_year, share, units, not_built_eur = _building(plan, assumptions)
    delay = assumptions.service_delay_years
    # The last part comes into service in the year of index len(share) - 1 + delay.
    count = len(share) - 1 + delay + assumptions.horizon_years
    build, begins, serving = np.zeros(count), np.zeros(count), np.zeros(count)
    build[: len(share)] = share
    begins[delay : delay + len(units)] = units
    serving[delay : delay + len(share)] = share
    return Timeline(first_year, build, np.cumsum(serving), begins, not_built_eur)


def _building(
    plan: Plan, assumptions: ViabilityAssumptions
) -> tuple[int, FloatArray, FloatArray, float]:
    """Return first year, shares of the bill and units by year of building, and what is left."""
    total = float(plan.items["cost_base_eur"].sum())
    phases = plan.phases.loc[plan.phases["year"] > 0].sort_values("year")
    if phases.empty:
        first = plan.scenario.start_year or _year_after(plan)
        part = np.full(assumptions.build_years, 1.0 / assumptions.build_years)
        return first, part, part * plan.summary.units, 0.0
    year = phases["year"].to_numpy(int)
    at = year - year[0]
    share = np.bincount(at, weights=phases["cost_eur"].to_numpy(float)) / (total or 1.0)
    units = np.bincount(at, weights=phases["units"].to_numpy(float)).astype(float)
    left = float(plan.phases.loc[plan.phases["year"] == 0, "cost_eur"].sum())
    return int(year[0]), share, units, left


def _year_after(plan: Plan) -> int:
    return int(plan.created[:4]) + 1
