"""Which feature comes next when the map is gone through by keyboard; without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fibre_planner.ui.map.geometry import Points
from fibre_planner.ui.map.picking import Hit
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.viewport import Box

_MOST_STOPS = 400
"""So many features nearest to the middle are gone through; nobody steps through more by hand."""


@dataclass(frozen=True)
class Stop:
    """A feature with the place that stands for it, in metres."""

    hit: Hit
    x: float
    y: float


def next_stop(
    layers: Sequence[SceneLayer], box: Box, table: str, present: Hit | None, step: int
) -> Stop | None:
    """Return the feature after the present one, from left to right in lines from top to bottom.

    layers: those that are shown, in the order they are painted. box: what is seen.
    table: from which rows are wanted; empty for those of the present one, else of the topmost
    layer with any in the box. step: 1 forwards, -1 backwards; behind the last comes the first.
    None where nothing is seen.
    """
    wanted = table or (present.table if present else "")
    stops: list[Stop] = []
    for layer in reversed(layers):
        if layer.pickable and wanted in ("", layer.table):
            stops = _stops(layer, box)
            if stops:
                break
    if not stops:
        return next_stop(layers, box, "", None, step) if wanted and not table else None
    at = [number for number, stop in enumerate(stops) if present and _same(stop.hit, present)]
    if not at:
        return stops[0 if step > 0 else -1]
    return stops[(at[0] + step) % len(stops)]


def _same(one: Hit, other: Hit) -> bool:
    return (one.table, one.row_id) == (other.table, other.row_id)


def _stops(layer: SceneLayer, box: Box) -> list[Stop]:
    rows, xy = _places(layer, box)
    west, south, east, north = box
    inside = (xy >= (west, south)).all(axis=1) & (xy <= (east, north)).all(axis=1)
    rows, xy = rows[inside], xy[inside]
    if len(rows) > _MOST_STOPS:
        off = np.hypot(xy[:, 0] - (west + east) / 2, xy[:, 1] - (south + north) / 2)
        near = np.sort(np.argsort(off, kind="stable")[:_MOST_STOPS])
        rows, xy = rows[near], xy[near]
    line = np.floor((north - xy[:, 1]) / max((north - south) / 12, 1e-9))
    order = np.lexsort((rows, xy[:, 0], line))
    # At most a few hundred.
    return [
        Stop(Hit(layer.key, layer.table, str(layer.data.ids[row]), 0.0), x, y)
        for row, (x, y) in zip(rows[order].tolist(), xy[order].tolist(), strict=True)
    ]


def _places(layer: SceneLayer, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows in a box and the place of each: its own, or the middle of its first part."""
    data = layer.data
    found = data.within(box)
    if isinstance(data, Points):
        return found, data.xy[found]
    rows, first = np.unique(data.feature[found], return_index=True)
    boxes = data.boxes[found[first]]
    return rows, (boxes[:, :2] + boxes[:, 2:]) / 2
