"""The terms of building that a scenario sets, and whether anything can be built under them."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from typing import Any

import numpy as np

from fibre_planner.analysis.phasing.lots import Lots
from fibre_planner.analysis.phasing.packing import Terms
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.scenario import Scenario
from fibre_planner.resources import RESOURCES, read_toml

_FIRST, _LAST = 1990, 2150
"""Years between which a first year of building is believed."""


@cache
def phasing_rules() -> dict[str, Any]:
    """Return the sizes and values of `resources/phasing/phasing.toml`."""
    return read_toml(RESOURCES / "phasing" / "phasing.toml")


def terms_of(scenario: Scenario) -> Terms:
    """Return the terms of a scenario that has a yearly budget.

    Raises PlannerError where budget, years or discount rate make no sense.
    """
    budget, rate, years = scenario.yearly_budget_eur, scenario.discount_rate, scenario.years
    most = int(phasing_rules()["years"]["most"])
    if budget is None or not 0.0 < budget < math.inf:
        raise PlannerError(
            tr("The yearly budget must be an amount above 0 EUR."),
            tr("Give the amount that may be spent in a year, or none for a plan without years."),
        )
    if years is not None and not 1 <= years <= most:
        raise PlannerError(
            tr("The number of years must lie between 1 and {most}.").format(most=most),
            tr("Give another number of years, or none to build until all is done."),
        )
    if not 0.0 <= rate < 1.0:
        raise PlannerError(
            tr("The discount rate must lie between 0 and 1."),
            tr("Give it as a share: 0.05 for 5 % a year."),
        )
    wait_eur = float(phasing_rules()["service"]["eur_per_unit_year"])
    return Terms(float(budget), years or most, scenario.budget_carries_over, rate, wait_eur)


def first_year_of(scenario: Scenario, day: dt.date | None) -> int:
    """Return the first year of building: the scenario's, else the one after the day of the plan.

    Raises PlannerError where neither is known, or the year is none of our time.
    """
    year = scenario.start_year
    if year is None and day is not None:
        year = day.year + 1
    if year is None or not _FIRST <= year <= _LAST:
        raise PlannerError(
            tr("The first year of building must be a year between {first} and {last}.").format(
                first=_FIRST, last=_LAST
            ),
            tr("Give the year in which building begins, such as 2027."),
        )
    return year


def check_reach(lots: Lots, terms: Terms) -> None:
    """Raise PlannerError where the money of all years does not reach any address.

    It names the least yearly budget that does.
    """
    cost = lots.cost_eur.min(axis=1)
    way_eur, dearest_eur = cost.tolist(), cost.tolist()
    # Each lot builds on the one it hangs on.
    for i, up in enumerate(lots.parent.tolist()):
        if up >= 0:
            way_eur[i] += way_eur[up]
            dearest_eur[i] = max(dearest_eur[i], dearest_eur[up])
    needed = np.array(way_eur) / terms.years
    if not terms.carries_over:
        needed = np.maximum(needed, dearest_eur)
    served = lots.units > 0.0
    least = math.ceil(needed[served].min()) if served.any() else 0
    if terms.budget_eur + 0.005 < least:
        raise PlannerError(
            tr(
                "A yearly budget of {budget} EUR does not reach the first addresses: PoP, cabinet "
                "and the trench to them need at least {least} EUR a year."
            ).format(budget=round(terms.budget_eur), least=least),
            tr("Raise the yearly budget, allow more years, or let money carry over."),
        )
