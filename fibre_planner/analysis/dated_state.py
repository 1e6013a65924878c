"""What is there on a day: supply that is promised or funded until then, and the network built.

Only what is promised bindingly or funded counts, from the day it names on; an announcement without
a day, or one that binds nobody, changes nothing. A year of building counts once it has ended.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from fibre_planner.analysis.coverage_supply import STATUSES, code_of, parse_dates
from fibre_planner.model.plan import Plan
from fibre_planner.model.tables import conform


def supply_on(supply: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the supply of a day: what has come until then exists, what comes later does not yet.

    The same table where the day changes nothing.
    """
    status = code_of(supply["status"], STATUSES)
    from_day = parse_dates(supply["available_from"]).to_numpy("datetime64[s]")
    there = from_day <= np.datetime64(day)
    exists = status == STATUSES.index("existing")
    comes = there & _counts(supply, status)
    late = exists & ~there & ~np.isnat(from_day)
    if not (comes.any() or late.any()):
        return supply
    dated = supply.assign(status=supply["status"].mask(comes, "existing"))
    return conform("supply", dated[~late])


def built_by(plan: Plan, day: dt.date) -> Plan:
    """Return the plan with what is built in years that have ended by a day; all without years."""
    if plan.phases.empty:
        return plan
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    trenches, nodes = plan.trenches, plan.nodes
    dug = trenches["year"].between(1, last)
    stands = nodes["year"].between(1, last) | nodes["existing"].astype(bool)
    return replace(plan, trenches=trenches[dug], nodes=nodes[stands])


def days_of_change(supply: pd.DataFrame, plan: Plan | None) -> tuple[dt.date, ...]:
    """Return the days on which supply comes or a year of building ends, in order."""
    status = code_of(supply["status"], STATUSES)
    counts = _counts(supply, status) | (status == STATUSES.index("existing"))
    days = parse_dates(supply.loc[counts, "available_from"]).dropna().unique()
    found = {pd.Timestamp(day).date() for day in days}
    if plan is not None:
        found |= {dt.date(year, 12, 31) for year in plan.phases["year"].tolist() if year > 0}
    return tuple(sorted(found))


def _counts(supply: pd.DataFrame, status: np.ndarray) -> np.ndarray:
    """Return which rows are promised bindingly or funded."""
    bound = (status == STATUSES.index("planned")) & supply["binding"].to_numpy(bool)
    found: np.ndarray = bound | (status == STATUSES.index("funded"))
    return found
