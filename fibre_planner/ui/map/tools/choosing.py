"""Which rows of the map lie within a box or a polygon; without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from fibre_planner.ui.map.geometry import Points
from fibre_planner.ui.map.scene_layers import SceneLayer

CHOOSABLE: tuple[str, ...] = (
    "addresses",
    "streets",
    "sites",
    "ducts",
    "nodes",
    "wishes",
    "node_wishes",
    "areas",
    "buildings",
    "places",
    "plan_trenches",
    "plan_nodes",
)
"""Tables whose rows can be chosen on the map."""


def rows_within(
    layers: Sequence[SceneLayer], outline: np.ndarray, table: str = ""
) -> tuple[str, list[str]]:
    """Return the table and the ids of what lies within a polygon or meets its edge.

    layers: those that are shown, in the order they are painted. outline: (n, 2) metres.
    table: from which rows are wanted; empty for the addresses where there are any within, as
    most work is about them, else the topmost layer with any.
    """
    polygon = shapely.make_valid(shapely.Polygon(outline)) if len(outline) > 2 else None
    if polygon is None or polygon.is_empty:
        return "", []
    shapely.prepare(polygon)
    wanted = [table] if table else _by_rank(layers)
    for name in wanted:
        found = [_ids_within(layer, polygon) for layer in layers if layer.table == name]
        ids = {row for some in found for row in some}
        if ids:
            return name, sorted(ids)
    return "", []


def ids_of(layers: Iterable[SceneLayer], table: str) -> list[str]:
    """Return the ids of all rows of a table that have a place on the map."""
    ids: set[str] = set()
    for layer in layers:
        if layer.table == table:
            data = layer.data
            shown = data.ids if isinstance(data, Points) else data.ids[np.unique(data.feature)]
            ids.update(shown.tolist())
    return sorted(ids)


def box_outline(box: tuple[float, float, float, float]) -> np.ndarray:
    """Return the corners (4, 2) of a box."""
    west, south, east, north = box
    return np.array([(west, south), (east, south), (east, north), (west, north)])


def _by_rank(layers: Sequence[SceneLayer]) -> list[str]:
    shown = [
        layer.table for layer in reversed(layers) if layer.pickable and layer.table in CHOOSABLE
    ]
    return sorted(dict.fromkeys(shown), key=lambda name: name != "addresses")


def _ids_within(layer: SceneLayer, polygon: shapely.Geometry) -> list[str]:
    data = layer.data
    if not len(data):
        return []
    if isinstance(data, Points):
        rows = data.within(polygon.bounds)
        if _is_no_box(polygon):
            rows = rows[shapely.intersects_xy(polygon, data.xy[rows])]
    else:
        rows = np.unique(data.feature[data.meeting(polygon)])
    ids: list[str] = data.ids[rows].tolist()
    return ids


def _is_no_box(polygon: shapely.Geometry) -> bool:
    """Return whether a polygon is anything but an upright box, whose bounds say it all."""
    return bool(abs(polygon.area - shapely.box(*polygon.bounds).area) > 1e-9 * polygon.area)
