"""The codes that a column of a table may hold, read from `resources/columns/values.csv`."""

from __future__ import annotations

import csv
from functools import cache

from fibre_planner.resources import RESOURCES


def codes(table: str, column: str) -> tuple[str, ...]:
    """Return the codes of a column such as sites.kind in the file's order; () for free text."""
    return _codes().get(f"{table}.{column}", ())


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    path = RESOURCES / "columns" / "values.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if "." in row["column"]:
                found.setdefault(row["column"], {})[row["value"]] = None
    return {name: tuple(values) for name, values in found.items()}
