"""Rows as text for a spreadsheet: tabs between cells, no cell taken for a formula; without Qt."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.table.fields import Field

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_DECIMAL_SIGN = {"de": ",", "en": "."}


def as_tsv(fields: Sequence[Field], rows: np.ndarray) -> str:
    """Return rows with a line of titles; numbers have the decimal sign of the language in use."""
    return "\n".join("\t".join(cells) for cells in _lines(fields, rows)) + "\n"


def write_csv(fields: Sequence[Field], rows: np.ndarray, path: Path) -> Path:
    """Write rows as a CSV file that a spreadsheet of the language in use opens without asking.

    Semicolons where the comma is the decimal sign. Raises PlannerError where it cannot be written.
    """
    text = StringIO(newline="")
    separator = ";" if current_language() == "de" else ","
    csv.writer(text, delimiter=separator).writerows(_lines(fields, rows))
    try:
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise PlannerError(
            tr("The file {name} cannot be written: {reason}.").format(
                name=path.name, reason=error.strerror or error
            ),
            tr("Choose another folder, or close the program that has it open."),
        ) from error
    return path


def _lines(fields: Sequence[Field], rows: np.ndarray) -> list[tuple[str, ...]]:
    columns = [_column_texts(field, rows) for field in fields]
    return [tuple(_safe(_title(field)) for field in fields), *zip(*columns, strict=True)]


def _title(field: Field) -> str:
    return f"{field.title} ({field.unit})" if field.unit else field.title


def _column_texts(field: Field, rows: np.ndarray) -> list[str]:
    """Return the cells of a column; each different value is written once."""
    places, distinct = field.distinct
    if field.is_number:
        sign = _DECIMAL_SIGN[current_language()]
        texts = [_plain_number(value, field.unknown).replace(".", sign) for value in distinct]
    else:
        texts = [_safe(text) for text in (distinct if field.kind == "date" else field.shown)]
    texts.append("")  # factorising gives numbers that are not known the place -1
    return [texts[place] for place in places[rows].tolist()]


def _plain_number(value: float, unknown: float | None) -> str:
    if value == unknown:
        return ""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(round(value, 6))


def _safe(text: str) -> str:
    """Return a text that a spreadsheet keeps as text, in one cell."""
    plain = " ".join(text.replace("\t", " ").splitlines())
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA_START) else plain
