"""Addresses that occur more than once: the fullest row stays, the others are set apart.

Two rows are the same address where street, number and suffix have the same key, postcode and
town do not disagree, and they lie within `duplicate_distance_m`. Rows that lack street or number
are no duplicates of anything: two garages on one point are still two objects, and the check
`missing_street` names them.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.analysis.address_key import name_codes, number_codes
from fibre_planner.analysis.limits import limit

_ROUNDS_BY_DISTANCE = 50
"""A name is met in so many far-apart places at most before places are told apart by a grid."""


def set_duplicates_apart(
    addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame | None = None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the addresses that stay, and the duplicates with the id they repeat in `repeats`.

    The row on a building stays, then the one with most filled columns, then the first id. It
    takes over what only its duplicates know (postcode, town, district, units). The lengths of the
    two tables add up to that of the input.
    """
    keeper = find_repeated(addresses, buildings)
    kept = keeper < 0
    duplicates = addresses.loc[~kept].copy()
    duplicates["repeats"] = addresses["address_id"].to_numpy(object)[keeper[~kept]]
    filled = _with_knowledge_of(addresses, keeper)
    return filled.loc[kept].reset_index(drop=True), duplicates.reset_index(drop=True)


def find_repeated(
    addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame | None = None
) -> npt.NDArray[np.int64]:
    """Return for each row the row number of the address it repeats, -1 where it stays."""
    keeper = np.full(len(addresses), -1)
    names = _name_numbers(addresses)
    rows = np.flatnonzero(names >= 0)
    rows = rows[pd.Series(names[rows]).duplicated(keep=False).to_numpy()]
    if not len(rows):
        return keeper
    some = addresses.iloc[rows]
    rank = _rank(some, buildings)
    rows, names = rows[rank], names[rows][rank]
    some = addresses.iloc[rows]
    points = shapely.get_coordinates(shapely.centroid(some.geometry.to_numpy()))
    towns = [name_codes(some[column]) for column in ("postcode", "city")]
    left = np.arange(len(rows))
    for turn in range(_ROUNDS_BY_DISTANCE + 1):
        if turn == _ROUNDS_BY_DISTANCE:
            names = _split_by_grid(names, points)
        # Rows are sorted by rank, so the first row of a name is the one that stays.
        first = _first_of_name(names, left)
        near = np.hypot(*(points[left] - points[first]).T) <= limit("duplicate_distance_m")
        for codes, keys in towns:
            blank = (keys == "")[codes]
            near &= (codes[left] == codes[first]) | blank[left] | blank[first]
        repeats = near & (left != first)
        keeper[rows[left[repeats]]] = rows[first[repeats]]
        left = left[~near & (left != first)]
        if not len(left):
            break
    return keeper


def _name_numbers(addresses: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return a number for each different street, number and suffix, -1 where one is missing."""
    streets, street_names = name_codes(addresses["street"])
    numbers, number_names = number_codes(addresses["house_number"], addresses["suffix"])
    known = (street_names != "")[streets] & (number_names != "")[numbers]
    places = ~(addresses.geometry.isna() | addresses.geometry.is_empty).to_numpy()
    names: npt.NDArray[np.int64] = streets * max(len(number_names), 1) + numbers
    names[~(known & places)] = -1
    return names


def _rank(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame | None) -> Any:
    """Return the row numbers from the row that should stay first to the one that may go first."""
    texts = ("postcode", "city", "district", "ags", "units_source")
    filled = sum((addresses[column] != "").to_numpy(int) for column in texts)
    filled = filled + (addresses["dwellings"] >= 0).to_numpy(int)
    filled += (addresses["businesses"] > 0).to_numpy(int)
    filled += (addresses["public_units"] > 0).to_numpy(int)
    filled += (addresses["category"] != "private").to_numpy(int)
    on_building = np.zeros(len(addresses), dtype=int)
    if buildings is not None and len(buildings):
        hit, _ = buildings.sindex.query(addresses.geometry, predicate="intersects")
        on_building[hit] = 1
    ids = addresses["address_id"].rank(method="first").to_numpy()
    return np.lexsort((ids, -filled, -on_building))


def _first_of_name(names: npt.NDArray[np.int64], left: npt.NDArray[np.int64]) -> Any:
    """Return for each row that is left the first row that is left of the same name."""
    _, first, inverse = np.unique(names[left], return_index=True, return_inverse=True)
    return left[first[inverse]]


def _split_by_grid(
    names: npt.NDArray[np.int64], points: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Tell places of one name apart by a grid whose cells are smaller than the distance.

    A name without number of places (a column filled with one value) would take a round for
    each; within a cell all rows are near each other, so that one more round settles all.
    """
    cells = np.floor(points / (limit("duplicate_distance_m") / 2)).astype(np.int64)
    keys = pd.DataFrame({"name": names, "x": cells[:, 0], "y": cells[:, 1]})
    split: npt.NDArray[np.int64] = keys.groupby(["name", "x", "y"]).ngroup().to_numpy(np.int64)
    return split


def _with_knowledge_of(
    addresses: gpd.GeoDataFrame, keeper: npt.NDArray[np.int64]
) -> gpd.GeoDataFrame:
    """Return the addresses, each that is repeated with what only its repetitions know."""
    repeats = np.flatnonzero(keeper >= 0)
    if not len(repeats):
        return addresses
    columns: dict[str, Any] = {}
    for name in ("postcode", "city", "district", "ags"):
        values = addresses[name].to_numpy(object).copy()
        useful = repeats[::-1]
        useful = useful[(values[useful] != "") & (values[keeper[useful]] == "")]
        values[keeper[useful]] = values[useful]
        columns[name] = pd.Series(values, index=addresses.index, dtype="str")
    for name in ("dwellings", "businesses", "public_units"):
        counts = addresses[name].to_numpy().copy()
        np.maximum.at(counts, keeper[repeats], counts[repeats])
        columns[name] = counts
    gained = columns["dwellings"] != addresses["dwellings"].to_numpy()
    source = addresses["units_source"].to_numpy(object).copy()
    giver = repeats[gained[keeper[repeats]]]
    source[keeper[giver]] = source[giver]
    columns["units_source"] = pd.Series(source, index=addresses.index, dtype="str")
    return addresses.assign(**columns)
