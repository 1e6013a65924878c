"""What a hand may put into a table: values by the data dictionary, shapes by the layer's type."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.codes import codes
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.geometries import coerce, problem_text
from fibre_planner.model.tables import GEOMETRY_TYPES, Column, columns, id_column

_EARTH_M = 21_000_000.0
"""No projected place lies farther from the origin of its system than half round the earth."""

_LARGEST_WHOLE = 2**53
_YES = {True: True, False: False, "1": True, "0": False, "": False}


def cell_values(table: str, column: str, values: Sequence[Any]) -> list[Any]:
    """Return values as a column holds them; None and empty text become what stands for unknown.

    Raises PlannerError for a column that the table does not have, that is its id, or for a value
    that the column cannot hold.
    """
    if column == id_column(table):
        raise PlannerError(
            tr("The identifier of a row stays as it is."), tr("Change another column.")
        )
    known = next((each for each in columns(table) if each.name == column), None)
    if known is None:
        raise PlannerError(tr("The table has no column “{column}”.").format(column=column))
    read = _READERS.get(known.kind, _text)
    return [_shown(read, table, known, value) for value in values]


def checked_shape(table: str, shape: Any) -> Any:
    """Return a shape as the layer holds it; an area that crosses itself is mended.

    Several parts become one shape only in layers of areas. Raises PlannerError where the shape
    is empty, of another type, or lies outside every coordinate system.
    """
    wanted = GEOMETRY_TYPES[table]
    found = coerce(np.array([shape], dtype=object), wanted)
    code = str(found.problem[0]) if len(found.problem) else "no_geometry"
    if code:
        raise PlannerError(problem_text(code), tr("Draw it anew, at another place or larger."))
    if len(found.found) > 1:
        raise PlannerError(
            tr("The shape has several parts, which this layer does not hold."),
            tr("Draw each part as a row of its own."),
        )
    made = found.found[0]
    if np.abs(made.bounds).max() > _EARTH_M:
        raise PlannerError(problem_text("outside_crs"), tr("Look at the coordinates once more."))
    return made


def _shown(read: Any, table: str, column: Column, value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        value = ""
    try:
        return read(table, column, value)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise PlannerError(
            tr("“{value}” is no value for “{column}”.").format(value=value, column=column.name),
            _remedy(table, column),
        ) from error


def _remedy(table: str, column: Column) -> str:
    known = codes(table, column.name)
    if known:
        return tr("Possible are: {codes}.").format(codes=", ".join(known))
    return {
        "date": tr("Write a date as year-month-day, such as 2026-05-31."),
        "integer": tr("Write a whole number that is not below zero."),
        "number": tr("Write a number that is not below zero."),
        "flag": tr("Write 1 for yes or 0 for no."),
    }.get(column.kind, tr("Write it another way."))


def _text(table: str, column: Column, value: Any) -> str:
    known = codes(table, column.name)
    # Signs below the blank and half signs can be kept in no file.
    text = str(value).encode("utf-8", "replace").decode()
    text = "".join(sign if sign >= " " or sign in "\n\t" else " " for sign in text).strip()
    if known and text and text not in known:
        raise ValueError(text)
    return text or column.default


def _date(_table: str, _column: Column, value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    text = str(value).strip()
    return dt.date.fromisoformat(text).isoformat() if text else ""


def _number(table: str, column: Column, value: Any) -> float:
    if value == "":
        return float(column.fill_value())
    number = float(value)
    if not math.isfinite(number) or (number < 0 and table != "catalogue"):
        raise ValueError(value)
    return number


def _integer(_table: str, column: Column, value: Any) -> int:
    if value == "":
        return int(column.fill_value())
    number = float(value)
    # A street's level is below zero in a tunnel; quantities have a unit and are not.
    lowest = min(int(column.fill_value()), 0) if column.unit else -_LARGEST_WHOLE
    if number != math.floor(number) or not lowest <= number <= _LARGEST_WHOLE:
        raise ValueError(value)
    return int(number)


def _flag(_table: str, _column: Column, value: Any) -> bool:
    return _YES[value.strip() if isinstance(value, str) else value]


_READERS = {"date": _date, "number": _number, "integer": _integer, "flag": _flag}
