"""A table as a file gives it, before anything is made of its cells; how one is cut from rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.io.cell_values import looks_like_number
from fibre_planner.io.header_rows import joined_header
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES, read_toml

LIMITS = read_toml(RESOURCES / "columns" / "limits.toml")


@dataclass(frozen=True, eq=False)
class RawTable:
    """Rows of one sheet, file or layer.

    cells: one column per column of the file; texts, numbers or dates as the file has them.
    rows: row number or object id of each row in the file, as the user finds it there.
    geometry: None where the file has no geometries of its own; its CRS is the file's.
    misfits: rows with more cells than the header, as (row, cells).
    sub_layers: all sheets or layers of the file; sub_layer: the one that was read.
    """

    name: str
    kind: str
    cells: pd.DataFrame
    rows: pd.Series[Any]
    geometry: gpd.GeoSeries | None = None
    misfits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    sub_layers: tuple[str, ...] = ()
    sub_layer: str = ""


@dataclass(frozen=True)
class Cut:
    """Rows of a sheet or text file parted into header and data."""

    header: tuple[str, ...]
    data: list[Sequence[Any]]
    rows: list[str]
    misfits: tuple[tuple[str, tuple[str, ...]], ...]
    skipped: int


def cut_rows(name: str, rows: Sequence[Sequence[Any]]) -> Cut:
    """Find the header below leading titles and blank rows, and number the rows after it from 1.

    Raises PlannerError where there is no row, no header or no data.
    """
    start = _header_row(name, rows)
    names = [_text(cell) for cell in _without_tail(rows[start])]
    below = rows[start + 1] if start + 1 < len(rows) else ()
    both = joined_header(names, _without_tail(below))
    start, names = (start + 1, both) if both else (start, names)
    header = _unique_names(names)
    width = len(header)
    if width > LIMITS["max_columns"]:
        raise PlannerError(
            tr("{file} has {count} columns.").format(file=name, count=width),
            tr("Check that the file is a table and keep only the columns that are needed."),
        )
    data: list[Sequence[Any]] = []
    numbers: list[str] = []
    misfits = []
    # A loop over rows, since rows of unequal length are no table yet.
    for number, row in enumerate(rows[start + 1 :], start=1):
        length = len(row)
        if length > width:
            row = _without_tail(row)
            if len(row) > width:
                misfits.append((str(number), tuple(_text(cell) for cell in row)))
                continue
            length = len(row)
        if not any(cell is not None and cell != "" for cell in row):
            continue
        data.append(row if length == width else [*row, *[None] * (width - length)])
        numbers.append(str(number))
    return Cut(tuple(header), data, numbers, tuple(misfits), start)


def frame_of(cut: Cut) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Return the cells of cut rows as a frame, and the rows' numbers."""
    index = pd.RangeIndex(len(cut.data))
    columns = list(zip(*cut.data, strict=True)) or [()] * len(cut.header)
    cells = {
        name: pd.Series(_objects(values), index=index, dtype="object")
        for name, values in zip(cut.header, columns, strict=True)
    }
    return pd.DataFrame(cells, index=index), pd.Series(cut.rows, index=index, dtype="str")


def _objects(values: Sequence[Any]) -> np.ndarray[Any, np.dtype[np.object_]]:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def _header_row(name: str, rows: Sequence[Sequence[Any]]) -> int:
    """Return the index of the first row that is about as full as the rows after it."""
    head = rows[: int(LIMITS["max_header_rows"]) + 50]
    filled = [sum(_text(cell) != "" for cell in row) for row in head]
    if not any(filled):
        raise PlannerError(
            tr("{file} holds no rows.").format(file=name), tr("Choose a file with data.")
        )
    common = Counter(count for count in filled if count).most_common()
    usual = max(count for count, times in common if times == common[0][1])
    wanted = max(1, round(0.6 * usual))
    start = next(index for index, count in enumerate(filled) if count >= wanted)
    cells = [_text(cell) for cell in head[start] if _text(cell)]
    numbers = sum(looks_like_number(cell) for cell in cells)
    if numbers > len(cells) / 2:
        raise PlannerError(
            tr("{file} has no row with the names of its columns.").format(file=name),
            tr("Add a first row with names such as street, house_number, x and y."),
        )
    return start


def _unique_names(names: Sequence[str]) -> list[str]:
    result: list[str] = []
    for number, name in enumerate(names, start=1):
        name = " ".join(name.split()) or tr("column {number}").format(number=number)
        again = sum(name == other.rpartition("#")[0] or name == other for other in result)
        result.append(f"{name}#{again + 1}" if again else name)
    return result


def _without_tail(row: Sequence[Any]) -> Sequence[Any]:
    end = len(row)
    while end and _text(row[end - 1]) == "":
        end -= 1
    return row[:end]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
