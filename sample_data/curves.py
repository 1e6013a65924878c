"""Smooth lines through drawn points, and places along them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]


def smooth(points: Points, step_m: float = 6.0, *, closed: bool = False) -> Points:
    """Return a Catmull-Rom curve through the points, with a vertex about every step_m."""
    ends = (points[-1:], points[:2]) if closed else (_beyond(points), _beyond(points[::-1]))
    control = np.vstack([ends[0], points, ends[1]])
    pieces = []
    # A loop over the few drawn points; the vertices between them are computed at once.
    for before, start, end, after in zip(
        control, control[1:], control[2:], control[3:], strict=False
    ):
        count = max(2, int(np.hypot(*(end - start)) / step_m))
        t = np.linspace(0.0, 1.0, count, endpoint=False)[:, None]
        pieces.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    curve = np.vstack(pieces) if closed else np.vstack([*pieces, points[-1:]])
    return simplified(curve)


def _beyond(points: Points) -> Points:
    """Return the point that continues a line backwards."""
    return np.asarray(2 * points[:1] - points[1:2])


def simplified(points: Points, tolerance_m: float = 0.08) -> Points:
    """Return the points without those that change the line by less than the tolerance."""
    line = shapely.simplify(shapely.linestrings(points), tolerance_m)
    return rounded(shapely.get_coordinates(line))


def rounded(points: Points) -> Points:
    """Return coordinates in whole centimetres, so that machines differ in nothing."""
    return np.round(points, 2) + 0.0


@dataclass(frozen=True, eq=False)
class Curve:
    """A line with its distances: points (n, 2), distances (n,) in metres from the start."""

    points: Points
    distances_m: NDArray[np.float64]

    @cached_property
    def shape(self) -> BaseGeometry:
        """Return the line as a geometry."""
        return shapely.linestrings(self.points)

    @property
    def length_m(self) -> float:
        """Return the length."""
        return float(self.distances_m[-1])

    def at(self, distance_m: float) -> Points:
        """Return the place at a distance from the start."""
        return np.array(
            [np.interp(distance_m, self.distances_m, self.points[:, axis]) for axis in (0, 1)]
        )

    def direction(self, distance_m: float, window_m: float = 4.0) -> Points:
        """Return the unit vector along the line, averaged over a window."""
        along = self.at(distance_m + window_m) - self.at(distance_m - window_m)
        return np.asarray(along / max(float(np.hypot(*along)), 1e-9))

    def left(self, distance_m: float, window_m: float = 4.0) -> Points:
        """Return the unit vector to the left of the line."""
        east, north = self.direction(distance_m, window_m)
        return np.array([-north, east])

    def part(self, start_m: float, end_m: float) -> Points:
        """Return the points of a stretch of the line."""
        inside = (self.distances_m > start_m + 0.01) & (self.distances_m < end_m - 0.01)
        return rounded(np.vstack([self.at(start_m), self.points[inside], self.at(end_m)]))

    def distance_of(self, place: Points) -> float:
        """Return how far along the line the nearest place to a point lies."""
        return float(shapely.line_locate_point(self.shape, shapely.points(place)))


def curve(points: Points) -> Curve:
    """Return a line with its distances."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return Curve(points, np.concatenate([[0.0], np.cumsum(steps)]))


def strip(points: Points, width_m: float) -> Points:
    """Return the outline (ring, not closed) of a band of even width along a line."""
    tangent = np.gradient(points, axis=0)
    left = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    left /= np.hypot(*left.T)[:, None]
    return rounded(np.vstack([points + left * width_m / 2, (points - left * width_m / 2)[::-1]]))
