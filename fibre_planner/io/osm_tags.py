"""Tables that map OpenStreetMap tags to the program's classes, from `resources/osm`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.io.osm_objects import OsmObjects
from fibre_planner.resources import RESOURCES

NARROWEST_M, WIDEST_M = 0.3, 300.0  # what lies outside is a slip of the pen
_WIDTH = r"^~?\s*(\d+(?:[.,]\d+)?)\s*(m|cm)?$"
_NONE = -1


@dataclass(frozen=True)
class Rule:
    """The rows of a table for one key: value → row; any: row for every value but "no".

    also_key, also_value: a second tag that the rows need, "" for none; a pattern for its value.
    """

    key: str
    rows: Mapping[str, int]
    any_value: int
    also_key: str
    also_value: re.Pattern[str]


@cache
def mapping(name: str) -> pd.DataFrame:
    """Return a mapping table `resources/osm/{name}.csv`: text columns, empty where missing."""
    path = RESOURCES / "osm" / f"{name}.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def match_rows(objects: OsmObjects, name: str) -> np.ndarray[Any, Any]:
    """Return the first row of a mapping table that fits each object, -1 where none does.

    The table has columns `key` and `value`, and `also` where a row needs a second tag
    "key=pattern" with shell wildcards. The value "*" fits every value but "no".
    """
    found = np.full(len(objects), len(mapping(name)), dtype=np.int64)
    for rule in _rules(name):
        # Tags are texts in mappings of their own; a dictionary is the fastest way to look up.
        rows = [
            rule.rows.get(value, _NONE if value in ("", "no") else rule.any_value)
            for value in objects.values(rule.key)
        ]
        row = np.array(rows, dtype=np.int64)
        fits = row >= 0
        if rule.also_key:
            also = objects.values(rule.also_key)
            fits &= np.array([bool(rule.also_value.match(value)) for value in also], dtype=bool)
        found[fits] = np.minimum(found[fits], row[fits])
    return np.where(found == len(mapping(name)), _NONE, found)


def match(objects: OsmObjects, name: str, column: str, default: str) -> np.ndarray[Any, Any]:
    """Return the class that a column of a mapping table gives each object, or the default."""
    row = match_rows(objects, name)
    classes = mapping(name)[column].to_numpy(dtype=object)
    return np.where(row < 0, default, classes[row])


def metres(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return widths such as "5.5", "5,5 m", "~5" or "250 cm" in metres, NaN where senseless."""
    parts = pd.Series(values, dtype="str").str.strip().str.extract(_WIDTH)
    widths = pd.to_numeric(parts[0].str.replace(",", ".")).to_numpy(dtype=np.float64)
    widths = np.where(parts[1] == "cm", widths / 100, widths)
    return np.where((widths >= NARROWEST_M) & (widths <= WIDEST_M), widths, np.nan)


def first_value(values: np.ndarray[Any, Any] | Sequence[str]) -> pd.Series[Any]:
    """Return the first of the values that a tag lists behind each other with semicolons."""
    texts = pd.Series(values, dtype="str")
    return texts.str.split(";", n=1).str[0].str.strip().str.lower()


@cache
def _rules(name: str) -> tuple[Rule, ...]:
    """Return the rows of a mapping table as one rule per key and condition."""
    table = mapping(name)
    also = table["also"] if "also" in table else pd.Series("", index=table.index)
    rules = []
    for (condition, key), rows in table.groupby([also, "key"], sort=False):
        numbers = dict(zip(rows["value"], rows.index.tolist(), strict=True))
        also_key, _, pattern = str(condition).partition("=")
        rules.append(
            Rule(
                str(key), numbers, numbers.get("*", _NONE), also_key, re.compile(translate(pattern))
            )
        )
    return tuple(rules)
