"""The trenches of two plans, stretch by stretch: in one of them alone, changed, or the same."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.analysis.comparison.overlay import (
    Pieces,
    Stretches,
    cut_out,
    overlay,
    take_apart,
)
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray, Lines
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.comparison import SIDES

COMPARED = ("price_code", "method", "surface", "site_id", "level", "ducts", "cable")
"""Columns of `plan_trenches` whose change is told; their names are the codes of the changes."""

_SHOWN = ("street", "level", "method", "site_id")
_CENT = 0.005


def compare_sections(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the table `sections` of a comparison of two tables `plan_trenches`."""
    frames = (one, other)
    lines = [frame.geometry.to_numpy() for frame in frames]
    pieces = [take_apart(shapes) for shapes in lines]
    parts = overlay(*pieces)
    trench = (pieces[0].line[parts[0].piece], parts[1].partner)
    partner = (parts[0].partner, pieces[1].line[parts[1].piece])
    # A stretch is named by its trench in either plan; both sides give the same names.
    names = [_name(mine, theirs, len(other)) for mine, theirs in zip(trench, partner, strict=True)]
    known, group = np.unique(np.concatenate(names), return_inverse=True)
    groups = (group[: len(names[0])], group[len(names[0]) :])
    rows = (known // (len(other) + 1) - 1, known % (len(other) + 1) - 1)
    shares = [
        _shares(part, piece, number, len(known))
        for part, piece, number in zip(parts, pieces, groups, strict=True)
    ]
    table = _values(frames, rows, shares)
    shapes = _shapes(pieces, parts, groups, rows)
    table["changes"] = _changes(frames, rows, table)
    table["state"] = _states(rows, table["changes"])
    table.insert(0, "section_id", [f"section-{number:06}" for number in range(len(table))])
    return gpd.GeoDataFrame(table, geometry=shapes, crs=other.crs)


def _name(mine: IntArray, theirs: IntArray, count: int) -> IntArray:
    """Return one number for a trench of the one plan and one of the other, -1 for none."""
    return np.asarray((mine + 1) * (count + 1) + theirs + 1)


def _shares(parts: Stretches, pieces: Pieces, group: IntArray, count: int) -> FloatArray:
    """Return which share of its trench each stretch is; the shares of a trench add up to 1."""
    length = np.bincount(group, weights=parts.last_m - parts.first_m, minlength=count)
    line = pieces.line[parts.piece]
    whole = np.bincount(line, weights=parts.last_m - parts.first_m)
    total = np.zeros(count)
    total[group] = whole[line]
    there = np.bincount(group, minlength=count) > 0
    # A trench without length, such as a crossing within a junction, is one stretch.
    return np.where(total > 0.0, length / np.where(total > 0.0, total, 1.0), there)


def _values(
    frames: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    rows: tuple[IntArray, IntArray],
    shares: list[FloatArray],
) -> pd.DataFrame:
    """Return what each stretch is and costs on either side, and the differences."""
    table = pd.DataFrame(index=pd.RangeIndex(len(rows[0])))
    for column in _SHOWN:
        table[column] = np.where(
            rows[1] >= 0, _cells(frames[1], column, rows[1]), _cells(frames[0], column, rows[0])
        ).astype(str)
    for side, row in zip(SIDES, rows, strict=True):
        table[f"trench_{side}"] = row
    for name in ("length_m", *(f"cost_{level}_eur" for level in LEVELS)):
        stem, unit = name.rsplit("_", 1)
        for side, frame, row, share in zip(SIDES, frames, rows, shares, strict=True):
            values = np.append(frame[name].to_numpy(float), 0.0)
            table[f"{stem}_{side}_{unit}"] = values[row] * share
        table[name] = table[f"{stem}_other_{unit}"] - table[f"{stem}_one_{unit}"]
    return table


def _cells(frame: gpd.GeoDataFrame, column: str, row: IntArray) -> Any:
    """Return the texts of a column in some rows, empty for row -1."""
    return np.append(frame[column].to_numpy(object), "")[row]


def _changes(
    frames: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    rows: tuple[IntArray, IntArray],
    table: pd.DataFrame,
) -> Any:
    """Return the codes of what differs in stretches that both plans have."""
    both = (rows[0] >= 0) & (rows[1] >= 0)
    found = np.full(len(both), "", dtype=object)
    for column in COMPARED:
        differs = both & (_cells(frames[0], column, rows[0]) != _cells(frames[1], column, rows[1]))
        found[differs] = found[differs] + (column + " ")
    dearer = table["cost_base_eur"].abs().to_numpy() > _CENT
    found[both & (found == "") & dearer] = "cost"
    return pd.Series(found, dtype="str").str.strip().to_numpy(object)


def _states(rows: tuple[IntArray, IntArray], changes: Any) -> Any:
    both = np.where(changes == "", "same", "changed")
    return np.where(rows[0] < 0, "only_other", np.where(rows[1] < 0, "only_one", both))


def _shapes(
    pieces: list[Pieces],
    parts: tuple[Stretches, Stretches],
    groups: tuple[IntArray, IntArray],
    rows: tuple[IntArray, IntArray],
) -> Lines:
    """Return the geometry of each stretch, that of the second plan where both have it."""
    result = np.empty(len(rows[0]), dtype=object)
    for side, wanted in enumerate((rows[1] < 0, rows[1] >= 0)):
        mine = np.flatnonzero(wanted[groups[side]])
        known, number = np.unique(groups[side][mine], return_inverse=True)
        if len(known):
            result[known] = cut_out(pieces[side], parts[side].take(mine), number)
    return result
