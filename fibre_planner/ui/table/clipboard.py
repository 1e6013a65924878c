"""Rows as text for a spreadsheet: tabs between cells, no cell taken for a formula; without Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fibre_planner.language import current_language
from fibre_planner.ui.table.fields import Field

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_DECIMAL_SIGN = {"de": ",", "en": "."}


def as_tsv(fields: Sequence[Field], rows: np.ndarray) -> str:
    """Return rows with a line of titles; numbers have the decimal sign of the language in use."""
    columns = [_column_texts(field, rows) for field in fields]
    head = [_safe(_title(field)) for field in fields]
    lines = ["\t".join(head), *("\t".join(cells) for cells in zip(*columns, strict=True))]
    return "\n".join(lines) + "\n"


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
