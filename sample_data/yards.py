"""What stands behind and beside the houses: rear houses, barns, sheds, garages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from sample_data.building_site import BuildingSite
from sample_data.chance import Chance
from sample_data.curves import Points, rounded
from sample_data.houses import Building, Style


@dataclass(frozen=True)
class Rear:
    """A building in the yard; lengths in metres, each as lowest and highest.

    away_m: distance from the back of the house; clear_m: to other buildings, negative may touch.
    lived_in_share: share of them that are rear houses with a number of their own.
    """

    width_m: tuple[float, float]
    depth_m: tuple[float, float]
    away_m: tuple[float, float]
    clear_m: float
    use: str
    lived_in_share: float = 0.0


_REARS = {
    "old": Rear((4.5, 9.5), (4, 8), (0.0, 7.0), -0.1, "shed", 0.13),
    "block": Rear((7, 15), (7, 11), (6.0, 13.0), -0.1, "shed", 0.2),
    "village": Rear((12, 19), (8, 10), (3.0, 9.0), 0.6, "barn"),
    "hall": Rear((9, 18), (8, 16), (4.0, 8.0), 0.6, "industrial"),
}
_GARAGE_M = (3.2, 6.2)
_LIVED_IN_FROM_M = 6.5


def build_behind(
    ring: Points, style: Style, levels: int, chance: Chance, site: BuildingSite
) -> tuple[Building, Points | None] | None:
    """Return a building in the yard and its door, if it is lived in; None where none stands.

    ring: the house (front left, front right, back right, back left).
    """
    if not chance.happens(style.rear_share):
        return None
    across, back = ring[1] - ring[0], ring[3] - ring[0]
    wide, deep = float(np.hypot(*across)), float(np.hypot(*back))
    across, back = across / wide, back / deep
    rear = _REARS.get(style.name)
    if rear is None:  # a garage beside the house, a step behind its front
        beside = ring[1] + across if chance.happens(0.5) else ring[0] - across * 4.2
        shape = shapely.polygons(_box(beside + back * 1.5, across, back, _GARAGE_M))
        return (Building(shape, "garage", 1, 0), None) if _takes(site, shape, 0.6) else None
    size = chance.between(*rear.width_m), chance.between(*rear.depth_m)
    shift = chance.between(-0.2, 0.6) * (wide - size[0])
    corner = ring[3] + across * shift + back * chance.between(*rear.away_m)
    box = _box(corner, across, back, size)
    lived_in = size[0] > _LIVED_IN_FROM_M and chance.happens(rear.lived_in_share)
    homes = chance.whole(1, 3)
    shape = shapely.polygons(box)
    if not _takes(site, shape, rear.clear_m):
        return None
    if not lived_in:
        return Building(shape, rear.use, 1, 0), None
    return Building(shape, style.use, max(1, levels - 1), homes), box.mean(axis=0)


def _takes(site: BuildingSite, shape: shapely.Polygon, clear_m: float) -> bool:
    """Take the ground for a building if it is free."""
    if not site.is_free(shape, clear_m):
        return False
    site.take(shape)
    return True


def _box(corner: Points, across: Points, back: Points, size: tuple[float, float]) -> Points:
    """Return a rectangle from its corner, its unit vectors and its width and depth."""
    wide, deep = across * size[0], back * size[1]
    return rounded(np.array([corner, corner + wide, corner + wide + deep, corner + deep]))
