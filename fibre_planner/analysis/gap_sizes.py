"""How large the gaps of a coverage are, without their outlines."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.gaps import most_met_district

_COLUMNS = ["gap_id", "kind", "district", "addresses", "dwellings", "diameter_m"]


def gap_sizes(addresses: gpd.GeoDataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Return one row per gap, those with most dwellings first.

    Columns: gap_id, kind (eligible, unknown), district (of most addresses), addresses, dwellings
    (known ones), diameter_m (of the smallest circle around its addresses, 0 for a single one).
    """
    gap = coverage.set_index("address_id")["gap_id"].reindex(addresses["address_id"].to_numpy())
    gap = gap.fillna("")
    inside = (gap != "").to_numpy() & ~addresses.geometry.is_empty.to_numpy()
    inside &= addresses.geometry.notna().to_numpy()
    members = addresses.loc[inside, ["address_id", "district", "dwellings"]].assign(
        gap_id=gap.to_numpy()[inside], dwellings=addresses["dwellings"].clip(lower=0)[inside]
    )
    points = shapely.get_coordinates(addresses.geometry.to_numpy()[inside])
    order = np.argsort(members["gap_id"].to_numpy(object), kind="stable")
    members, points = members.iloc[order], points[order]
    groups = members.groupby("gap_id", sort=True)
    number = groups.ngroup().to_numpy()
    table = groups["dwellings"].sum().to_frame()
    table["addresses"] = groups.size()
    table["district"] = most_met_district(members)
    table["kind"] = table.index.to_series().str.split(":", n=1).str[0]
    bundles = shapely.multipoints(points, indices=number) if len(points) else np.empty(0, object)
    table["diameter_m"] = 2 * shapely.minimum_bounding_radius(bundles)
    table = table.reset_index()[_COLUMNS]
    return table.sort_values(
        ["dwellings", "addresses", "gap_id"], ascending=[False, False, True], ignore_index=True
    )
