"""Tables that map OpenStreetMap tags to the program's classes, from `resources/osm`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.io.osm_objects import OsmObjects
from fibre_planner.resources import RESOURCES


@cache
def mapping(name: str) -> pd.DataFrame:
    """Return a mapping table `resources/osm/{name}.csv`; text columns, numbers where all are."""
    return pd.read_csv(RESOURCES / "osm" / f"{name}.csv", keep_default_na=False, na_values={})


def match_rows(objects: OsmObjects, table: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the first row of a mapping table that fits each object, -1 where none does.

    table: columns `key` and `value`; the value "*" fits every value but "no". Earlier rows win.
    """
    found = np.full(len(objects), -1, dtype=np.int64)
    last = len(table)
    for key in dict.fromkeys(table["key"]):
        rows = table.loc[table["key"] == key]
        values = pd.Series(objects.values(key), dtype="str")
        row = values.map(dict(zip(rows["value"], rows.index, strict=True)))
        star = rows.index[rows["value"] == "*"]
        if len(star):
            row = row.where(row.notna() | values.isin(["", "no"]), star[0])
        best = np.minimum(
            np.where(found < 0, last, found), row.fillna(last).to_numpy().astype(np.int64)
        )
        found = np.where(best == last, -1, best)
    return found


def match(objects: OsmObjects, name: str, column: str, default: str) -> np.ndarray[Any, Any]:
    """Return the class a mapping table gives each object, or the default."""
    table = mapping(name)
    row = match_rows(objects, table)
    classes = table[column].to_numpy(dtype=object)
    return np.where(row < 0, default, classes[row])


def first_value(values: np.ndarray[Any, Any] | Sequence[str]) -> pd.Series[Any]:
    """Return the first of the values that a tag lists behind each other with semicolons."""
    texts = pd.Series(values, dtype="str")
    return texts.str.split(";", n=1).str[0].str.strip().str.lower()
