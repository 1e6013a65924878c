"""Which area a point lies in, and the district of addresses that do not name theirs."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd


def containing_area(
    points: gpd.GeoSeries, areas: gpd.GeoDataFrame | gpd.GeoSeries
) -> npt.NDArray[np.int64]:
    """Return the row number of the area each point lies in, -1 where there is none.

    Where areas overlap the smallest one counts, on a common border the first; a point on a
    border lies inside.
    """
    result = np.full(len(points), -1, dtype=np.int64)
    if len(points) and len(areas):
        row, area = areas.sindex.query(points, predicate="intersects")
        size = areas.geometry.area.to_numpy()[area]
        order = np.lexsort((-area, -size, row))
        # Where row numbers repeat, the last assignment wins: the smallest, then the first area.
        result[row[order]] = area[order]
    return result


def set_districts(addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the addresses, each that names no district with the one it lies in."""
    districts = areas.loc[(areas["kind"] == "district") & (areas["name"] != "")]
    open_rows = np.flatnonzero((addresses["district"] == "").to_numpy())
    found = containing_area(addresses.geometry.iloc[open_rows], districts)
    inside = found >= 0
    names: Any = addresses["district"].to_numpy(object).copy()
    names[open_rows[inside]] = districts["name"].to_numpy(object)[found[inside]]
    return addresses.assign(district=pd.Series(names, index=addresses.index, dtype="str"))
