"""What several chosen rows add up to: how many there are, their metres, euros and units."""

from __future__ import annotations

from typing import Any

from fibre_planner.language import tr
from fibre_planner.ui.adding_up import amount_text, sum_columns
from fibre_planner.ui.facts.looked_up import Known, table_of
from fibre_planner.ui.facts.shown import Explained, Facts
from fibre_planner.ui.wording import code_kind, column_title, label, numbers, table_columns

_MOST_VALUES = 6
_GROUPED_BY = {
    "addresses": ("district", "category"),
    "plan_trenches": ("level", "surface", "method"),
    "plan_nodes": ("kind",),
    "sites": ("kind", "status"),
    "streets": ("surface", "road_class"),
    "areas": ("kind",),
    "buildings": ("kind",),
    "supply": ("provider", "technology"),
}
"""Columns by whose values the chosen rows are counted."""


def explain_all(table: str, ids: frozenset[str], known: Known) -> Explained | None:
    """Return the sums over rows of a table, None where none of them is there any more."""
    rows = table_of(known, table) if table != "findings" else None
    if rows is None or rows.empty:
        return None
    rows = rows[rows.iloc[:, 0].isin(ids)]
    if rows.empty:
        return None
    write = numbers()
    sums: Facts = [(tr("Rows"), write.format_number(len(rows)))]
    for column in () if table == "gaps" else sum_columns(table):
        values = rows[column.name]
        known_values = values[values != -1] if column.default == "-1" else values
        total = float(known_values.sum())
        sums.append((column_title(column), amount_text(total, column.unit)))
    sections = [(tr("Sums"), sums)]
    if table == "addresses":
        sections += _of_addresses(ids, known)
    sections += _counts(table, rows)
    title = tr("{n} rows chosen").format(n=write.format_number(len(rows)))
    return Explained(title, _table_name(table), tuple(sections))


def _table_name(table: str) -> str:
    names = {
        "plan_trenches": tr("Plan: trenches"),
        "plan_nodes": tr("Plan: PoP and cabinets"),
        "gaps": tr("Coverage gaps"),
    }
    name = names.get(table) or label("layer", table)
    return name[:1].upper() + name[1:]


def _of_addresses(ids: frozenset[str], known: Known) -> list[tuple[str, Facts]]:
    """Return what coverage and plan say of the chosen addresses."""
    found: list[tuple[str, Facts]] = []
    coverage = known.project.coverage
    classes = coverage.loc[coverage["address_id"].isin(ids), "coverage_class"].value_counts()
    if len(classes):
        found.append((tr("Coverage"), _written("coverage_class_short", classes)))
    if known.plan is not None:
        planned = known.plan.addresses[known.plan.addresses["address_id"].isin(ids)]
        facts = _written("plan_status", planned["status"].value_counts())
        cost = float(planned["cost_base_eur"].sum())
        if cost:
            facts.append((tr("Share of the cost"), numbers().format_money(cost)))
        if facts:
            found.append((tr("Plan"), facts))
    return found


def _counts(table: str, rows: Any) -> list[tuple[str, Facts]]:
    found: list[tuple[str, Facts]] = []
    titles = {} if table == "gaps" else {each.name: each for each in table_columns(table)}
    for name in _GROUPED_BY.get(table, ()):
        counts = rows[name].value_counts()
        counts = counts.iloc[:_MOST_VALUES]
        found.append((column_title(titles[name]), _written(code_kind(table, name), counts)))
    return found


def _written(kind: str, counts: Any) -> Facts:
    write = numbers().format_number
    pairs = list(counts.items())
    return [
        ((label(kind, code) if kind else str(code)) or tr("(empty)"), write(int(count)))
        for code, count in pairs
    ]
