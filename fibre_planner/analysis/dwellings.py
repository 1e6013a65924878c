"""How many dwellings an address has, from the best source there is.

In this order: register (a number the address table brought), census (cell figures spread over the
residential addresses by floor area), building (flats it gives, else floor area), assumed (one).
A residential address never gets none: a forgotten house costs more than a dwelling too many.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.districts import containing_area
from fibre_planner.analysis.dwellings_buildings import building_of, describe_buildings

_NO_DWELLINGS = ("school", "hospital", "public", "business_park")
"""Categories whose addresses have dwellings only where a register says so."""
_USUAL_FLOOR_M2 = 200.0
"""Weight of a residential address without building; only the ratio to others matters."""


def estimate_dwellings(
    addresses: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    census: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return the addresses with dwellings, business and public units and `units_source` filled.

    census: cells as polygons in the CRS of the addresses with the column `dwellings` (NaN where
        the figure is secret). Addresses in one building share its dwellings evenly, those of a
        cell by floor area, so that the sums hold. An earlier estimate is made anew; a register
        figure is never touched. Set the categories first: schools and firms have no dwellings.
    """
    facts = _facts(addresses, buildings)
    dwellings = np.where(facts["register"], addresses["dwellings"], -1)
    source = np.where(facts["register"], "register", "").astype(object)
    if census is not None:
        _from_census(addresses, facts, census, dwellings, source)
    _from_buildings(facts, dwellings, source)
    rest = dwellings < 0
    dwellings[rest] = facts["residential"].to_numpy()[rest].astype(int)
    source[rest] = np.where(facts["building"].to_numpy()[rest] >= 0, "building", "assumed")
    estimated = ~facts["register"].to_numpy()
    is_public = (facts["use"] == "public") | addresses["category"].isin(
        ["school", "hospital", "public"]
    ).to_numpy()
    is_business = (facts["use"] == "business") | addresses["category"].isin(
        ["business", "business_park"]
    ).to_numpy()
    return addresses.assign(
        dwellings=dwellings,
        units_source=pd.Series(source, index=addresses.index, dtype="str"),
        businesses=_at_least_one(addresses["businesses"], estimated & is_business & ~is_public),
        public_units=_at_least_one(addresses["public_units"], estimated & is_public),
    )


def _facts(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return per address: register figure or not, building, its use, and the floor area."""
    told = addresses["units_source"].isin(["", "register"]) & (addresses["dwellings"] >= 0)
    place = building_of(addresses, buildings)
    inside = place >= 0
    use = np.where(inside, "none", "").astype(object)
    floor_m2 = np.full(len(addresses), np.nan)
    total = np.zeros(len(addresses), dtype=np.int64)
    flats_told = np.zeros(len(addresses), dtype=bool)
    if inside.any():
        about = describe_buildings(buildings).iloc[place[inside]]
        use[inside] = about["use"].to_numpy()
        floor_m2[inside] = about["floor_m2"].to_numpy()
        total[inside] = about["dwellings"].to_numpy()
        flats_told[inside] = about["told"].to_numpy()
    lived_in = ~addresses["category"].isin(_NO_DWELLINGS).to_numpy()
    residential = np.where(inside, use == "residential", True) & (lived_in | (flats_told & inside))
    return pd.DataFrame(
        {
            "register": told.to_numpy(),
            "building": place,
            "use": use,
            "floor_m2": floor_m2,
            "total": total,
            "residential": residential.astype(bool),
        }
    )


def _from_census(
    addresses: gpd.GeoDataFrame,
    facts: pd.DataFrame,
    census: gpd.GeoDataFrame,
    dwellings: npt.NDArray[np.int64],
    source: npt.NDArray[np.object_],
) -> None:
    """Fill in the dwellings of census cells, less those the register knows in the cell."""
    known = census.loc[census["dwellings"].notna() & (census["dwellings"] > 0)]
    cell = containing_area(addresses.geometry, known)
    sharing = facts.groupby("building")["building"].transform("size").to_numpy()
    weight = np.where(facts["building"] >= 0, facts["floor_m2"] / sharing, _USUAL_FLOOR_M2)
    rows = np.flatnonzero((cell >= 0) & (dwellings < 0) & facts["residential"].to_numpy())
    if not len(rows):
        return
    figures = known["dwellings"].to_numpy(float).round().astype(np.int64)
    registered = (cell >= 0) & facts["register"].to_numpy()
    figures -= np.bincount(
        cell[registered], weights=dwellings[registered], minlength=len(figures)
    ).astype(np.int64)
    dwellings[rows] = apportion(figures, cell[rows], weight[rows])
    source[rows] = "census"


def _from_buildings(
    facts: pd.DataFrame, dwellings: npt.NDArray[np.int64], source: npt.NDArray[np.object_]
) -> None:
    """Fill in the dwellings of buildings, less those that other sources know in them."""
    place = facts["building"].to_numpy()
    rows = np.flatnonzero((place >= 0) & (dwellings < 0) & facts["residential"].to_numpy())
    if not len(rows):
        return
    totals = np.zeros(int(place.max()) + 1, dtype=np.int64)
    totals[place[rows]] = facts["total"].to_numpy()[rows]
    told = (place >= 0) & (dwellings >= 0)
    totals -= np.bincount(place[told], weights=dwellings[told], minlength=len(totals)).astype(
        np.int64
    )
    dwellings[rows] = apportion(totals, place[rows], np.ones(len(rows)))
    source[rows] = "building"


def apportion(
    totals: npt.NDArray[np.int64],
    group: npt.NDArray[np.int64],
    weight: npt.NDArray[np.float64],
) -> npt.NDArray[np.int64]:
    """Share the total of each group among its rows by weight, at least one to each row.

    The shares add up to the total, or to the number of rows where that is more. What is left
    after rounding down goes to the largest remainders, then to the first rows (Hamilton).
    """
    size = np.bincount(group, minlength=len(totals))
    spare = np.maximum(totals - size, 0)
    weight = np.where(weight > 0, weight, 1e-9)
    ideal = spare[group] * weight / np.bincount(group, weights=weight, minlength=len(totals))[group]
    share = np.floor(ideal + 1e-9).astype(np.int64)
    left = spare - np.bincount(group, weights=share, minlength=len(totals)).astype(np.int64)
    order = np.lexsort((np.arange(len(group)), -(ideal - share).round(9), group))
    place = np.empty(len(group), dtype=np.int64)
    starts = np.cumsum(size) - size
    place[order] = np.arange(len(group)) - starts[group[order]]
    result: npt.NDArray[np.int64] = 1 + share + (place < left[group])
    return result


def _at_least_one(counts: pd.Series[Any], where: Any) -> Any:
    return np.where(where, np.maximum(counts, 1), counts)
