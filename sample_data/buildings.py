"""Houses along the streets: each street side is built up in the style the plan names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from sample_data.building_site import BuildingSite
from sample_data.chance import Chance
from sample_data.curves import Points
from sample_data.footprints import closed_front, free_standing, with_wing
from sample_data.houses import Building, Built, Entrance, Style, read_styles
from sample_data.street_network import Street
from sample_data.yards import build_behind

_CLOSED_FIRST = ("old", "block", "zeile", "tower", "hall", "office", "village")
"""Styles in the order they are built; all others come after them."""

_VACANT_SHARE = 0.035
"""Chance at every try for a place that a plot of an open quarter stays empty."""

_STEP_M = 1.5
"""Step along the street where a house does not fit."""


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a drawn street (1 left, -1 right) with its style and its own chance."""

    street: Street
    drawn: int
    side: int
    style: Style
    chance: Chance


@dataclass
class Row:
    """What neighbouring houses share: distance to the street, depth, houses until the next gap."""

    setback_m: float
    depth_m: float
    houses: int


def build_town(streets: list[Street], site: BuildingSite, built: Built) -> None:
    """Build up all street sides: closed quarters first, then the others in drawing order."""
    styles = read_styles()
    rank = {name: number for number, name in enumerate(_CLOSED_FIRST)}
    sides = [
        (rank.get(style, len(rank)), drawn, side, style)
        for drawn, street in enumerate(streets)
        for side, style in ((1, street.left), (-1, street.right))
        if style
    ]
    for _, drawn, side, style in sorted(sides, key=lambda item: item[:2]):
        street = streets[drawn]
        chance = Chance(f"{street.name}:{street.line.length_m:.0f}:{side}")
        build_up(Side(street, drawn, side, styles[style], chance), site, built)


def build_up(side: Side, site: BuildingSite, built: Built) -> None:
    """Build houses along one side of a street, from its start to its end."""
    style, chance, length = side.style, side.chance, side.street.line.length_m
    row = _new_row(style, chance)
    along = 0.5
    clear = -0.15 if style.form == "closed" else min(style.gap_m[0] / 2, 4.0)
    while along < length:
        width = chance.between(*style.width_m)
        ring = _ring(side, along, width, row)
        if chance.happens(_vacant_share(style)):
            along += width + chance.between(*style.gap_m)
        elif along + width > length + 1.0 or not site.is_free(shapely.polygons(ring), clear):
            along += _STEP_M
        else:
            site.take(shapely.polygons(ring))
            _put_up(side, ring, along + width / 2, site, built)
            along += width
            row.houses -= 1
            if row.houses <= 0:
                along += chance.between(*style.gap_m)
                row = _new_row(style, chance)


def _vacant_share(style: Style) -> float:
    """Return the chance of an empty plot; rows, slabs and halls have gaps anyway."""
    open_quarter = style.group[1] <= 2 and style.use != "industrial"
    return _VACANT_SHARE if open_quarter else 0.0


def _new_row(style: Style, chance: Chance) -> Row:
    houses = chance.whole(*style.group) if style.form == "closed" else 1
    return Row(chance.between(*style.setback_m), chance.between(*style.depth_m), houses)


def _ring(side: Side, along_m: float, width_m: float, row: Row) -> Points:
    """Return the outline of the next house: front left, front right, back right, back left."""
    style, chance = side.style, side.chance
    front = side.street.half_m + row.setback_m
    if style.form == "closed":
        uneven = 1.6 if style.name == "old" else 0.4
        depth = row.depth_m + chance.between(-uneven, uneven)
        return closed_front(side.street.line, (along_m, along_m + width_m), side.side, front, depth)
    crooked = {"across": 0.0}.get(style.form, 0.1 if style.name == "village" else 0.03)
    turn = chance.between(-crooked, crooked)
    box = (front, width_m, row.depth_m)
    return free_standing(side.street.line, along_m + width_m / 2, side.side, box, turn)


def _put_up(side: Side, ring: Points, along_m: float, site: BuildingSite, built: Built) -> None:
    """Add the house, its doors and what stands behind it."""
    style, chance = side.style, side.chance
    levels, flats = chance.whole(*style.levels), chance.whole(*style.flats)
    doors = chance.whole(*style.group) if style.form == "across" else 1
    outline = ring
    if style.form == "free" and chance.happens(0.3 if style.name == "hall" else 0.45):
        outline = with_wing(ring, chance)
    house = Building(shapely.polygons(outline), style.use, levels, flats * doors)

    def door(place: Points, along: float, homes: int, *, behind: bool = False) -> Entrance:
        return Entrance(side.street, side.drawn, side.side, along, place, homes, behind)

    if style.form == "across":
        places = [_inside(ring, 0.3, (number + 0.5) / doors) for number in range(doors)]
    else:
        places = [_inside(ring, 0.5, 0.25)]
    built.add(house, *(door(p, along_m + n * 0.1, flats) for n, p in enumerate(places)))
    behind = build_behind(ring, style, levels, chance, site)
    if behind is not None:
        building, place = behind
        doors_behind = (
            [] if place is None else [door(place, along_m + 0.05, building.flats, behind=True)]
        )
        built.add(building, *doors_behind)


def _inside(ring: Points, across: float, deep: float) -> Points:
    """Return a place inside a rectangle by fractions of its width and depth."""
    return np.asarray(ring[0] + (ring[1] - ring[0]) * across + (ring[3] - ring[0]) * deep)
