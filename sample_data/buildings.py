"""Houses along the streets: each street side is built up in the style the plan names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.building_site import BuildingSite
from sample_data.chance import Chance
from sample_data.curves import Points
from sample_data.footprints import closed_front, free_standing, landmark, with_wing
from sample_data.plan_files import read_plan
from sample_data.street_network import Street

Ring = Points


@dataclass(frozen=True, eq=False)
class Building:
    """A footprint with its use, storeys and flats (-1 unknown)."""

    shape: BaseGeometry
    use: str
    levels: int
    flats: int
    name: str = ""


@dataclass(frozen=True, eq=False)
class Entrance:
    """A place that gets a house number.

    drawn: position of the street in the plan; side: 1 left, -1 right; along_m: distance along it.
    behind: a house behind another, which gets that one's number with a letter.
    """

    street: Street
    drawn: int
    side: int
    along_m: float
    place: Points
    building: Building
    style: str
    behind: bool = False
    flats: int = -1


@dataclass(frozen=True)
class Style:
    """How a street side is built up; lengths in metres, each as lowest and highest."""

    name: str
    form: str
    width_m: tuple[float, float]
    depth_m: tuple[float, float]
    setback_m: tuple[float, float]
    group: tuple[int, int]
    gap_m: tuple[float, float]
    levels: tuple[int, int]
    flats: tuple[int, int]
    use: str
    rear_share: float
    business_share: float


def read_styles() -> dict[str, Style]:
    """Return the building styles of the plan by name."""

    def pair(row: dict[str, Any], name: str, kind: type) -> Any:
        return (kind(row[f"{name}_low"]), kind(row[f"{name}_high"]))

    return {
        row["style"]: Style(
            name=row["style"],
            form=row["form"],
            width_m=pair(row, "width", float),
            depth_m=pair(row, "depth", float),
            setback_m=pair(row, "setback", float),
            group=pair(row, "group", int),
            gap_m=pair(row, "gap", float),
            levels=pair(row, "levels", int),
            flats=pair(row, "flats", int),
            use=row["use"],
            rear_share=float(row["rear_share"]),
            business_share=float(row["business_share"]),
        )
        for row in read_plan("building_styles")
    }


def place_landmarks(
    streets: list[Street], site: BuildingSite
) -> tuple[list[Building], list[Entrance]]:
    """Put churches, schools, the station and the like on the ground; each has an entrance."""
    buildings, entrances = [], []
    for row in read_plan("landmarks"):
        place = row["point"][0]
        shape = landmark(
            row["form"], place, float(row["angle"]), float(row["width_m"]), float(row["depth_m"])
        )
        building = Building(shape, row["kind"], int(row["levels"]), 0, row["name"])
        site.take(shape)
        buildings.append(building)
        drawn = [index for index, street in enumerate(streets) if street.name == row["street"]]
        spot = shapely.points(place)
        index = min(drawn, key=lambda i: shapely.linestrings(streets[i].line.points).distance(spot))
        line = streets[index].line
        along = line.distance_of(place)
        side = 1 if float(np.dot(place - line.at(along), line.left(along))) > 0 else -1
        door = shapely.get_coordinates(
            shapely.intersection(shape, shapely.linestrings([place, line.at(along)]))
        )
        inside = shape.representative_point() if not len(door) else None
        at = shapely.get_coordinates(inside)[0] if inside is not None else door[-1]
        at = at + (place - at) * 0.15
        entrances.append(Entrance(streets[index], index, side, along, at, building, row["kind"]))
    return buildings, entrances


def build_up(
    drawn: int, street: Street, side: int, style: Style, site: BuildingSite
) -> tuple[list[Building], list[Entrance]]:
    """Build houses along one side of a street, from its start to its end."""
    chance = Chance(f"{street.name}:{drawn}:{side}")
    buildings: list[Building] = []
    entrances: list[Entrance] = []
    along, length = 0.5, street.line.length_m
    setback = chance.between(*style.setback_m)
    left_in_group = chance.whole(*style.group)
    shared_depth = chance.between(*style.depth_m)
    while along < length:
        width = chance.between(*style.width_m)
        depth = (
            shared_depth
            if style.form == "closed" and style.name != "old"
            else chance.between(*style.depth_m)
        )
        depth += chance.between(-0.4, 0.4) if style.form == "closed" else 0.0
        if style.form == "free":
            setback = chance.between(*style.setback_m)
        ring = _ring(street, along, side, style, (width, depth, setback), chance)
        house = shapely.polygons(ring)
        clear = -0.15 if style.form == "closed" else min(style.gap_m[0] / 2, 4.0)
        if style.name in _OPEN_STYLES and chance.happens(_VACANT_SHARE):
            along += width + chance.between(*style.gap_m)
            continue
        if along + width > length + 1.0 or not site.is_free(house, clear):
            along += 1.5
            continue
        site.take(house)
        new, doors = _house(ring, style, chance, (drawn, street, side, along + width / 2))
        buildings += new
        entrances += doors
        more, doors = _behind(
            ring, new[0], style, chance, site, (drawn, street, side, along + width / 2)
        )
        buildings += more
        entrances += doors
        along += width
        left_in_group -= 1
        if left_in_group <= 0 or style.form != "closed":
            along += chance.between(*style.gap_m)
            left_in_group = chance.whole(*style.group)
            setback = chance.between(*style.setback_m)
            if style.name != "row":
                shared_depth = chance.between(*style.depth_m)
    return buildings, entrances


_OPEN_STYLES = ("detached", "semi", "village", "villa", "flats")
_VACANT_SHARE = 0.035
"""Plots of open quarters on which nobody has built yet, asked at every try for a place."""

Spot = tuple[int, Street, int, float]


def _ring(
    street: Street,
    along: float,
    side: int,
    style: Style,
    size: tuple[float, float, float],
    chance: Chance,
) -> Ring:
    width, depth, setback = size
    front = street.half_m + setback
    if style.form == "closed":
        return closed_front(street.line, along, along + width, side, front, depth)
    turn = chance.between(-0.03, 0.03) if style.form == "free" else 0.0
    if style.name == "village":
        turn = chance.between(-0.1, 0.1)
    return free_standing(street.line, along + width / 2, side, (front, width, depth), turn)


def _house(
    ring: Ring, style: Style, chance: Chance, spot: Spot
) -> tuple[list[Building], list[Entrance]]:
    drawn, street, side, along = spot
    levels = chance.whole(*style.levels)
    flats = chance.whole(*style.flats)
    outline = ring
    if style.form == "free" and chance.happens(0.45 if style.name != "hall" else 0.3):
        outline = with_wing(ring, chance)
    if style.form != "across":
        building = Building(shapely.polygons(outline), style.use, levels, flats)
        place = _inside(ring, 0.5, 0.25)
        return [building], [
            Entrance(street, drawn, side, along, place, building, style.name, flats=flats)
        ]
    doors = chance.whole(*style.group)
    building = Building(shapely.polygons(ring), style.use, levels, flats * doors)
    return [building], [
        Entrance(
            street,
            drawn,
            side,
            along + door * 0.1,
            _inside(ring, 0.3, (door + 0.5) / doors),
            building,
            style.name,
            flats=flats,
        )
        for door in range(doors)
    ]


def _inside(ring: Ring, across: float, deep: float) -> Points:
    """Return a place inside a rectangle by fractions of its width and depth."""
    return np.asarray(ring[0] + (ring[1] - ring[0]) * across + (ring[3] - ring[0]) * deep)


_REAR_BOXES = {
    "old": ((5, 9), (4, 7), (0.0, 6.0)),
    "block": ((7, 13), (7, 10), (7.0, 14.0)),
    "village": ((12, 19), (8, 10), (3.0, 9.0)),
    "hall": ((9, 16), (8, 14), (4.0, 8.0)),
}
"""Style → width, depth and distance of a building behind the house."""


def _behind(
    ring: Ring, house: Building, style: Style, chance: Chance, site: BuildingSite, spot: Spot
) -> tuple[list[Building], list[Entrance]]:
    """Return a rear house, barn or garage with the entrance it may have."""
    if not chance.happens(style.rear_share):
        return [], []
    across, back = ring[1] - ring[0], ring[3] - ring[0]
    wide, deep = float(np.hypot(*across)), float(np.hypot(*back))
    across, back = across / wide, back / deep
    if style.name not in _REAR_BOXES:  # a garage beside the house, a step behind its front
        start = (
            ring[1] + across * 1.0 + back * 1.5
            if chance.happens(0.5)
            else ring[0] - across * 4.2 + back * 1.5
        )
        size = (3.2, 6.2)
    else:
        width, depth, away = _REAR_BOXES[style.name]
        size = (chance.between(*width), chance.between(*depth))
        shift = chance.between(-0.2, 0.6) * (wide - size[0])
        start = ring[3] + across * shift + back * chance.between(*away)
    rear = rounded_box(start, across * size[0], back * size[1])
    shape = shapely.polygons(rear)
    if not site.is_free(shape, -0.1 if style.name in ("old", "block") else 0.6):
        return [], []
    site.take(shape)
    lived_in = style.name in ("old", "block") and size[0] > 6.5 and chance.happens(0.2)
    if not lived_in:
        use = {"village": "barn", "hall": "industrial"}.get(
            style.name, "garage" if style.name not in _REAR_BOXES else "shed"
        )
        return [Building(shape, use, 1, 0)], []
    flats = chance.whole(1, 3)
    building = Building(shape, style.use, max(1, house.levels - 1), flats)
    drawn, street, side, along = spot
    entrance = Entrance(
        street,
        drawn,
        side,
        along + 0.05,
        _inside(rear, 0.5, 0.4),
        building,
        style.name,
        behind=True,
        flats=flats,
    )
    return [building], [entrance]


def rounded_box(corner: Points, across: Points, back: Points) -> Ring:
    """Return a rectangle from a corner and its two sides, in whole centimetres."""
    return np.round(np.array([corner, corner + across, corner + across + back, corner + back]), 2)


def build_town(
    streets: list[Street], site: BuildingSite
) -> Iterator[tuple[list[Building], list[Entrance]]]:
    """Build up all street sides: closed quarters first, then the others in drawing order."""
    styles = read_styles()
    rank = {"old": 0, "block": 1, "zeile": 2, "hall": 3, "office": 3, "village": 4}
    sides = [
        (rank.get(style, 5), drawn, side, style)
        for drawn, street in enumerate(streets)
        for side, style in ((1, street.left), (-1, street.right))
        if style
    ]
    for _, drawn, side, style in sorted(sides, key=lambda item: item[:2]):
        yield build_up(drawn, streets[drawn], side, styles[style], site)
