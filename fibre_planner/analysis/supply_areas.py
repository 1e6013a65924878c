"""Supply that a provider answers as polygons, turned into rows of the addresses in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.model.tables import columns, conform


def supply_from_areas(addresses: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the table `supply`: one row for each address in each polygon, evidence polygon.

    polygons: in the CRS of the addresses, with any columns of `supply` (provider, status,
    technology, rates …); an address on the border lies inside. The id of a row joins those of
    polygon and address; a polygon without supply_id is named after its content.
    """
    shapes = polygons.geometry
    usable = np.flatnonzero(~(shapes.isna() | shapes.is_empty).to_numpy())
    address, found = shapes.iloc[usable].sindex.query(addresses.geometry, predicate="intersects")
    polygon = usable[found]
    rows: dict[str, Any] = {
        column.name: polygons[column.name].to_numpy()[polygon]
        for column in columns("supply")
        if column.name in polygons
    }
    ids = addresses["address_id"].to_numpy(object)[address]
    rows["supply_id"] = pd.Series(_polygon_ids(polygons)[polygon] + ":" + ids, dtype="str")
    rows["address_id"] = ids
    rows["evidence"] = "polygon"
    return conform("supply", pd.DataFrame(rows, index=range(len(ids))))


def _polygon_ids(polygons: gpd.GeoDataFrame) -> Any:
    """Return a stable id for each polygon: its own, else a digest of what it says and where.

    The loop runs over polygons, of which a provider sends few.
    """
    given = polygons["supply_id"].fillna("") if "supply_id" in polygons else [""] * len(polygons)
    names = [str(name) for name in given]
    facts = polygons.drop(columns=polygons.geometry.name).astype("str").to_numpy(object)
    shapes = polygons.geometry.to_wkb().to_numpy(object)
    seen: Counter[str] = Counter()
    for number, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        if not name:
            digest = hashlib.sha256(shape or b"")
            digest.update("\x1f".join(map(str, facts[number])).encode())
            name = "area-" + digest.hexdigest()[:12]
        names[number] = f"{name}~{seen[name]}" if seen[name] else name
        seen[name] += 1
    return np.array(names, dtype=object)
