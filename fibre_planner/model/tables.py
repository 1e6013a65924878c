"""The tables of a project: their columns, units and defaults, read from the data dictionary."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.resources import RESOURCES

GEOMETRY_TYPES: Mapping[str, str] = {
    "addresses": "Point",
    "streets": "LineString",
    "ducts": "LineString",
    "nodes": "Point",
    "sites": "Geometry",
    "wishes": "LineString",
    "node_wishes": "Point",
    "areas": "Polygon",
    "buildings": "Polygon",
    "places": "Point",
    "census": "Polygon",
    "plan_trenches": "LineString",
    "plan_nodes": "Point",
}
"""Tables that carry a geometry, with the type QGIS is told; polygons may have several parts."""


@dataclass(frozen=True)
class Column:
    """One column of the data dictionary `resources/schema/tables.csv`.

    kind: id, text, date (ISO 8601 text), integer, number or flag.
    unit: unit of a number, empty where it has none.
    default: what a missing value becomes, as text.
    """

    name: str
    kind: str
    unit: str
    default: str
    description: str
    description_de: str

    def fill_value(self) -> Any:
        """Return the value a missing cell gets."""
        if self.kind == "integer":
            return int(self.default or 0)
        if self.kind == "number":
            return float(self.default) if self.default else np.nan
        if self.kind == "flag":
            return self.default == "1"
        return self.default


@cache
def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table in the order of the data dictionary."""
    return _dictionary()[table]


@cache
def id_column(table: str) -> str:
    """Return the name of the column that identifies a row."""
    return next(column.name for column in columns(table) if column.kind == "id")


def empty(table: str, crs: str) -> pd.DataFrame:
    """Return a table without rows; a GeoDataFrame in the given CRS where it has a geometry."""
    return _empty(table, crs).copy()


@cache
def _empty(table: str, crs: str) -> pd.DataFrame:
    if table in GEOMETRY_TYPES:
        return conform(table, gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs=crs)))
    return conform(table, pd.DataFrame())


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a frame into the shape of a table: its columns, kinds and defaults, sorted by id.

    Columns that the table does not know are dropped; a missing column gets its default.
    A geometry column and its CRS are kept. Raises ValueError where ids repeat.
    """
    given = set(frame.columns)
    shaped = {
        column.name: _shape(frame[column.name], column)
        if column.name in given
        else _filled(column, len(frame))
        for column in columns(table)
    }
    result = pd.DataFrame(shaped, index=pd.RangeIndex(len(frame)))
    if table in GEOMETRY_TYPES:
        assert isinstance(frame, gpd.GeoDataFrame)
        shapes = frame.geometry
        result = gpd.GeoDataFrame(result, geometry=shapes.to_numpy(), crs=shapes.crs)
    key = id_column(table)
    ids = result[key]
    if ids.duplicated().any():
        again = ids[ids.duplicated()].iloc[0]
        raise ValueError(f"{table}.{key} {again!r} occurs more than once")
    if ids.is_monotonic_increasing:
        return result
    return result.sort_values(key, kind="stable", ignore_index=True)


_TEXT = pd.StringDtype(na_value=np.nan)
_DTYPES: Mapping[str, Any] = {
    "integer": np.dtype("int64"),
    "number": np.dtype("float64"),
    "flag": np.dtype("bool"),
}


def _filled(column: Column, count: int) -> Any:
    """Return the values of a column that is missing, as an array."""
    return pd.array([column.fill_value()] * count, dtype=_DTYPES.get(column.kind, _TEXT))


def _shape(values: pd.Series[Any], column: Column) -> Any:
    """Return one column with its kind and without missing values, numbers apart, as an array."""
    fill = column.fill_value()
    dtype = _DTYPES.get(column.kind, _TEXT)
    if values.dtype == dtype and (column.kind == "number" or not values.hasnans):
        return values.array
    if column.kind in ("integer", "number"):
        numbers = pd.to_numeric(values, errors="coerce")
        if column.kind == "integer":
            numbers = numbers.fillna(fill)
        return numbers.astype(dtype).array
    if column.kind == "flag":
        return values.astype("object").where(values.notna(), fill).astype("bool").array
    if isinstance(values.dtype, pd.StringDtype):
        return values.fillna(fill).astype("str").array
    return values.astype("object").where(values.notna(), fill).astype(str).astype("str").array


@cache
def _dictionary() -> dict[str, tuple[Column, ...]]:
    tables: dict[str, list[Column]] = {}
    path = RESOURCES / "schema" / "tables.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            tables.setdefault(row.pop("table"), []).append(Column(row.pop("column"), **row))
    return {table: tuple(found) for table, found in tables.items()}
