"""Costs and revenues of a network year by year, for many sets of prices at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fibre_planner.analysis.viability.drivers import RAMP, RATE, TAKEUP, FloatArray
from fibre_planner.analysis.viability.timeline import Timeline
from fibre_planner.model.viability import Segment, ViabilityAssumptions

_MONTHS_PER_YEAR = 12.0


@dataclass(frozen=True, eq=False)
class Course:
    """Amounts in EUR and customers, each (sets, years), and the discount factors."""

    reached_units: FloatArray
    customers: FloatArray
    capex_eur: FloatArray
    equipment_eur: FloatArray
    opex_eur: FloatArray
    revenue_eur: FloatArray
    factor: FloatArray

    @property
    def discounted_eur(self) -> FloatArray:
        """Return cost less revenue at the beginning of the first year (sets, years)."""
        cost = self.capex_eur + self.equipment_eur + self.opex_eur
        return np.asarray((cost - self.revenue_eur) * self.factor)

    @property
    def balance_eur(self) -> FloatArray:
        """Return present cost less present revenue (sets,)."""
        return np.asarray(self.discounted_eur.sum(axis=1))


def run_course(
    timeline: Timeline,
    drivers: pd.DataFrame,
    values: FloatArray,
    assumptions: ViabilityAssumptions,
) -> Course:
    """Return the years of each set of prices and assumptions.

    values: (sets, drivers). Passive operating cost is a share of what is in service; equipment
    is bought when a customer comes; revenue and service cost are of all customers of a year.
    """
    role = drivers["role"].to_numpy(object)

    def summed(name: str) -> FloatArray:
        return np.asarray(values[:, role == name].sum(axis=1, keepdims=True))

    built = values[:, role == "price"] @ drivers["quantity"].to_numpy(float)[role == "price"]
    total = built[:, None] * (1.0 + summed("on_construction") / 100.0)
    total *= 1.0 + summed("on_everything") / 100.0
    reached = reached_units(timeline.units, summed(RAMP), assumptions.segments)
    customers = reached * summed(TAKEUP) / 100.0
    gained = np.diff(customers, axis=1, prepend=0.0)
    passive = total * timeline.service_share * summed("opex_percent") / 100.0
    year = np.arange(len(timeline.units)) + assumptions.first_exponent
    return Course(
        reached_units=reached,
        customers=customers,
        capex_eur=total * timeline.build_share,
        equipment_eur=gained * summed("capex_per_customer"),
        opex_eur=passive + customers * summed("opex_per_line") * _MONTHS_PER_YEAR,
        revenue_eur=customers * summed("revenue_per_line") * _MONTHS_PER_YEAR,
        factor=(1.0 + summed(RATE)) ** -year,
    )


def reached_units(
    units: FloatArray, ramp_years: FloatArray, segments: tuple[Segment, ...]
) -> FloatArray:
    """Return the units in service weighted by how far their ramp is, (sets, years).

    units: (years,) coming into service; ramp_years: (sets, 1). The ramp is linear: after a full
    year of n it is at 1/n. A segment's ramp begins when its customers change.
    """
    count = len(units)
    age = np.arange(1, count + 1)
    ramp = np.zeros((len(ramp_years), count))
    for segment in segments:  # two or three of them
        ramp += segment.share * np.clip((age - segment.delay_years) / ramp_years, 0.0, 1.0)
    # Row a, column t: units that have been in service for a full years in year t.
    lag = np.arange(count)[None, :] - np.arange(count)[:, None]
    aged = np.where(lag >= 0, units[np.maximum(lag, 0)], 0.0)
    return np.asarray(ramp @ aged)
