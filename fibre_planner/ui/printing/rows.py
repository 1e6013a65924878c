"""Rows of the attribute table as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.ui.printing.table_layout import PrintColumn, PrintTable

if TYPE_CHECKING:
    from fibre_planner.ui.table.fields import Field


def table_of_fields(title: str, fields: Sequence[Field], rows: np.ndarray) -> PrintTable:
    """Return some rows with the columns of a table, each text as the table shows it.

    rows: (n,) row numbers in the order they are printed.
    """
    heads = tuple(PrintColumn(field.title, field.is_number) for field in fields)
    cells = [_texts(field, rows) for field in fields]
    return PrintTable(title, heads, list(zip(*cells, strict=True)))


def _texts(field: Field, rows: np.ndarray) -> list[str]:
    """Return the texts of a column, each different value written only once."""
    values = field.cells[rows].tolist()
    first = dict(zip(reversed(values), reversed(rows.tolist()), strict=True))
    known = {value: field.text(row).replace("\n", " ") for value, row in first.items()}
    return [known[value] for value in values]
