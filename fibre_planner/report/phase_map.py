"""The years of building on the map: a colour for each, and the year of each trench."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fibre_planner.model.plan import Plan
from fibre_planner.model.year_styles import year_styles
from fibre_planner.report.phase_table import has_years, year_name


def years_of(plan: Plan | None) -> list[int]:
    """Return the years in which trenches are built, in order, 0 last where some are left over."""
    if plan is None or not has_years(plan):
        return []
    found = np.unique(plan.trenches["year"].to_numpy("int64")).tolist()
    return [year for year in found if year] + [0] * (0 in found)


def year_entries(plan: Plan | None) -> list[dict[str, Any]]:
    """Return name, colour and dashes of each year, as plain values."""
    years = years_of(plan)
    return [
        {"label": year_name(year), **style}
        for year, style in zip(years, year_styles(years), strict=True)
    ]


def year_codes(plan: Plan) -> npt.NDArray[np.int64]:
    """Return the place of each trench's year among the years of the plan."""
    years = {year: number for number, year in enumerate(years_of(plan))}
    return np.asarray(plan.trenches["year"].map(years).fillna(0), dtype="int64")
