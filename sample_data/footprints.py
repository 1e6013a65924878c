"""Shapes of buildings: footprints along a street and of landmarks."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.chance import Chance
from sample_data.curves import Curve, Points, rounded


def closed_front(
    line: Curve, span_m: tuple[float, float], side: int, front_m: float, depth_m: float
) -> Points:
    """Return the ring of a house between two party walls that follows the street.

    span_m: from where to where along the line; side: 1 left of it, -1 right;
    front_m: distance of the front from the middle.
    """
    start_m, end_m = span_m
    first, last = line.left(start_m, 7.0) * side, line.left(end_m, 7.0) * side
    start, end = line.at(start_m), line.at(end_m)
    return rounded(
        np.array(
            [
                start + first * front_m,
                end + last * front_m,
                end + last * (front_m + depth_m),
                start + first * (front_m + depth_m),
            ]
        )
    )


def free_standing(
    line: Curve, middle_m: float, side: int, box: tuple[float, float, float], turn: float = 0.0
) -> Points:
    """Return the ring of a rectangle whose front faces the street.

    box: distance of the front from the middle of the street, width along it, depth;
    turn: radians by which the house is turned against the street.
    """
    front_m, width_m, depth_m = box
    along = line.direction(middle_m, 8.0)
    away = np.array([-along[1], along[0]]) * side
    cos, sin = np.cos(turn), np.sin(turn)
    across = along * cos + away * sin
    back = away * cos - along * sin
    front = line.at(middle_m) + away * front_m
    half = across * width_m / 2
    return rounded(
        np.array(
            [
                front - half,
                front + half,
                front + half + back * depth_m,
                front - half + back * depth_m,
            ]
        )
    )


def with_wing(ring: Points, chance: Chance) -> Points:
    """Return a rectangle (front left, front right, back right, back left) with a notch or bay."""
    front, back = ring[1] - ring[0], ring[3] - ring[0]
    notch, deep = chance.between(0.3, 0.55), chance.between(0.3, 0.5)
    if chance.happens(0.5):  # L open to the garden
        corners = [
            ring[0],
            ring[1],
            ring[1] + back * (1 - deep),
            ring[1] + back * (1 - deep) - front * notch,
            ring[2] - front * notch,
            ring[3],
        ]
    else:  # bay at the back
        a, b = notch * 0.6, notch * 0.6 + 0.4
        out = back * 0.22
        corners = [
            ring[0],
            ring[1],
            ring[2],
            ring[3] + front * b,
            ring[3] + front * b + out,
            ring[3] + front * a + out,
            ring[3] + front * a,
            ring[3],
        ]
    return rounded(np.array(corners))


def landmark(
    form: str, place: Points, angle_deg: float, width_m: float, depth_m: float
) -> BaseGeometry:
    """Return the footprint of a landmark of a named form, turned about its middle."""
    shape = shapely.union_all([shapely.box(*box) for box in _LANDMARK_BOXES[form]])
    if form == "court":
        shape = shapely.difference(
            shapely.box(-0.5, -0.5, 0.5, 0.5), shapely.box(-0.22, -0.22, 0.22, 0.22)
        )
    if form == "church":  # a round choir in the east and a tower in the west
        choir = shapely.affinity.scale(shapely.points(0.42, 0).buffer(0.5, quad_segs=4), 0.2, 0.6)
        shape = shapely.union_all([shape, choir])
    shape = shapely.affinity.scale(shape, width_m, depth_m, origin=(0, 0))
    shape = shapely.affinity.rotate(shape, angle_deg, origin=(0, 0))
    shape = shapely.affinity.translate(shape, *place)
    return shapely.set_precision(shape, 0.01)


_LANDMARK_BOXES = {
    "block": [(-0.5, -0.5, 0.5, 0.5)],
    "court": [(-0.5, -0.5, 0.5, 0.5)],
    "church": [(-0.4, -0.3, 0.42, 0.3), (-0.5, -0.22, -0.38, 0.22), (0.08, -0.5, 0.3, 0.5)],
    "station": [
        (-0.5, -0.35, 0.5, 0.35),
        (-0.12, -0.5, 0.12, 0.5),
        (-0.5, -0.45, -0.38, 0.45),
        (0.38, -0.45, 0.5, 0.45),
    ],
    "comb": [
        (-0.5, 0.22, 0.5, 0.5),
        (-0.5, -0.5, -0.3, 0.3),
        (-0.1, -0.35, 0.1, 0.3),
        (0.3, -0.5, 0.5, 0.3),
    ],
    "hospital": [
        (-0.5, -0.1, 0.5, 0.12),
        (-0.42, -0.5, -0.28, 0.42),
        (-0.08, -0.5, 0.08, 0.5),
        (0.26, -0.42, 0.4, 0.5),
    ],
}
