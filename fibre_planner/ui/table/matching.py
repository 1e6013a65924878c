"""Which rows a filter lets through, worked out on whole columns; without Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.table import typed
from fibre_planner.ui.table.conditions import Condition, Filter, Text
from fibre_planner.ui.table.fields import Field, sort_keys

_COMPARE: Mapping[str, Callable[[np.ndarray, float], Any]] = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def matching_rows(
    wanted: Filter, fields: Sequence[Field], today: dt.date, seen: Sequence[Field] | None = None
) -> np.ndarray | None:
    """Return a flag per row, or None where every row is let through.

    seen: the columns that texts are looked for in, all of them where None.
    Raises PlannerError with a sentence where a value does not fit its column.
    """
    if not wanted:
        return None
    by_name = {field.name: field for field in fields}
    found: np.ndarray | None = None
    for pieces in wanted:  # a handful
        both: np.ndarray | None = None
        for piece in pieces:
            if isinstance(piece, Text):
                mask = _any_contains(piece.text, fields if seen is None else seen)
            else:
                mask = _holds(piece, by_name[piece.column], today)
            mask = ~mask if piece.negated else mask
            both = mask if both is None else both & mask
        assert both is not None
        found = both if found is None else found | both
    return found


def _any_contains(text: str, fields: Sequence[Field]) -> np.ndarray:
    needle = text.casefold()
    number = typed.read_number(text)
    mask = np.zeros(len(fields[0].cells), dtype=bool)
    for field in fields:  # a few dozen columns
        if not field.is_number and field.kind != "flag":
            mask |= _of_distinct(field, [needle in known for known in field.folded])
        elif number is not None and field.is_number:
            mask |= field.numbers == number
    return mask


def _of_distinct(field: Field, flags: list[bool]) -> np.ndarray:
    """Return the flag of each row's value, given one for each distinct value."""
    if not flags:
        return np.zeros(len(field.cells), dtype=bool)
    mask: np.ndarray = np.array(flags, dtype=bool)[field.distinct[0]]
    return mask


def _holds(condition: Condition, field: Field, today: dt.date) -> np.ndarray:
    if condition.operator in ("!=", "!~"):
        positive = condition.operator[1:]
        return ~_any_value(condition.values, positive, field, today)
    return _any_value(condition.values, condition.operator, field, today)


def _any_value(values: Sequence[str], operator: str, field: Field, today: dt.date) -> np.ndarray:
    masks = [_compare(field, operator, value, today) for value in values]
    mask: np.ndarray = np.logical_or.reduce(masks)
    return mask


def _compare(field: Field, operator: str, value: str, today: dt.date) -> np.ndarray:
    if operator == "~" and not field.is_number:
        return _of_distinct(field, [value.casefold() in known for known in field.folded])
    if field.is_number:
        return _compare_numbers(field, "=" if operator == "~" else operator, value)
    if field.kind == "flag":
        return _compare_flags(field, operator, value)
    if field.kind == "date":
        return _compare_days(field, operator, value, today)
    return _compare_texts(field, operator, value)


def _compare_numbers(field: Field, operator: str, value: str) -> np.ndarray:
    if not value and operator == "=":
        unknown: np.ndarray = np.isnan(field.numbers)
        return unknown
    number = typed.read_number(value)
    if number is None:
        raise PlannerError(
            tr(typed.NUMBER_WANTED).format(text=value),
            tr("“{column}” holds numbers.").format(column=field.title),
        )
    mask: np.ndarray = _COMPARE[operator](field.numbers, number)
    return mask


def _compare_flags(field: Field, operator: str, value: str) -> np.ndarray:
    flag = typed.read_flag(value)
    if flag is None or operator != "=":
        raise PlannerError(
            tr(typed.FLAG_WANTED).format(text=value),
            tr("“{column}” is compared by = with yes or no.").format(column=field.title),
        )
    mask: np.ndarray = field.cells == flag
    return mask


def _compare_days(field: Field, operator: str, value: str, today: dt.date) -> np.ndarray:
    """Compare dates with a day, a month or a year; a date that is not known is never before."""
    distinct = field.distinct[1]
    if not value and operator == "=":
        return _of_distinct(field, [not day for day in distinct])
    wanted = typed.read_day_or_part(value, today)
    if wanted is None:
        raise PlannerError(
            tr(typed.DAY_WANTED).format(text=value, example="2026-05-31, 2026-05, 31.5.2026"),
            tr("today, monday and sunday are known too, such as today+14."),
        )
    size = len(wanted)
    compare = {
        "=": str.__eq__, "<": str.__lt__, "<=": str.__le__, ">": str.__gt__, ">=": str.__ge__,
    }[operator]  # fmt: skip
    return _of_distinct(field, [bool(day) and compare(day[:size], wanted) for day in distinct])


def _compare_texts(field: Field, operator: str, value: str) -> np.ndarray:
    """Compare texts, codes by code or name; before and behind is meant as rows are sorted."""
    wanted = value.casefold()
    if operator == "=":
        codes = [str(code).casefold() for code in field.distinct[1]]
        pairs = zip(codes, field.folded, strict=True)
        return _of_distinct(field, [wanted in pair for pair in pairs])
    keys = sort_keys(field.folded)
    (key,) = sort_keys([wanted])
    compare = {
        "<": str.__lt__, "<=": str.__le__, ">": str.__gt__, ">=": str.__ge__,
    }[operator]  # fmt: skip
    return _of_distinct(field, [bool(known) and compare(known, key) for known in keys])
