"""What is shown of a feature: its name, a sentence, lists of facts, and ways to related ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fibre_planner.ui.column_titles import IDENTIFIERS
from fibre_planner.ui.wording import column_title, table_columns, value_text

Facts = list[tuple[str, str]]
"""Names and values, in the order they are shown."""


@dataclass(frozen=True)
class Link:
    """A way to other rows: what they are, their table and ids."""

    text: str
    table: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """A feature: its name, what it is, sections of facts, a sentence on it, and related rows."""

    title: str
    kind: str
    sections: tuple[tuple[str, Facts], ...] = ()
    sentence: str = ""
    links: tuple[Link, ...] = ()


def facts_of(table: str, row: Mapping[str, Any], leave_out: tuple[str, ...] = ()) -> Facts:
    """Return the columns of a row that are known, identifiers and sources last."""
    shown = [
        column
        for column in table_columns(table)
        if column.name in row and column.name not in leave_out
    ]
    shown.sort(key=lambda column: column.name in IDENTIFIERS)
    facts = [
        (column_title(column), value_text(table, column, row[column.name])) for column in shown
    ]
    return [(name, value) for name, value in facts if value]
