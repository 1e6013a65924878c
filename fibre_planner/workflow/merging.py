"""Merging imported rows into a layer: what replaces a row, and what only shares its id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.model.editing import DRAWN
from fibre_planner.model.tables import conform, id_column

_ORIGIN = {"supply": "provider", "ducts": "owner", "sites": "developer"}
"""Column that says whose row it is: rows of two bodies are never the same row."""
_NAMED_BY = {
    "addresses": ("street", "house_number", "suffix"),
    "supply": ("status", "street", "house_number", "suffix", "postcode"),
}
_UNIQUE_EVERYWHERE = ("catalogue", "census")
_SHORTEST_UNIQUE_ID = 8
"""Shorter ids (1, 2, 3 …) are counted file by file; official and OpenStreetMap ids are longer."""
_SAME_PLACE_M = 10.0
_MOSTLY = 0.5

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Merged:
    """A layer after an import.

    renamed: number of new rows that got an id of their own. newer: whether the file is another
    version of one that was imported before.
    """

    rows: pd.DataFrame
    renamed: int
    newer: bool


def merge_rows(table: str, old: pd.DataFrame, new: pd.DataFrame, source: str) -> Merged:
    """Return old and new rows in the table's shape.

    source: name of the file the new rows come from. A new row replaces the old one with its id
    where both are the same thing: the id is unique beyond its file, the files bear the same name,
    or both rows speak of the same. One that only shares a running number with a row of another
    file gets an id with the name of its file, so that neither is lost.
    """
    key = id_column(table)
    strange = _shares_only_the_id(table, old, new, source)
    known = set(old.loc[_from_file(old, source), key])
    again = new[key].isin(known).to_numpy(dtype=bool) & ~strange
    newer = bool(len(new)) and float(again.mean()) > _MOSTLY
    if strange.any():
        own = new[key] + "@" + (_origin(table, new) + " " + source).str.strip()
        new = new.assign(**{key: new[key].where(~strange, own)})
    kept = old[~old[key].isin(set(new[key]))]
    if kept.empty:
        rows = conform(table, new)
    elif new.empty:
        rows = old
    else:
        rows = pd.concat([kept, new], ignore_index=True)
        if isinstance(old, gpd.GeoDataFrame):
            rows = gpd.GeoDataFrame(rows, geometry="geometry", crs=old.crs)
        rows = conform(table, rows)
    return Merged(rows, int(strange.sum()), newer)


def import_stamp(path: Path, source_layer: str | None) -> str:
    """Return what tells one import from another: the file's content and the layer taken of it."""
    with path.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    return f"@{content}|{source_layer or ''}"


def merge_rejected(
    old: pd.DataFrame, new: pd.DataFrame, layer: str, source: str, *, stamp: str, newer: bool
) -> pd.DataFrame:
    """Return refused rows of earlier imports and of this one.

    Those of the same content go, as the import was repeated; with newer also those of the earlier
    version of the file. Refusals of another file that happens to bear the same name stay.
    layer: the layer they were meant for; empty where the file feeds several.
    """
    ours = (old["source"] == source) & (old["code"] != "duplicate_address")
    if layer:
        ours &= old["layer"] == layer
    ids = old["rejected_id"]
    again = ids.str.endswith(stamp)
    if newer:
        again |= ids.str.endswith("|" + stamp.partition("|")[2])
    marked = new.assign(rejected_id=new["rejected_id"] + stamp)
    return conform("rejected", pd.concat([old[~(ours & again)], marked], ignore_index=True))


def _shares_only_the_id(table: str, old: pd.DataFrame, new: pd.DataFrame, source: str) -> Flags:
    """Return which new rows have the id of an old row that is another thing."""
    key = id_column(table)
    position = pd.Index(old[key]).get_indexer(new[key])
    met = np.flatnonzero(position >= 0)
    strange = np.zeros(len(new), dtype=bool)
    if table in _UNIQUE_EVERYWHERE or not len(met):
        return strange
    before, now = old.iloc[position[met]], new.iloc[met]
    same_body = _equal(_origin(table, before), _origin(table, now))
    unique = (now[key].str.len() >= _SHORTEST_UNIQUE_ID) | now[key].str.startswith("osm-")
    unique &= ~now[key].str.startswith(DRAWN)  # counted project by project
    same = unique.to_numpy(dtype=bool) | _from_file(before, source)
    same = same | _same_thing(table, before, now)
    strange[met] = ~(same_body & same)
    return strange


def _same_thing(table: str, before: pd.DataFrame, now: pd.DataFrame) -> Flags:
    """Return which pairs of rows bear the same names or lie at the same place."""
    same = np.full(len(now), table in _NAMED_BY)
    for name in _NAMED_BY.get(table, ()):
        same = same & _equal(before[name], now[name])
    if table == "supply":
        # A row that names no address by its street has only the id to be compared by.
        named = (now["street"] != "").to_numpy(dtype=bool)
        same = same & (named | _equal(before["address_id"], now["address_id"]))
    if isinstance(now, gpd.GeoDataFrame):
        shapes = before.geometry.to_numpy(), now.geometry.to_numpy()
        same = same | shapely.dwithin(*shapes, _SAME_PLACE_M)
    return np.asarray(same, dtype=bool)


def _from_file(rows: pd.DataFrame, source: str) -> Flags:
    """Return which rows come from a file of this name; `source` goes on with row or object."""
    told = rows["source"].astype("str")
    rest = told.str.slice(len(source), len(source) + 1)
    return np.asarray(told.str.startswith(source) & rest.isin(["", ":", " ", "/"]), dtype=bool)


def _origin(table: str, rows: pd.DataFrame) -> pd.Series[Any]:
    if table in _ORIGIN:
        return rows[_ORIGIN[table]].str.strip().str.casefold()
    return pd.Series("", index=rows.index, dtype="str")


def _equal(before: pd.Series[Any], now: pd.Series[Any]) -> Flags:
    return np.asarray(before.to_numpy(object) == now.to_numpy(object), dtype=bool)
