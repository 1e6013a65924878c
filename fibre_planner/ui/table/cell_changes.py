"""Typed values taken into the project, one undo step each; what cannot be is a sentence."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.table import typed
from fibre_planner.ui.table.fields import Field
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.ui.document import Document


def value_of(field: Field, given: Any) -> Any:
    """Return what was typed or chosen as a value of a column.

    Raises PlannerError where it is none.
    """
    if not isinstance(given, str):
        return given
    text = given.strip()
    if field.is_number:
        return _number(field, text)
    if field.kind == "flag":
        return _wanted(typed.read_flag(text), typed.FLAG_WANTED, text)
    if field.kind == "date" and text:
        found = typed.read_day(text)
        if found is None:
            example = typed.day_as_typed("2026-05-31")
            raise PlannerError(tr(typed.DAY_WANTED).format(text=text, example=example))
        return found
    return _code(field, text) if field.codes else text


def _code(field: Field, text: str) -> str:
    """Return the code that is called so, the text itself where it is a code or none is."""
    wanted = text.casefold()
    named = (code for code, name in field.codes.items() if name.casefold() == wanted)
    known = (code for code in field.codes if code.casefold() == wanted)
    return next(known, next(named, text))


def _number(field: Field, text: str) -> float | int:
    if not text:
        if field.kind == "number":
            return float("nan")
        if field.unknown is not None:
            return int(field.unknown)
    number: float = _wanted(typed.read_number(text), typed.NUMBER_WANTED, text)
    if field.kind == "number":
        return number
    if not number.is_integer():
        raise PlannerError(
            tr("“{text}” is no whole number.").format(text=text),
            tr("“{column}” is counted in whole numbers.").format(column=field.title),
        )
    return int(number)


def _wanted(value: Any, sentence: str, text: str) -> Any:
    if value is None:
        raise PlannerError(tr(sentence).format(text=text))
    return value


def change_values(
    document: Document, table: str, ids: Sequence[str], field: Field, given: Any
) -> bool:
    """Give a column of some rows one value, as one undo step; False where nothing changes.

    Raises PlannerError where the column cannot hold the value.
    """
    project = document.project
    if project is None or not len(ids):
        return False
    value = value_of(field, given)
    editing: Any = importlib.import_module("fibre_planner.model.editing")
    after = editing.set_values(project, table, list(ids), {field.name: value})
    if getattr(after, table)[field.name].equals(getattr(project, table)[field.name]):
        return False
    count = len(ids)
    step = ntr("Change “{column}” of {count} row", "Change “{column}” of {count} rows", count)
    name = step.format(column=field.title, count=numbers().format_number(count))
    return document.change(name, project, after)
