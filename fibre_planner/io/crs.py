"""Coordinate systems: read, given or guessed where only one fits; degrees are never metres."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
from pyproj.exceptions import CRSError

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES

_ENOUGH = 0.9
"""Share of the rows that must lie in a system's range before it is taken."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Range:
    """Where places of Germany lie in a system; x_offset is the zone prefix to take off."""

    crs: str
    x_offset: float
    x_min: float
    x_max: float
    y_min: float
    y_max: float

    def holds(self, x: Numbers, y: Numbers) -> Flags:
        inside: Flags = (
            (self.x_min <= x) & (x <= self.x_max) & (self.y_min <= y) & (y <= self.y_max)
        )
        return inside


@dataclass(frozen=True, eq=False)
class Placement:
    """How coordinates of a file are to be read.

    swapped: rows whose axes must be exchanged. x_offset: what to take off the eastings.
    """

    crs: pyproj.CRS
    swapped: Flags
    x_offset: float
    notes: tuple[str, ...] = ()


def parse_crs(text: str) -> pyproj.CRS:
    """Return the system a user names ("EPSG:25832", "25832"); raises PlannerError if unknown."""
    text = text.strip()
    unknown = PlannerError(
        tr("“{text}” is no coordinate system.").format(text=text[:80]),
        tr("Give it by its number, for example EPSG:25832 (UTM 32) or EPSG:4326 (degrees)."),
    )
    try:
        crs = pyproj.CRS.from_user_input(int(text) if text.isdigit() else text)
    except CRSError as error:
        raise unknown from error
    if not (crs.is_geographic or crs.is_projected):
        raise unknown  # heights alone, or metres from the centre of the earth, tell no place
    return crs


def place(
    x: Numbers, y: Numbers, known: pyproj.CRS | None, project_crs: str, name: str
) -> Placement:
    """Find out how coordinates are to be read.

    x, y: one pair per row, NaN where missing. known: the system the file or the user names, None
    where nobody does. Raises PlannerError where none is named and not exactly one fits, or where
    metres are named and degrees are there, or the other way round.
    """
    usable = np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0))
    if not usable.any():
        return Placement(known or pyproj.CRS(project_crs), np.zeros(len(x), dtype=bool), 0.0)
    if known is None:
        chosen = _guess(x[usable], y[usable], project_crs, name)
        note = tr("The coordinates were read as {crs}, which fits them.")
        notes = (note.format(crs=chosen.crs),)
        return _placement(pyproj.CRS(chosen.crs), (chosen,), x, y, notes)
    _refuse_wrong_unit(x[usable], y[usable], known, name)
    return _placement(known, _ranges_of(known), x, y, ())


def contradicts(x: Numbers, y: Numbers, known: pyproj.CRS) -> bool:
    """Say whether coordinates cannot be of a system: degrees beyond 180, or metres within 180."""
    usable = np.isfinite(x) & np.isfinite(y) & ~((x == 0) & (y == 0))
    if not usable.any():
        return False
    degrees = (np.abs(x[usable]) <= 180.0) & (np.abs(y[usable]) <= 180.0)
    # A single far-off row does not make a system wrong, hence the greater part decides.
    share = float(degrees.mean())
    return share < 0.5 if known.is_geographic else share > 0.5


def _refuse_wrong_unit(x: Numbers, y: Numbers, known: pyproj.CRS, name: str) -> None:
    if not contradicts(x, y, known):
        return
    label = _label(known)
    if known.is_geographic:
        raise PlannerError(
            tr("The coordinates in {file} are no degrees, as {crs} would have them.").format(
                file=name, crs=label
            ),
            tr("Give the coordinate system they are in, for example --crs EPSG:25832."),
        )
    raise PlannerError(
        tr("The coordinates in {file} look like degrees, not like metres of {crs}.").format(
            file=name, crs=label
        ),
        tr("Give the coordinate system they are in, for example --crs EPSG:4326."),
    )


def _guess(x: Numbers, y: Numbers, project_crs: str, name: str) -> _Range:
    fitting = [
        found for found in _ranges() if (found.holds(x, y) | found.holds(y, x)).mean() >= _ENOUGH
    ]
    systems = {found.crs for found in fitting}
    if systems <= {"EPSG:25832", "EPSG:25833"}:
        # Both zones have the same figures; the project says in which one the city lies.
        fitting = [found for found in fitting if found.x_offset or found.crs == project_crs]
    if len(fitting) == 1:
        return fitting[0]
    example = f"{x[0]:.10g}, {y[0]:.10g}"
    raise PlannerError(
        tr("{file} does not say its coordinate system, and {example} does not tell it.").format(
            file=name, example=example
        ),
        tr("Give it, for example --crs EPSG:25832 (UTM 32) or --crs EPSG:4326 (degrees)."),
    )


def _placement(
    crs: pyproj.CRS, ranges: tuple[_Range, ...], x: Numbers, y: Numbers, notes: tuple[str, ...]
) -> Placement:
    swapped: Flags = np.zeros(len(x), dtype=bool)
    best, right = None, swapped
    for found in ranges:
        straight, crossed = found.holds(x, y), found.holds(y, x)
        if (straight | crossed).sum() > right.sum():
            best, right, swapped = found, straight | crossed, crossed & ~straight
    count = int(swapped.sum())
    if count:
        note = ntr(
            "1 row had its two coordinates exchanged and was turned round.",
            "{count} rows had their two coordinates exchanged and were turned round.",
            count,
        )
        notes = (*notes, note.format(count=count))
    offset = best.x_offset if best else 0.0
    if offset:
        note = tr("The zone {zone} in front of the eastings was taken off.")
        notes = (*notes, note.format(zone=int(offset // 1_000_000)))
    if best and best.crs.startswith("EPSG:3146"):
        notes = (*notes, tr("Gauss-Krüger coordinates are converted to about 1 to 3 m."))
    return Placement(crs, swapped, offset, notes)


def _ranges_of(crs: pyproj.CRS) -> tuple[_Range, ...]:
    code = crs.to_epsg(min_confidence=20)
    name = "EPSG:4326" if crs.is_geographic else f"EPSG:{code}"
    return tuple(found for found in _ranges() if found.crs == name)


def _label(crs: pyproj.CRS) -> str:
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


@cache
def _ranges() -> tuple[_Range, ...]:
    path = RESOURCES / "columns" / "crs_ranges.csv"
    numbers = ("x_offset", "x_min", "x_max", "y_min", "y_max")
    with path.open(encoding="utf-8", newline="") as stream:
        rows: list[dict[str, Any]] = list(csv.DictReader(stream))
    return tuple(_Range(row["crs"], *(float(row[name]) for name in numbers)) for row in rows)
