"""One layer of the map, made of the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from fibre_planner.ui.map.geometry import (
    Paths,
    Points,
    make_paths,
    make_points,
    single_shapes,
)

_RAILWAY_WORDS = "rail|bahn|gleis|train|tram"


@dataclass(frozen=True, eq=False)
class SceneLayer:
    """One layer of the map.

    key: its own name. group: the entry of the layer list that shows and hides it.
    table: the table of the project or plan its ids are rows of.
    pickable, counted: whether a click finds it, and whether the layer list counts it.
    facts: what is told of its rows, in their order, where the project has no table of them.
    """

    key: str
    group: str
    table: str
    data: Points | Paths
    pickable: bool = True
    counted: bool = True
    facts: Any = None


@dataclass(frozen=True, eq=False)
class Rows:
    """Geometries with kind and id."""

    shapes: np.ndarray
    kind: np.ndarray
    ids: np.ndarray

    def take(self, wanted: np.ndarray) -> Rows:
        """Return some of the rows."""
        return Rows(self.shapes[wanted], self.kind[wanted], self.ids[wanted])


def rows_of(table: Any, kind: np.ndarray) -> Rows:
    """Return the rows of a table, whose ids stand in its first column, with given kinds."""
    ids = table.iloc[:, 0].to_numpy(dtype=object)
    return Rows(table.geometry.to_numpy(), kind, ids)


def _zeros(table: Any) -> np.ndarray:
    return np.zeros(len(table), dtype=np.uint8)


def plain(table: Any) -> Rows:
    """Return the rows of a table that are all of one kind."""
    return rows_of(table, _zeros(table))


def kind_codes(values: Any, known: tuple[str, ...]) -> np.ndarray:
    """Return the place of each value among the known ones; the last one where it is not known."""
    place = {name: number for number, name in enumerate(known)}
    codes = values.map(place).astype("float64").fillna(len(known) - 1)
    result: np.ndarray = codes.to_numpy(np.uint8)
    return result


def of_kinds(table: Any, known: tuple[str, ...]) -> Rows:
    """Return the rows of some kinds; those named first are painted last, on top of the others."""
    table = table[table["kind"].isin(known)]
    rows = rows_of(table, kind_codes(table["kind"], known))
    return rows.take(np.argsort(-rows.kind.astype(np.int64), kind="stable"))


def barriers_of(areas: Any) -> Rows:
    """Return barriers by what they are; roads are left out, as the streets show them already.

    Where the source does not say what a barrier is, its name decides.
    """
    table = areas[(areas["kind"] == "barrier") & (areas["barrier"] != "road")]
    words = (table["name"] + " " + table["area_id"]).str.lower()
    named = words.str.contains(_RAILWAY_WORDS, regex=True) & (table["barrier"] == "")
    railway = named | (table["barrier"] == "railway")
    return rows_of(table, railway.to_numpy(dtype=bool).astype(np.uint8))


def dots_of(rows: Rows) -> Rows:
    """Return the points among shapes, those within collections each on its own."""
    parts, feature = single_shapes(rows.shapes)
    dots = np.flatnonzero((shapely.get_dimensions(parts) == 0) & ~shapely.is_empty(parts))
    return Rows(parts[dots], rows.kind[feature[dots]], rows.ids[feature[dots]])


def polygon_layer(key: str, group: str, table: str, rows: Rows) -> SceneLayer:
    """Return a layer of polygons; other shapes are left out."""
    return SceneLayer(key, group, table, make_paths(rows.shapes, rows.kind, rows.ids, closed=True))


def line_layer(key: str, group: str, table: str, rows: Rows) -> SceneLayer:
    """Return a layer of lines; other shapes are left out."""
    return SceneLayer(key, group, table, make_paths(rows.shapes, rows.kind, rows.ids, closed=False))


def dot_layer(key: str, group: str, table: str, rows: Rows) -> SceneLayer:
    """Return a layer of points; rows without a place are left out."""
    kept = rows.take(~(shapely.is_missing(rows.shapes) | shapely.is_empty(rows.shapes)))
    xy = shapely.get_coordinates(kept.shapes)
    made = make_points(xy, kept.kind, kept.ids, with_overviews=key == "addresses")
    return SceneLayer(key, group, table, made)
