"""In which years a trench is cheaper: with a dated site, or once a fresh surface is old enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.colaying import read_rules
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray

_FOREVER = 9999


@dataclass(frozen=True, eq=False)
class Windows:
    """Years from and until which the price of the design holds, by id of what lies in the street.

    sites: of the construction sites one lays along in; fresh: of the fresh surfaces.
    """

    sites: Mapping[str, tuple[int, int]]
    fresh: Mapping[str, tuple[int, int]]


def site_windows(sites: pd.DataFrame) -> Windows:
    """Return the windows of the construction sites, by the years of their dates.

    A surface is fresh until the end of the year in which its protection ends; where no date is
    known, as in an area under moratorium, it stays so.
    """
    start = pd.to_datetime(sites["planned_from"], errors="coerce", format="ISO8601").dt.year
    end = pd.to_datetime(sites["planned_to"], errors="coerce", format="ISO8601").dt.year
    renewed = pd.to_datetime(sites["resurfaced_on"], errors="coerce", format="ISO8601").dt.year
    ids = sites["site_id"]
    years = int(read_rules()["fresh_surface"]["years"])
    dated = (start.notna() & end.notna()).to_numpy()
    first, last = start[dated].astype(int), end[dated].astype(int)
    protected = renewed.notna().to_numpy()
    until = renewed[protected].astype(int) + years
    return Windows(
        dict(zip(ids[dated], zip(first, last, strict=True), strict=True)),
        {name: (0, year) for name, year in zip(ids[protected], until, strict=True)},
    )


def dearer_by_year(
    edges: pd.DataFrame, full_eur: FloatArray, factor: FloatArray, windows: Windows, years: IntArray
) -> FloatArray:
    """Return what trenches cost more than in the design, (rows, years) in EUR, or less.

    edges: rows with factor_code, site_id and stretch_id; full_eur: (rows,) without the factor on
    the price; factor: (rows,) that factor. years: the years asked for.
    """
    more = np.zeros((len(edges), len(years)))
    plain_eur = full_eur * (1.0 - factor)
    for column, windows_of in (("site_id", windows.sites), ("stretch_id", windows.fresh)):
        names = edges[column].to_numpy(object)
        if column == "stretch_id":
            names = np.where(edges["site_id"].to_numpy(object) == "", names, "")
        # A loop over what lies in the streets, which is few.
        for name in sorted(set(names.tolist()) & set(windows_of)):
            first, last = windows_of[name]
            rows = np.flatnonzero((names == name) & (factor != 1.0))
            outside = (years < first) | (years > last)
            more[np.ix_(rows, np.flatnonzero(outside))] = plain_eur[rows, None]
    return more


def last_change(windows: Windows) -> int:
    """Return the last year in which a window begins or ends, 0 without any."""
    ends = [
        year for table in (windows.sites, windows.fresh) for pair in table.values() for year in pair
    ]
    return max((year for year in ends if year < _FOREVER), default=0)
