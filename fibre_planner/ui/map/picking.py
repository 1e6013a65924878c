"""What lies under the cursor: the nearest features of the layers shown; without Qt."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from fibre_planner.ui.map.geometry import Paths, Points
from fibre_planner.ui.map.scene_layers import SceneLayer
from fibre_planner.ui.map.share_layer import SHARE_TABLES, is_of_squares, seen_squares
from fibre_planner.ui.map.viewport import Box

_FEW, _MANY_VERTICES = 12, 40
"""So many parts, and vertices of one, are gone through in plain Python, quicker than by numpy."""


@dataclass(frozen=True)
class Hit:
    """A feature under the cursor: its layer's key, its table and row, and how far off it is.

    place: its number in the layer as it was then, -1 where that is not known.
    """

    layer: str
    table: str
    row_id: str
    distance_m: float
    place: int = field(default=-1, compare=False)


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
        hit = Hit(layer.key, layer.table, str(layer.data.ids[row]), distance, row)
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
    return _containing(data, parts.tolist(), x, y)


def nearest(
    data: Points | Paths, x: float, y: float, tolerance_m: float
) -> tuple[int, float] | None:
    """Return the row of the nearest feature and its distance, None beyond the tolerance."""
    if isinstance(data, Points):
        return _nearest_point(data, x, y, tolerance_m)
    if data.closed:
        return _containing(data, _near_parts(data, (x, y, x, y)), x, y)
    return _nearest_line(data, x, y, tolerance_m)


def _nearest_point(
    data: Points, x: float, y: float, tolerance_m: float
) -> tuple[int, float] | None:
    found = data.candidates((x - tolerance_m, y - tolerance_m, x + tolerance_m, y + tolerance_m))
    if not len(found):
        return None
    # Each call of numpy takes longer than the reckoning itself, hence as few as can be.
    places = data.xy.take(found, axis=0)
    places -= (x, y)
    places *= places
    best = int(places.sum(axis=1).argmin())
    row = int(found[best])
    distance = math.dist(data.xy[row].tolist(), (x, y))
    return (row, distance) if distance <= tolerance_m else None


def _near_parts(data: Paths, box: Box) -> list[int]:
    """Return the parts whose boxes meet a box, ascending."""
    found = data.grid.candidates(box)
    if not len(found):
        return []
    west, south, east, north = data.boxes.take(found, axis=0).T
    meets = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    return sorted(set(found[meets].tolist()))  # a box may lie in several cells


def _nearest_line(data: Paths, x: float, y: float, tolerance_m: float) -> tuple[int, float] | None:
    box = (x - tolerance_m, y - tolerance_m, x + tolerance_m, y + tolerance_m)
    near = _near_parts(data, box)
    if len(near) > _FEW:
        return _nearest_of_many(data, np.array(near), x, y, tolerance_m)
    best: tuple[float, int] | None = None
    for part in near:
        vertices = data.part(part)
        if len(vertices) > _MANY_VERTICES:
            found = _nearest_of_many(data, np.array([part]), x, y, tolerance_m)
            distance = found[1] if found else math.inf
        else:
            distance = _distance_to(vertices.tolist(), x, y)
        if distance <= tolerance_m and (best is None or distance < best[0]):
            best = (distance, part)
    return None if best is None else (int(data.feature[best[1]]), best[0])


def _distance_to(line: list[list[float]], x: float, y: float) -> float:
    """Return the distance of a place from a line of few vertices; as segment_distances."""
    best = math.inf
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        along_x, along_y, from_x, from_y = x2 - x1, y2 - y1, x - x1, y - y1
        length2 = max(along_x * along_x + along_y * along_y, 1e-12)
        share = min(max((from_x * along_x + from_y * along_y) / length2, 0.0), 1.0)
        best = min(best, math.hypot(from_x - share * along_x, from_y - share * along_y))
    return best


def _nearest_of_many(
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


def _containing(data: Paths, rings: list[int], x: float, y: float) -> tuple[int, float] | None:
    """Return the smallest polygon around a place: an odd number of its edges lies to the east.

    rings: those whose boxes hold the place; all others have an even number of such edges.
    """
    sides: dict[int, int] = {}
    for ring in rings:  # a handful
        polygon = int(data.polygon[ring])
        sides[polygon] = sides.get(polygon, 0) + _edges_east(data.part(ring), x, y)
    best: tuple[float, int] | None = None
    for polygon, count in sides.items():
        if count % 2:
            outer = data.rings_of(polygon)[0]
            west, south, east, north = data.boxes[outer].tolist()
            size = (east - west) * (north - south)
            if best is None or size < best[0]:
                best = (size, int(data.feature[outer]))
    return None if best is None else (best[1], 0.0)


def _edges_east(ring: np.ndarray, x: float, y: float) -> int:
    """Return how many edges of a ring (n, 2) a ray to the east crosses."""
    if len(ring) <= _MANY_VERTICES:
        count = 0
        for (x1, y1), (x2, y2) in itertools.pairwise(ring.tolist()):
            if (y1 > y) != (y2 > y) and x1 + (y - y1) * (x2 - x1) / (y2 - y1) > x:
                count += 1
        return count
    x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
    straddles = (y1 > y) != (y2 > y)
    crossing = x1 + (y - y1) * (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
    return int(np.count_nonzero(straddles & (crossing > x)))
