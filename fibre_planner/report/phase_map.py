"""The years of building on the map: a colour for each, and the year of each trench."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from fibre_planner.model.plan import Plan
from fibre_planner.report.phase_table import has_years, year_name
from fibre_planner.resources import RESOURCES, read_toml


def years_of(plan: Plan | None) -> list[int]:
    """Return the years in which trenches are built, in order, 0 last where some are left over."""
    if plan is None or not has_years(plan):
        return []
    found = np.unique(plan.trenches["year"].to_numpy("int64")).tolist()
    return [year for year in found if year] + [0] * (0 in found)


def year_styles(years: list[int]) -> list[dict[str, Any]]:
    """Return colour and dashes of each year, in order: dark first, dashed grey for none."""
    table = read_toml(RESOURCES / "styles" / "colours.toml")["year"]
    built = [year for year in years if year]
    colours = _between(table["colours"], len(built))
    styles = [{"colour": colour, "dash_px": []} for colour in colours]
    return styles + [table["none"]] * (len(years) - len(built))


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


def _between(colours: list[str], count: int) -> list[str]:
    """Return so many colours, evenly spread over a row of colours."""
    row = np.array([[int(text[at : at + 2], 16) for at in (1, 3, 5)] for text in colours])
    at = np.linspace(0.0, len(row) - 1.0, count) if count > 1 else np.zeros(count)
    mixed = np.column_stack(
        [np.interp(at, np.arange(len(row)), row[:, channel]) for channel in range(3)]
    )
    # Few years, each a text of its own.
    return ["#" + "".join(f"{round(value):02X}" for value in mix) for mix in mixed.tolist()]
