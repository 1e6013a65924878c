"""Where official house coordinates lie: zone prefixes, swapped axes, degrees, other zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyproj

from fibre_planner.language import ntr, tr
from fibre_planner.resources import RESOURCES, read_toml

_PREFIX_M = 1_000_000.0
_DEGREES = 0
"""Stands where a UTM zone would, for coordinates in degrees."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Placed:
    """Coordinates of rows in the project's CRS; NaN with a problem code where there are none."""

    x: Array
    y: Array
    problems: Array
    swapped: Array
    degrees: Array

    def notes(self) -> list[str]:
        """Return what was noticed and mended, as sentences."""
        notes = []
        if count := int(self.swapped.sum()):
            notes.append(
                ntr(
                    "In {count} row easting and northing are swapped; it was put right.",
                    "In {count} rows easting and northing are swapped; they were put right.",
                    count,
                ).format(count=count)
            )
        if count := int(self.degrees.sum()):
            notes.append(
                ntr(
                    "{count} row has longitude and latitude instead of metres; it was converted.",
                    "{count} rows have longitude and latitude instead of metres; they were "
                    "converted.",
                    count,
                ).format(count=count)
            )
        return notes


def place_problem_text(problem: str) -> str:
    """Return the sentence for a code of `Placed.problems`."""
    return {
        "no_coordinates": tr("The coordinates are missing or no numbers."),
        "gauss_krueger": tr(
            "The coordinates are Gauss-Krüger coordinates of the old system; convert the file to "
            "ETRS89/UTM."
        ),
        "impossible_coordinates": tr("The coordinates lie far outside Germany."),
    }[problem]


def locate(
    x_text: pd.Series[Any], y_text: pd.Series[Any], zone: pd.Series[Any], crs: str
) -> Placed:
    """Return the places of rows in metres of a CRS.

    x_text, y_text: as the file gives them, decimal comma or point, easting with or without the
        zone before it. zone: UTM zone by row, "" where the file has none; then the zone of the
        project's CRS counts, else 32.
    """
    x, y = _numbers(x_text), _numbers(y_text)
    missing = ~(np.isfinite(x) & np.isfinite(y))
    swapped = ~missing & (_is_northing(x) & _is_easting(y) | _is_latitude(x) & _is_longitude(y))
    x, y = np.where(swapped, y, x), np.where(swapped, x, y)
    degrees = ~missing & _is_longitude(x) & _is_latitude(y)
    metric = ~missing & _is_easting(x) & _is_northing(y)
    prefix = np.where(metric & (x >= _PREFIX_M), x // _PREFIX_M, 0).astype(np.int64)
    told = pd.to_numeric(zone, errors="coerce").fillna(0).to_numpy().astype(np.int64)
    told = np.where(np.isin(told, _ranges()["zones"]), told, _usual_zone(crs))
    zones = np.where(degrees, _DEGREES, np.where(prefix > 0, prefix, told))
    # Rounded, for taking the prefix away leaves crumbs behind the file's millimetres.
    x = np.where(prefix > 0, np.round(x - prefix * _PREFIX_M, 6), x)
    known = metric | degrees
    old = ~missing & ~known & (x >= 2e6) & (x < 6e6) & _is_northing(y)
    problems = np.select(
        [missing, known, old], ["no_coordinates", "", "gauss_krueger"], "impossible_coordinates"
    ).astype(object)
    east, north = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for one in np.unique(zones[known]):
        rows = known & (zones == one)
        source = "EPSG:4326" if one == _DEGREES else f"EPSG:{25800 + one}"
        transformer = pyproj.Transformer.from_crs(source, crs, always_xy=True)
        east[rows], north[rows] = transformer.transform(x[rows], y[rows])
    lost = known & ~(np.isfinite(east) & np.isfinite(north))
    problems[lost] = "impossible_coordinates"
    return Placed(east, north, problems, swapped & known, degrees)


def _numbers(texts: pd.Series[Any]) -> Array:
    """Return numbers with decimal comma or point; points before a comma are thousands."""
    clean = texts.str.replace(r"[\s'\u00a0]", "", regex=True)
    comma = clean.str.contains(",", regex=False)
    german = clean.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    plain = clean.where(~comma, german)
    # "NaN", "inf" and "1e5" are numbers to the parser, but no coordinates.
    plain = plain.where(plain.str.fullmatch(r"[+-]?\d+(?:\.\d*)?"))
    numbers: Array = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=np.float64)
    return numbers


def _is_easting(values: Array) -> Array:
    zone = values // _PREFIX_M
    rest = np.where(np.isin(zone, _ranges()["zones"]), values - zone * _PREFIX_M, values)
    return _between(rest, "easting_m")


def _is_northing(values: Array) -> Array:
    return _between(values, "northing_m")


def _is_longitude(values: Array) -> Array:
    return _between(values, "longitude")


def _is_latitude(values: Array) -> Array:
    return _between(values, "latitude")


def _between(values: Array, name: str) -> Array:
    low, high = _ranges()[name]
    inside: Array = (values >= low) & (values <= high)
    return inside


def _usual_zone(crs: str) -> int:
    """Return the UTM zone of the project's CRS, 32 where it has none."""
    zone = pyproj.CRS.from_user_input(crs).utm_zone
    return int(zone[:-1]) if zone else 32


@cache
def _ranges() -> dict[str, Any]:
    return dict(read_toml(RESOURCES / "house_coordinates" / "layouts.toml")["ranges"])
