"""What kind of address it is: home, firm, public office, school, hospital, business park."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.analysis.districts import containing_area, set_districts
from fibre_planner.analysis.limits import limit

_OF_AREA: Mapping[str, str] = {
    "business_park": "business_park",
    "public_office": "public",
    "school": "school",
    "hospital": "hospital",
}
"""Kind of area → category of the addresses in it; later ones outrank earlier ones."""
_OF_PLACE: Mapping[str, str] = {"town_hall": "public", "school": "school", "hospital": "hospital"}
_OPEN = ("private", "business")
"""Categories that an area may replace: a shop in a business park counts as the park."""


def set_categories(
    addresses: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, places: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the addresses with district and category filled from areas and places.

    A district is set where it is empty. An address gets the category of the area it lies in,
    else that of a school, hospital or town hall whose nearest address it is (within
    `place_distance_m`). A category the source gave is kept, private and business apart.
    """
    addresses = set_districts(addresses, areas)
    category = addresses["category"].to_numpy(object).copy()
    free = np.isin(category, _OPEN)
    for kind, name in _OF_AREA.items():
        inside = containing_area(addresses.geometry, areas.loc[areas["kind"] == kind]) >= 0
        category[free & inside] = name
    near = places.loc[places["kind"].isin(_OF_PLACE) & ~places.geometry.is_empty]
    has_place = ~(addresses.geometry.isna() | addresses.geometry.is_empty)
    rows = np.flatnonzero(has_place & np.isin(category, _OPEN))
    if len(near) and len(rows):
        found = addresses.geometry.iloc[rows].sindex.nearest(
            near.geometry, return_all=False, max_distance=limit("place_distance_m")
        )
        names = near["kind"].map(_OF_PLACE).to_numpy(object)
        category[rows[found[1]]] = names[found[0]]
    return addresses.assign(category=pd.Series(category, index=addresses.index, dtype="str"))
