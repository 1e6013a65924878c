"""Read the files of the sample town as a test wants them."""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd

from fibre_planner.resources import SAMPLE_DATA

FIELDS = [
    *("NBA", "OI", "QUA", "LAN", "RBZ", "KRS", "GMD", "OTT", "SSS"),
    *("HNR", "ADZ", "EAST", "NORTH", "STN", "PLZ", "ONM", "ZON", "POT"),
]


def house_coordinates() -> pd.DataFrame:
    return pd.read_csv(
        SAMPLE_DATA / "hauskoordinaten.csv",
        sep=";",
        header=None,
        names=FIELDS,
        dtype=str,
        keep_default_na=False,
    )


def good_addresses() -> gpd.GeoDataFrame:
    rows = house_coordinates()
    rows = rows[~rows["OI"].str.startswith("DEHE69999")]
    east = rows["EAST"].str.replace(",", ".").astype(float) - 32_000_000
    north = rows["NORTH"].str.replace(",", ".").astype(float)
    return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(east, north), crs="EPSG:25832")


def layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(SAMPLE_DATA / f"{name}.geojson")


def mistakes() -> dict[str, tuple[str, str]]:
    """Return the deliberate errors of the README: id → file and the text that finds the row."""
    return {code: (file, row) for code, file, row, _ in _readme_rows()}


def answers() -> list[tuple[str, str, str, str]]:
    """Return id, row, stage ("import" or "check") and code of the errors that have a code."""
    said = re.compile(r"(import|check): `(\w+)`")
    return [
        (code, row, *match.groups())
        for code, _, row, answer in _readme_rows()
        if (match := said.match(answer))
    ]


def _readme_rows() -> list[tuple[str, str, str, str]]:
    text = (SAMPLE_DATA / "README.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| ([A-Z]\d\d) \| (\S+) \| `([^`]+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
    return row.findall(text)
