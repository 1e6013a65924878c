"""Rows of the attribute table as a file, as they are shown: a workbook or CSV; without Qt."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fibre_planner.ui.table.clipboard import write_csv
from fibre_planner.ui.table.fields import Field

WORKBOOK, CSV = ".xlsx", ".csv"


def write_rows(title: str, fields: Sequence[Field], rows: np.ndarray, path: Path) -> Path:
    """Write columns and rows in their order, as CSV where the path says so, else as a workbook.

    Returns the file, with the ending it lacked. Raises PlannerError where it cannot be written.
    """
    if path.suffix.lower() == CSV:
        return write_csv(fields, rows, path)
    if path.suffix.lower() != WORKBOOK:
        path = path.with_name(f"{path.name}{WORKBOOK}")
    workflow: Any = importlib.import_module("fibre_planner.workflow")
    columns = [_column(workflow, field, rows) for field in fields]
    values = {field.name: _values(field, rows) for field in fields}
    table = workflow.report_tables.make_table("rows", title, columns, values)
    workflow.write_rows_workbook(table, path)
    return path


def _column(workflow: Any, field: Field, rows: np.ndarray) -> Any:
    kind, digits = "text", 0
    if field.kind == "date":
        kind = "date"
    elif field.is_number:
        whole = field.kind == "integer" or _are_whole(field.numbers[rows])
        kind = "money" if field.unit == "EUR" else "integer" if whole else "number"
        digits = 0 if whole else 2
    unit = "" if kind == "money" else field.unit
    return workflow.report_tables.ReportColumn(field.name, field.title, kind, digits, unit)


def _are_whole(numbers: np.ndarray) -> bool:
    known = numbers[np.isfinite(numbers)]
    return bool((known == np.round(known)).all())


def _values(field: Field, rows: np.ndarray) -> np.ndarray:
    if field.is_number:
        numbers: np.ndarray = field.numbers[rows]
        return numbers
    places, distinct = field.distinct
    texts = [str(value) for value in distinct] if field.kind == "date" else field.shown
    # Factorising gives values that are not known the place -1, which takes the last text.
    known: np.ndarray = np.array([*texts, ""], dtype=object)[places[rows]]
    return known
