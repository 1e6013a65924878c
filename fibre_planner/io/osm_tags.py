"""Tables that map OpenStreetMap tags to the program's classes, from `resources/osm`."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.io.osm_objects import OsmObjects
from fibre_planner.resources import RESOURCES

NARROWEST_M, WIDEST_M = 0.3, 300.0  # what lies outside is a slip of the pen
_WIDTH = r"^~?\s*(\d+(?:[.,]\d+)?)\s*(m|cm)?$"


@cache
def mapping(name: str) -> pd.DataFrame:
    """Return a mapping table `resources/osm/{name}.csv`; text columns, numbers where all are."""
    return pd.read_csv(RESOURCES / "osm" / f"{name}.csv", keep_default_na=False, na_values={})


def match_rows(objects: OsmObjects, table: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the first row of a mapping table that fits each object, -1 where none does.

    table: columns `key` and `value`, and `also` where a row needs a second tag "key=pattern".
    The value "*" fits every value but "no". Earlier rows win.
    """
    none = len(table)
    found = np.full(len(objects), none, dtype=np.int64)
    also = table["also"] if "also" in table else pd.Series("", index=table.index)
    for (condition, key), rows in table.groupby([also, "key"], sort=False):
        values = pd.Series(objects.values(str(key)), dtype="str")
        row = values.map(dict(zip(rows["value"], rows.index, strict=True)))
        star = rows.index[rows["value"] == "*"]
        if len(star):
            row = row.where(row.notna() | values.isin(["", "no"]), star[0])
        row = row.where(_fulfils(objects, str(condition))).fillna(none)
        found = np.minimum(found, row.to_numpy().astype(np.int64))
    return np.where(found == none, -1, found)


def _fulfils(objects: OsmObjects, condition: str) -> np.ndarray[Any, Any]:
    """Return which objects have a tag "key=pattern" with shell wildcards; all for ""."""
    if not condition:
        return np.ones(len(objects), dtype=bool)
    key, _, pattern = condition.partition("=")
    fits = pd.Series(objects.values(key), dtype="str").str.fullmatch(fnmatch.translate(pattern))
    fulfilled: np.ndarray[Any, Any] = fits.to_numpy(dtype=bool)
    return fulfilled


def metres(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return widths such as "5.5", "5,5 m", "~5" or "250 cm" in metres, NaN where senseless."""
    parts = pd.Series(values, dtype="str").str.strip().str.extract(_WIDTH)
    widths = pd.to_numeric(parts[0].str.replace(",", ".")).to_numpy(dtype=np.float64)
    widths = np.where(parts[1] == "cm", widths / 100, widths)
    return np.where((widths >= NARROWEST_M) & (widths <= WIDEST_M), widths, np.nan)


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
