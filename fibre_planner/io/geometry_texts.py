"""Geometries that are written as text in the cells of a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

Array = npt.NDArray[Any]


def parse_texts(texts: pd.Series[Any]) -> tuple[Array, str]:
    """Return the geometries of WKT, EWKT or hexadecimal WKB texts, None where unreadable.

    Also returns the number of the coordinate system that EWKT names, "" where it names none.
    """
    clean = texts.str.strip()
    srid = clean.str.extract(r"^SRID=(\d+);", expand=False).dropna()
    clean = clean.str.replace(r"^SRID=\d+;", "", regex=True)
    as_hex = clean.str.fullmatch(r"[0-9A-Fa-f]{20,}").to_numpy(dtype=bool)
    values = np.full(len(clean), None, dtype=object)
    words = clean.to_numpy(dtype=object)
    if as_hex.any():
        values[as_hex] = shapely.from_wkb(words[as_hex], on_invalid="ignore")
    if (~as_hex).any():
        values[~as_hex] = shapely.from_wkt(words[~as_hex], on_invalid="ignore")
    numbers = srid.unique()
    if not len(numbers) and as_hex.any():
        inside = np.unique(shapely.get_srid(values[as_hex & ~shapely.is_missing(values)]))
        numbers = np.array([str(number) for number in inside if number])
    return values, str(numbers[0]) if len(numbers) == 1 else ""
