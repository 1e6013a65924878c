"""Where a place that is drawn snaps to: vertices, edges and right angles; without Qt.

The layers of the scene bring their grids and trees along, which are made off the window's thread.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fibre_planner.ui.map.geometry import Points
from fibre_planner.ui.map.scene_layers import SceneLayer

Kind = Literal["", "vertex", "edge", "right_angle", "start"]
Place = tuple[float, float]

_NO_SNAP = ("findings", "gaps", "comparison")
_SHORTEST_M = 1e-6


@dataclass(frozen=True)
class Snap:
    """A place and what it snapped to; kind is empty where it did not.

    direction: unit vector of the edge or line it lies on, (0, 0) where there is none.
    """

    x: float
    y: float
    kind: Kind = ""
    direction: Place = (0.0, 0.0)

    @property
    def place(self) -> Place:
        """Return x and y."""
        return (self.x, self.y)


def snap(
    layers: Iterable[SceneLayer],
    x: float,
    y: float,
    reach_m: float,
    *,
    without: str = "",
) -> Snap:
    """Return the nearest vertex within reach, else the nearest edge, else the place itself.

    layers: those that are shown. without: id of a row that is left out, as it is being edited.
    """
    vertices, segments = candidates(layers, x, y, reach_m, without)
    if len(vertices):
        away = np.hypot(vertices[:, 0] - x, vertices[:, 1] - y)
        best = int(np.argmin(away))
        if away[best] <= reach_m:
            return Snap(float(vertices[best, 0]), float(vertices[best, 1]), "vertex")
    found = on_segments(segments, x, y, reach_m)
    return found[1] if found is not None else Snap(x, y)


def candidates(
    layers: Iterable[SceneLayer], x: float, y: float, reach_m: float, without: str = ""
) -> tuple[np.ndarray, np.ndarray]:
    """Return vertices (n, 2) and segments (m, 4) of the features whose boxes are within reach."""
    box = (x - reach_m, y - reach_m, x + reach_m, y + reach_m)
    vertices: list[np.ndarray] = [np.empty((0, 2))]
    segments: list[np.ndarray] = [np.empty((0, 4))]
    for layer in layers:  # a dozen
        data = layer.data
        if not layer.pickable or layer.table in _NO_SNAP or not len(data):
            continue
        found = data.within(box)
        if isinstance(data, Points):
            if without:
                found = found[data.ids[found] != without]
            vertices.append(data.xy[found])
        elif len(found):
            if without:
                found = found[data.ids[data.feature[found]] != without]
            numbers, _ = data.vertices(found)
            vertices.append(data.xy[numbers])
            segments.append(data.segments(found))
    return np.concatenate(vertices), np.concatenate(segments)


def right_angle(
    course: Sequence[Place], x: float, y: float, reach_m: float, base: Place = (0.0, 0.0)
) -> Snap:
    """Return the place brought onto a line straight on or square to the last piece of a course.

    Where both the last piece and the first one allow it, the place completes a rectangle.
    base: direction that counts as the last piece where the course has one point alone.
    """
    if not course:
        return Snap(x, y)
    last = course[-1]
    along = _direction(course[-2], last) if len(course) > 1 else base
    if along == (0.0, 0.0):
        return Snap(x, y)
    across = (-along[1], along[0])
    if len(course) > 2:
        first_across = _direction(course[0], course[1])
        first_across = (-first_across[1], first_across[0])
        for line in (across, along):
            corner = _meeting(last, line, course[0], first_across)
            if corner is not None and math.dist(corner, (x, y)) <= reach_m:
                return Snap(*corner, "right_angle", line)
    for line in (across, along):
        share = (x - last[0]) * line[0] + (y - last[1]) * line[1]
        foot = (last[0] + share * line[0], last[1] + share * line[1])
        if abs(share) > reach_m and math.dist(foot, (x, y)) <= reach_m:
            return Snap(*foot, "right_angle", line)
    return Snap(x, y)


def on_segments(
    segments: np.ndarray, x: float, y: float, reach_m: float
) -> tuple[int, Snap] | None:
    """Return the number of the nearest of some segments (m, 4) within reach, and the place."""
    if not len(segments):
        return None
    begin, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    length2 = np.maximum((along**2).sum(axis=1), _SHORTEST_M**2)
    share = np.clip((((x, y) - begin) * along).sum(axis=1) / length2, 0.0, 1.0)
    feet = begin + share[:, None] * along
    away = np.hypot(feet[:, 0] - x, feet[:, 1] - y)
    best = int(np.argmin(away))
    if away[best] > reach_m:
        return None
    dx, dy = (along[best] / math.sqrt(length2[best])).tolist()
    return best, Snap(float(feet[best, 0]), float(feet[best, 1]), "edge", (dx, dy))


def _direction(begin: Place, end: Place) -> Place:
    length = math.dist(begin, end)
    if length < _SHORTEST_M:
        return (0.0, 0.0)
    return ((end[0] - begin[0]) / length, (end[1] - begin[1]) / length)


def _meeting(one: Place, along: Place, other: Place, across: Place) -> Place | None:
    """Return where two lines meet, None where they are parallel."""
    turn = along[0] * across[1] - along[1] * across[0]
    if abs(turn) < 1e-9:
        return None
    share = ((other[0] - one[0]) * across[1] - (other[1] - one[1]) * across[0]) / turn
    return (one[0] + share * along[0], one[1] + share * along[1])
