"""What providers offer today: copper by its length, cable and fibre by quarter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from sample_data.addresses import CITY, Address
from sample_data.plan_files import read_plan
from sample_data.writing import write_rows

FILE = "supply_existing.csv"
COPPER = "MainNetz"
_STATE = "2026-06-30"
_HEADER = (
    "adress_id",
    "strasse",
    "hausnummer",
    "zusatz",
    "plz",
    "ort",
    "anbieter",
    "status",
    "technologie",
    "down_mbit",
    "up_mbit",
    "datenstand",
)
_BY_DISTANCE = (
    (220.0, "FTTC", 250, 40),
    (320.0, "FTTC", 175, 40),
    (450.0, "FTTC", 100, 40),
    (600.0, "FTTC", 50, 10),
    (800.0, "DSL", 16, 2.4),
    (1e9, "DSL", 6, 1),
)
"""Copper length in metres up to which a technology with its rates reaches."""
_DETOUR = 1.25
"""Copper follows the streets and is longer than the crow flies."""

Supply = tuple[Address, str, str, float, float]


def existing_supply(addresses: list[Address]) -> list[Supply]:
    """Return one row per address and provider: address, provider, technology, down, up."""
    places = shapely.points(np.array([address.place for address in addresses]))
    cabinets = [row["point"][0] for row in read_plan("nodes") if row["kind"] == "street_cabinet"]
    away = shapely.distance(places[:, None], shapely.points(np.array(cabinets))[None, :])
    copper_m = away.min(axis=1) * _DETOUR
    rows: list[Supply] = []
    for address, length in zip(addresses, copper_m, strict=True):
        _, technology, down, up = next(step for step in _BY_DISTANCE if length <= step[0])
        rows.append((address, COPPER, technology, down, up))
    for area in read_plan("supply_areas"):
        inside = shapely.contains(shapely.polygons(area["points"]), places)
        rows += [
            (
                address,
                area["provider"],
                area["technology"],
                float(area["down_mbps"]),
                float(area["up_mbps"]),
            )
            for address in np.array(addresses, dtype=object)[inside]
        ]
    return sorted(rows, key=lambda row: (row[0].address_id, row[1]))


def write_supply(folder: Path, rows: list[Supply]) -> None:
    """Write what is offered today."""
    lines = [
        (
            address.address_id,
            address.street,
            address.number,
            address.suffix,
            address.postcode,
            CITY,
            provider,
            "versorgt",
            technology,
            f"{down:g}",
            f"{up:g}",
            _STATE,
        )
        for address, provider, technology, down, up in rows
    ]
    write_rows(folder / FILE, [_HEADER, *lines])
