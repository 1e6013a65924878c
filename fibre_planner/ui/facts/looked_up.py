"""Rows looked up by table and id: what features are explained from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.finding import Finding
    from fibre_planner.model.plan import Plan
    from fibre_planner.model.project import Project


@dataclass(frozen=True, eq=False)
class Known:
    """What features are looked up in; gaps gives the gap table of a project.

    shares: the areas with their shares, a table for each layer of them. measure: of the shares.
    """

    project: Project
    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    gaps: Callable[[Any], Any] = lambda _project: None
    comparison: Comparison | None = None
    shares: tuple[Any, ...] = ()
    measure: str = ""


def table_of(known: Known, table: str) -> Any:
    """Return the rows of a table, None where what it belongs to is not there."""
    if table == "gaps":
        return known.gaps(known.project)
    if table == "comparison":
        return known.comparison.sections if known.comparison else None
    if not table.startswith("plan_"):
        return known.project.layer(table)
    if known.plan is None:
        return None
    return getattr(known.plan, table.removeprefix("plan_"))


def row_of(table: Any, row_id: str) -> Mapping[str, Any] | None:
    """Return a row by its id, None where it is gone."""
    if table is None or table.empty:
        return None
    ids = table.iloc[:, 0]
    place = int(ids.searchsorted(row_id))  # most tables are sorted by id
    if place >= len(ids) or ids.iloc[place] != row_id:
        places = np.flatnonzero((ids == row_id).to_numpy())
        if not len(places):
            return None
        place = int(places[0])
    return dict(zip(table.columns, table.iloc[place], strict=True))


def ids_where(table: Any, column: str, value: str) -> tuple[str, ...]:
    """Return the ids of the rows whose column holds a value."""
    if table is None or column not in table:
        return ()
    return tuple(table.loc[table[column] == value].iloc[:, 0].tolist())
