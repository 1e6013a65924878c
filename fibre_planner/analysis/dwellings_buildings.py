"""What a building tells about the units in it: its use, its floor area and its dwellings."""

from __future__ import annotations

from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.limits import limit
from fibre_planner.resources import RESOURCES


@cache
def building_kinds() -> pd.DataFrame:
    """Return the shipped table of building kinds, indexed by kind.

    use: residential, business, public or none. levels: where the source gives none.
    m2_per_dwelling: floor area per dwelling; another one from `large_from_m2` of floor on.
    """
    path = RESOURCES / "dwellings" / "building-kinds.csv"
    table = pd.read_csv(path, dtype={"kind": "str", "use": "str"}, keep_default_na=False)
    numbers = table.columns.difference(["kind", "use", "source", "evidence"])
    table[numbers] = table[numbers].apply(pd.to_numeric, errors="coerce")
    return table.set_index("kind")


def describe_buildings(buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return per building its use, floor area in m² and dwellings, in the order of the rows.

    `told` is set where the source gives the number of flats. A kind that the table does not know
    counts as a building without stated use, an impossible number of levels as unknown; a very large
    building of which neither is known is a hall.
    """
    kinds = building_kinds()
    names = _kind_names(buildings["kind"])
    traits = kinds.reindex(names.where(names.isin(kinds.index), ""))
    levels = buildings["levels"].to_numpy(float)
    possible = (levels > 0) & (levels <= limit("most_levels"))
    levels = np.where(possible, levels, traits["levels"].to_numpy())
    floor_m2 = buildings.geometry.area.to_numpy() * levels
    flats = buildings["flats"].to_numpy()
    use = traits["use"].to_numpy(object)
    unstated = names.isin(["", "yes"]).to_numpy() & ~possible
    use[unstated & (buildings.geometry.area.to_numpy() >= limit("hall_from_m2"))] = "business"
    use[flats > 0] = "residential"
    return pd.DataFrame(
        {
            "use": use,
            "floor_m2": floor_m2,
            "dwellings": np.where(flats >= 0, flats, _dwellings(floor_m2, traits)),
            "told": flats >= 0,
        }
    )


def building_of(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> npt.NDArray[np.int64]:
    """Return the row number of the building of each address, -1 where there is none.

    The building the address lies in, else the nearest within `building_distance_m`.
    """
    result = np.full(len(addresses), -1, dtype=np.int64)
    points = addresses.geometry.to_numpy()
    if not len(buildings) or not len(points):
        return result
    row, building = buildings.sindex.query(points, predicate="intersects")
    # Where buildings overlap, the last assignment wins: the first in the order of ids.
    result[row[::-1]] = building[::-1]
    outside = np.flatnonzero(result < 0)
    row, building = buildings.sindex.nearest(
        points[outside], return_all=False, max_distance=limit("building_distance_m")
    )
    result[outside[row]] = building
    return result


def _kind_names(kinds: pd.Series[Any]) -> pd.Series[Any]:
    """Return kinds as the table names them; ALKIS functions such as 31001_1010 by first digit."""
    names = kinds.str.strip().str.lower()
    function = names.str.extract(r"^(?:31001_)?([123])\d{3}$", expand=False)
    return names.where(function.isna(), "alkis-" + function.fillna("").astype("str"))


def _dwellings(floor_m2: npt.NDArray[np.float64], traits: pd.DataFrame) -> Any:
    """Return the dwellings that fit a floor area; at least one in a residential building."""
    large = floor_m2 >= traits["large_from_m2"].fillna(np.inf).to_numpy()
    per_dwelling = np.where(large, traits["large_m2_per_dwelling"], traits["m2_per_dwelling"])
    fit = np.floor(np.nan_to_num(floor_m2 / per_dwelling, nan=1.0) + 0.5)
    most = traits["max_dwellings"].fillna(np.inf).to_numpy()
    return np.minimum(np.maximum(fit, 1), most).astype(np.int64)
