"""House numbers, postcodes and districts: from entrances to addresses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import shapely

from sample_data.chance import Chance
from sample_data.curves import Points
from sample_data.ground import Area
from sample_data.houses import Entrance

CITY = "Weidenfurt am Main"
AGS = "06999001"
SOUTH_BANK = ("Südufer", "Kleinrod")
VACANT_M = 30.0
"""Ground without a house that keeps a number for a later one."""


@dataclass(frozen=True, eq=False)
class Address:
    """One house number with its place (metres of the plan) and what is behind its door."""

    address_id: str
    street: str
    street_key: int
    number: str
    suffix: str
    postcode: str
    district: str
    place: Points
    dwellings: int


def number_houses(entrances: list[Entrance], districts: list[Area]) -> list[Address]:
    """Return the addresses: odd numbers left, even ones right, rising along the street."""
    ordered = sorted(
        entrances, key=lambda e: (e.street.name, -e.side, e.drawn, e.along_m, e.behind)
    )
    places = np.array([entrance.place for entrance in ordered])
    homes = _district_names(places, districts)
    names = sorted({entrance.street.name for entrance in entrances})
    keys = {name: 10 * (index + 1) for index, name in enumerate(names)}
    addresses: list[Address] = []
    position = 0
    for (street, side), houses in groupby(ordered, key=lambda e: (e.street.name, e.side)):
        group = list(houses)
        for entrance, (number, suffix) in zip(group, _numbers(group, street, side), strict=True):
            district = homes[position]
            addresses.append(
                Address(
                    address_id=f"DEHE6999{position + 1:08d}",
                    street=street,
                    street_key=keys[street],
                    number=str(number),
                    suffix=suffix,
                    postcode="63992" if district in SOUTH_BANK else "63991",
                    district=district,
                    place=places[position],
                    dwellings=entrance.flats,
                )
            )
            position += 1
    return addresses


def _numbers(group: list[Entrance], street: str, side: int) -> list[tuple[int, str]]:
    """Return number and suffix of each house of a street side, in order."""
    chance = Chance(f"numbers:{street}:{side}")
    numbers: list[tuple[int, str]] = []
    number, letters, before = (-1 if side == 1 else 0), 0, None
    for entrance in group:
        jump = 0.0
        if before is not None and before.drawn == entrance.drawn:
            jump = entrance.along_m - before.along_m
        if numbers and (entrance.behind or (chance.happens(0.025) and letters == 0)):
            letters += 1
            numbers.append((number, "abcdefgh"[letters - 1]))
        else:
            vacant = int(max(0.0, jump - VACANT_M) / VACANT_M)
            number, letters = number + 2 + 2 * min(vacant, 6), 0
            numbers.append((number, ""))
        before = entrance
    return numbers


def _district_names(places: Points, districts: list[Area]) -> list[str]:
    """Return the name of the district each place lies in."""
    tree = shapely.STRtree([district.shape for district in districts])
    nearest = tree.nearest(shapely.points(places))
    return [districts[index].name for index in nearest]
