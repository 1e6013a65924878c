"""Read the hand-drawn town plan: CSV files in `plan/`, in metres from the town's corner."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parent
EAST_M, NORTH_M = 488_000.0, 5_549_000.0
"""Corner of the town in EPSG:25832; everything else is drawn from here."""

Points = NDArray[np.float64]

RIVER: Points = np.array(
    "-240,1200 240,1136 680,944 1080,744 1520,696 1960,840 2280,1080 2640,1184 3040,1064 "
    "3400,800 3840,640".replace(",", " ").split(),
    dtype=float,
).reshape(-1, 2)
RIVER_WIDTH_M = 84.0
RAILWAY: Points = np.array(
    "-120,1864 560,1796 1200,1732 1760,1720 2400,1804 3040,1984 3720,2240".replace(
        ",", " "
    ).split(),
    dtype=float,
).reshape(-1, 2)
RAILWAY_WIDTH_M = 18.0


def read_plan(name: str) -> list[dict[str, Any]]:
    """Return the rows of a plan file; a column `points` or `point` becomes metres (n, 2)."""
    with (FOLDER / "plan" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows: list[dict[str, Any]] = list(csv.DictReader(stream, delimiter=";"))
    for row in rows:
        for column in ("points", "point"):
            if column in row:
                pairs = [pair.split(",") for pair in row[column].split()]
                row[column] = np.array(pairs, dtype=float)
    return rows
