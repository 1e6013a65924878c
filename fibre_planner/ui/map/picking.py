"""What lies under the cursor: the nearest features of the layers shown; without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fibre_planner.ui.map.geometry import Paths, Points
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.share_layer import SHARE_TABLES, is_of_squares, seen_squares


@dataclass(frozen=True)
class Hit:
    """A feature under the cursor: its layer's key, its table and row, and how far off it is."""

    layer: str
    table: str
    row_id: str
    distance_m: float


def pick(
    layers: Iterable[SceneLayer],
    x: float,
    y: float,
    tolerance_m: float,
    resolution: float | None = None,
) -> tuple[Hit, ...]:
    """Return the features at a place, the topmost first; each layer gives at most its nearest.

    A row that several layers show is found once. Of areas those with a share come first, as
    somebody asked for them, those of which the border alone is drawn last.

    layers: those that are shown, in the order they are painted. resolution: metres per pixel,
    which decides on the squares that are seen.
    """
    points: list[Hit] = []
    areas: list[Hit] = []
    seen: set[tuple[str, str]] = set()
    for layer in reversed(list(layers)):
        if not layer.pickable:
            continue
        found = _nearest_of(layer, x, y, tolerance_m, resolution)
        if found is None:
            continue
        row, distance = found
        hit = Hit(layer.key, layer.table, str(layer.data.ids[row]), distance)
        if (hit.table, hit.row_id) in seen:
            continue
        seen.add((hit.table, hit.row_id))
        is_area = isinstance(layer.data, Paths) and layer.data.closed
        (areas if is_area else points).append(hit)
    return (*points, *sorted(areas, key=_rank))


def _rank(hit: Hit) -> int:
    return 0 if hit.table in SHARE_TABLES else 2 if hit.layer == "borders" else 1


def _nearest_of(
    layer: SceneLayer, x: float, y: float, tolerance_m: float, resolution: float | None
) -> tuple[int, float] | None:
    data = layer.data
    if resolution is None or not is_of_squares(layer) or not isinstance(data, Paths):
        return nearest(data, x, y, tolerance_m)
    parts = seen_squares(data, data.within((x, y, x, y)), resolution)
    return _containing(data, parts, x, y) if len(parts) else None


def nearest(
    data: Points | Paths, x: float, y: float, tolerance_m: float
) -> tuple[int, float] | None:
    """Return the row of the nearest feature and its distance, None beyond the tolerance."""
    box = (x - tolerance_m, y - tolerance_m, x + tolerance_m, y + tolerance_m)
    found = data.within(box)
    if not len(found):
        return None
    if isinstance(data, Points):
        distances = np.hypot(data.xy[found, 0] - x, data.xy[found, 1] - y)
        best = int(np.argmin(distances))
        row = int(found[best])
        return (row, float(distances[best])) if distances[best] <= tolerance_m else None
    if data.closed:
        return _containing(data, found, x, y)
    return _nearest_line(data, found, x, y, tolerance_m)


def _nearest_line(
    data: Paths, parts: np.ndarray, x: float, y: float, tolerance_m: float
) -> tuple[int, float] | None:
    segments = data.segments(parts)
    if not len(segments):
        return None
    owner = np.repeat(data.feature[parts], np.maximum(data.counts(parts) - 1, 0))
    distances = segment_distances(segments, x, y)
    best = int(np.argmin(distances))
    if distances[best] > tolerance_m:
        return None
    return int(owner[best]), float(distances[best])


def segment_distances(segments: np.ndarray, x: float, y: float) -> np.ndarray:
    """Return the distance of a place from each straight piece (n, 4)."""
    # Column by column: on the few pieces near a cursor each call of numpy counts.
    x1, y1, x2, y2 = segments.T
    along_x, along_y, from_x, from_y = x2 - x1, y2 - y1, x - x1, y - y1
    length2 = np.maximum(along_x * along_x + along_y * along_y, 1e-12)
    share = (from_x * along_x + from_y * along_y) / length2
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    distances: np.ndarray = np.hypot(from_x - share * along_x, from_y - share * along_y)
    return distances


def _containing(data: Paths, parts: np.ndarray, x: float, y: float) -> tuple[int, float] | None:
    """Return the smallest polygon around a place: an odd number of its edges lies to the east."""
    polygons = np.unique(data.polygon[parts])
    best: tuple[float, int] | None = None
    # A handful of polygons at most has its box under the cursor.
    for polygon in polygons.tolist():
        rings = np.array(data.rings_of(polygon))
        x1, y1, x2, y2 = data.segments(rings).T
        straddles = (y1 > y) != (y2 > y)
        crossing = x1 + (y - y1) * (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
        if np.count_nonzero(straddles & (crossing > x)) % 2:
            west, south, east, north = data.boxes[rings[0]]
            size = float((east - west) * (north - south))
            if best is None or size < best[0]:
                best = (size, int(data.feature[rings[0]]))
    return None if best is None else (best[1], 0.0)
