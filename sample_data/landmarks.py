"""Churches, schools, the station, farms outside: buildings the plan places one by one."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.building_site import BuildingSite
from sample_data.curves import Points
from sample_data.footprints import landmark
from sample_data.houses import Building, Built, Entrance
from sample_data.plan_files import read_plan
from sample_data.street_network import Street

_HOMES = {"farm": 1}
"""Dwellings in landmarks people live in."""


def place_landmarks(streets: list[Street], site: BuildingSite, built: Built) -> None:
    """Put the landmarks of the plan on the ground; each has one entrance.

    Raises ValueError where one would stand on a street, in the water or on another building.
    """
    misplaced = []
    for row in read_plan("landmarks"):
        place = row["point"][0]
        size = float(row["width_m"]), float(row["depth_m"])
        shape = landmark(row["form"], place, float(row["angle"]), *size)
        if not site.is_free(shape, 0.5, landmark=True):
            misplaced.append(row["name"])
        site.take(shape)
        homes = _HOMES.get(row["kind"], 0)
        building = Building(shape, row["kind"], int(row["levels"]), homes, row["name"])
        built.add(building, _entrance(shape, place, row["street"], streets, homes))
    if misplaced:
        raise ValueError(f"no free ground for {', '.join(misplaced)}")


def _entrance(
    shape: BaseGeometry, place: Points, name: str, streets: list[Street], homes: int
) -> Entrance:
    """Return the door of a landmark on the side of its street."""
    spot = shapely.points(place)
    drawn = min(
        (index for index, street in enumerate(streets) if street.name == name),
        key=lambda index: streets[index].line.shape.distance(spot),
    )
    line = streets[drawn].line
    along = line.distance_of(place)
    side = 1 if float(np.dot(place - line.at(along), line.left(along))) > 0 else -1
    way = shapely.intersection(shape, shapely.linestrings([place, line.at(along)]))
    inside = shapely.get_coordinates(way)
    if not len(inside):  # the middle is a courtyard
        inside = shapely.get_coordinates(shape.representative_point())
    return Entrance(streets[drawn], drawn, side, along, inside[-1] * 0.85 + inside[0] * 0.15, homes)
