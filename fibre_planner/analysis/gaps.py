"""Gaps: connected groups of addresses without sufficient supply, with their size and outline.

Two kinds are kept apart: what may be aided or must be checked (`eligible`), and what nobody has
said anything about (`unknown`). Addresses that are served or promised are in no gap.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.gaps_components import group_points
from fibre_planner.analysis.limits import limit
from fibre_planner.model.ruleset import COVERAGE_CLASSES

_KINDS = {"eligible": ("yes", "check"), "unknown": ("unknown",)}
_MOST_POINTS = 5000
"""Larger gaps are outlined by squares instead of a hull."""
_SQUARE_M = 100.0
_WORST_FIRST = ("white", "light_grey", "dark_grey", "unknown", "served")
assert set(_WORST_FIRST) == set(COVERAGE_CLASSES)


def group_gaps(
    addresses: gpd.GeoDataFrame, coverage: pd.DataFrame, max_distance_m: float | None = None
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Return the coverage with `gap_id` filled, and the gaps, sorted by id.

    max_distance_m: addresses up to this far from each other hang together; the shipped limit
    `gap_distance_m` where None. A gap is called after its kind and its first address, so its
    name stays while that address stays in it.
    Columns of the gaps: gap_id, kind (eligible, unknown), addresses, dwellings (known ones),
    businesses, public_units, district (of most addresses), worst_class, geometry (outline).
    """
    distance_m = limit("gap_distance_m") if max_distance_m is None else max_distance_m
    joined = _joined(addresses, coverage)
    names = np.full(len(joined), "", dtype=object)
    for kind, answers in _KINDS.items():
        rows = np.flatnonzero((joined["eligible"].isin(answers) & joined["has_place"]).to_numpy())
        groups = group_points(joined[["x", "y"]].to_numpy()[rows], distance_m)
        ids = joined["address_id"].iloc[rows]
        first = ids.groupby(groups).transform("min").to_numpy(object)
        names[rows] = kind + ":" + first if len(rows) else first
    joined["gap_id"] = pd.Series(names, index=joined.index, dtype="str")
    of_address = joined.set_index("address_id")["gap_id"]
    table = coverage.assign(gap_id=coverage["address_id"].map(of_address).fillna("").astype("str"))
    return table, _gap_table(joined.loc[names != ""], addresses.crs)


def _joined(addresses: gpd.GeoDataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the addresses with their place, class and eligibility; unknown where not judged."""
    judged = coverage.set_index("address_id")[["coverage_class", "eligible"]]
    judged = judged.reindex(addresses["address_id"].to_numpy())
    points = addresses.geometry
    columns = ["address_id", "district", "dwellings", "businesses", "public_units"]
    return pd.DataFrame(addresses[columns]).assign(
        coverage_class=judged["coverage_class"].fillna("unknown").to_numpy(),
        eligible=judged["eligible"].fillna("unknown").to_numpy(),
        x=points.x.to_numpy(),
        y=points.y.to_numpy(),
        has_place=np.isfinite(points.x.to_numpy()) & np.isfinite(points.y.to_numpy()),
        dwellings=addresses["dwellings"].clip(lower=0),
    )


def _gap_table(members: pd.DataFrame, crs: Any) -> gpd.GeoDataFrame:
    members = members.sort_values(["gap_id", "address_id"], kind="stable")
    order = pd.Categorical(members["coverage_class"], categories=_WORST_FIRST, ordered=True)
    groups = members.assign(badness=order.codes).groupby("gap_id", sort=True)
    table = groups[["dwellings", "businesses", "public_units"]].sum()
    table.insert(0, "addresses", groups.size())
    table.insert(0, "kind", table.index.to_series().str.split(":", n=1).str[0])
    table["district"] = most_met_district(members)
    worst = groups["badness"].min().to_numpy()
    table["worst_class"] = np.array(_WORST_FIRST, dtype=object)[worst]
    number = groups.ngroup().to_numpy()
    outlines = _outlines(members[["x", "y"]].to_numpy(), number, len(table))
    return gpd.GeoDataFrame(table.reset_index(), geometry=outlines, crs=crs)


def most_met_district(members: pd.DataFrame) -> pd.Series[Any]:
    """Return the district of most addresses of each gap, the first by name where they tie."""
    counts = members.groupby(["gap_id", "district"], sort=True).size().reset_index(name="count")
    counts = counts.sort_values(["gap_id", "count", "district"], ascending=[True, False, True])
    return counts.drop_duplicates("gap_id").set_index("gap_id")["district"]


def _outlines(xy: Any, number: Any, count: int) -> Any:
    """Return a rounded outline around the points of each gap; xy is sorted by gap number."""
    if not count:
        return np.empty(0, dtype=object)
    bounds = np.searchsorted(number, np.arange(count + 1))
    large = np.diff(bounds) > _MOST_POINTS
    small = ~large[number]
    outlines = np.empty(count, dtype=object)
    if small.any():
        order = np.cumsum(~large)[number[small]] - 1
        hulls = shapely.concave_hull(shapely.multipoints(xy[small], indices=order), 0.4)
        outlines[~large] = shapely.buffer(hulls, limit("gap_margin_m"), quad_segs=4)
    for gap in np.flatnonzero(large):  # very few gaps are that large
        outlines[gap] = _squares_around(xy[bounds[gap] : bounds[gap + 1]])
    return outlines


def _squares_around(xy: Any) -> Any:
    """Return the squares of a grid in which points lie, as one shape: a hull would take long."""
    corner = np.unique(np.floor(xy / _SQUARE_M), axis=0) * _SQUARE_M
    squares = shapely.box(*corner.T, *(corner + _SQUARE_M).T)
    return shapely.coverage_union_all(squares)
