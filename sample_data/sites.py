"""Twelve construction sites with dates, three of them wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sample_data.curves import curve, rounded, strip
from sample_data.mistakes import Mistake
from sample_data.network_files import stretch
from sample_data.plan_files import read_plan
from sample_data.street_network import Street
from sample_data.writing import write_geojson

FILE = "sites.geojson"
_SHAPE_COLUMNS = ("from_m", "to_m", "form")


def write_sites(folder: Path, streets: list[Street]) -> list[Mistake]:
    """Write the sites: lines in the footway or carriageway, and areas."""
    features = []
    for row in read_plan("sites"):
        properties = {name: value for name, value in row.items() if name not in _SHAPE_COLUMNS}
        properties["publicly_funded"] = row["publicly_funded"] == "1"
        for name in ("planned_from", "planned_to", "resurfaced_on", "contractor"):
            properties[name] = properties[name] or None
        features.append((properties, _shape(row, streets)))
    write_geojson(folder / FILE, features)
    return [
        Mistake(
            "B01", FILE, "B-2026-010", "ends before it starts", "check: `site_ends_before_start`"
        ),
        Mistake("B02", FILE, "B-2027-011", "has no end date", "check: `site_without_dates`"),
        Mistake(
            "B03",
            FILE,
            "B-2028-012",
            "its polygon crosses itself",
            "import: the outline is mended, and said",
        ),
    ]


def _shape(row: dict[str, str], streets: list[Street]) -> BaseGeometry:
    points, street = stretch(streets, row["street"], float(row["from_m"]), float(row["to_m"]))
    if row["form"] == "bowtie":
        line = curve(points)
        middle = line.at(line.length_m / 2)
        corners = np.array([[-30, -30], [30, 26], [30, -30], [-30, 26]])
        return shapely.polygons(rounded(middle + corners))
    if row["form"] == "strip":
        return shapely.polygons(strip(points, street.width_m + 1.0))
    if row["traffic_area"] == "carriageway":
        return shapely.linestrings(points)
    aside = shapely.offset_curve(shapely.linestrings(points), -(street.width_m / 2 + 1.0))
    return shapely.set_precision(aside, 0.01)
