"""The viability gap as tables of a report: its years, who pays, what it depends on, its sources."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.viability import Viability, assumption_sources
from fibre_planner.report.numbers import format_share
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table, own_values
from fibre_planner.report.viability_texts import (
    assumption_name,
    assumption_values,
    caution_sentences,
    driver_names,
    gap_sentence,
    level_name,
    limit_text,
    spread_sentence,
)


def year_columns() -> tuple[ReportColumn, ...]:
    """Return the columns of the years of a gap."""
    return (
        ReportColumn("year", tr("Year"), width=10),
        ReportColumn("customers", tr("Customers"), "number", 1),
        ReportColumn("capex_eur", tr("Building"), "money", 2, width=16),
        ReportColumn("equipment_eur", tr("Equipment of customers"), "money", 2, width=16),
        ReportColumn("opex_eur", tr("Operation"), "money", 2, width=16),
        ReportColumn("revenue_eur", tr("Revenue"), "money", 2, width=16),
        ReportColumn("factor", tr("Discount factor"), "number", 6, width=12),
        ReportColumn("discounted_eur", tr("Cost less revenue, discounted"), "money", 2, width=17),
        ReportColumn("cumulated_eur", tr("Cumulated"), "money", 2, width=17),
    )


def year_table(found: Viability, level: str = "base") -> ReportTable:
    """Return the years of a gap at one price level."""
    years = found.cases[level].years
    columns = year_columns()
    values = own_values(years, columns) | {"year": years["year"].astype("str")}
    title = tr("Viability gap")
    if level != "base":
        title = f"{title} ({level_name(level)})"
    notes = (gap_sentence(found), spread_sentence(found), *caution_sentences(found))
    return make_table(f"viability_{level}", title, columns, values, notes)


def financing_table(found: Viability, level: str = "base") -> ReportTable:
    """Return the financing plan: a row per funder, the sum, the gap and the difference of nought.

    The columns `y2027` … are the budget years.
    """
    case = found.cases[level]
    plan = case.financing
    need = plan.by_year_eur
    rows: list[tuple[Any, ...]] = [
        (part.name, *map(float, part.by_year_eur), float(part.amount_eur), limit_text(part))
        for part in plan.parts
    ]
    paid = sum(part.amount_eur for part in plan.parts)
    unknown = [float("nan")] * len(need)
    rows += [
        (tr("Sum of financing"), *map(float, need), float(paid), ""),
        (tr("Viability gap"), *unknown, float(case.gap_eur), ""),
        (tr("Sum of financing less gap"), *unknown, float(paid - case.gap_eur), ""),
    ]
    columns = (
        ReportColumn("funder", tr("Funding"), width=40),
        *(ReportColumn(f"y{year}", str(year), "money", 2, width=16) for year in plan.years),
        ReportColumn("amount_eur", tr("Total"), "money", 2, width=17),
        ReportColumn("note", tr("Note"), width=36),
    )
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    notes = (
        tr("Parts of a cent go where the largest remainder is, so that the parts are the gap."),
        tr("Each part is spread over the years of building in proportion to their cost."),
        *caution_sentences(found),
    )
    return make_table("financing", tr("Financing plan"), columns, dict(frame.items()), notes)


def tornado_table(project: Project, found: Viability) -> ReportTable:
    """Return what each price or assumption alone does to the gap, the largest swing first."""
    columns = (
        ReportColumn("code", tr("Position"), width=14),
        ReportColumn("name", tr("Description"), width=48),
        ReportColumn("low", tr("Low"), "number", 2),
        ReportColumn("base", tr("Base"), "number", 2),
        ReportColumn("high", tr("High"), "number", 2),
        ReportColumn("gap_low_eur", tr("Gap at the low value"), "money", width=16),
        ReportColumn("gap_high_eur", tr("Gap at the high value"), "money", width=16),
        ReportColumn("swing_eur", tr("Swing"), "money", width=16),
    )
    values = own_values(found.tornado, columns)
    values["name"] = found.tornado["code"].map(driver_names(found, project.catalogue))
    # Assumptions that stand in no price list have no code to look up.
    listed = found.tornado["code"].isin(project.catalogue["code"])
    values["code"] = found.tornado["code"].where(listed, "")
    notes = (
        tr("Each is moved alone, all others stay at base. A gap below nought is a surplus."),
        spread_sentence(found),
    )
    return make_table("tornado", tr("What the gap depends on"), columns, values, notes)


def assumption_rows(found: Viability) -> ReportTable:
    """Return the assumptions the gap is reckoned with, each with its source."""
    values = assumption_values(found)
    rows = [
        (assumption_name(name), values.get(name, ""), text)
        for name, text in assumption_sources().items()
    ]
    rows += [
        (funder.name, "" if funder.rest else format_share(funder.quota), funder.source)
        for funder in found.profile.funders
    ]
    columns = (
        ReportColumn("item", tr("Item"), width=48),
        ReportColumn("value", tr("Value"), width=48),
        ReportColumn("source", tr("Source"), width=90),
    )
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    title = tr("Assumptions on the gap")
    return make_table("gap_assumptions", title, columns, dict(frame.items()))
