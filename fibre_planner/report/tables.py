"""The report's tables as plain values, for the workbook and the window alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from fibre_planner.language import current_language, mark, tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.report.texts import label, labels

Kind = Literal["text", "integer", "number", "coordinate", "money", "share", "date"]

# What the shipped catalogue says of prices without a published figure.
_GENERAL_KNOWLEDGE = mark("Assumption from general knowledge of the trade")


@dataclass(frozen=True)
class ReportColumn:
    """One column of a report table.

    name: its stable name in `rows`; heading: what the reader sees.
    digits: decimals of numbers, money and shares; unit: shown behind the heading.
    width: characters that fit a usual value, 0 lets the workbook measure.
    """

    name: str
    heading: str
    kind: Kind = "text"
    digits: int = 0
    unit: str = ""
    width: int = 0


@dataclass(frozen=True, eq=False)
class ReportTable:
    """One table of a report; `rows` has exactly the columns named, in their order.

    Text and dates (ISO 8601) are text, empty where unknown; numbers are floats, NaN where unknown;
    shares lie between 0 and 1. notes: sentences to be read with the table.
    """

    name: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()


def make_table(
    name: str,
    title: str,
    columns: Sequence[ReportColumn],
    values: dict[str, Any],
    notes: tuple[str, ...] = (),
) -> ReportTable:
    """Return a table of columns and their values (arrays of one length, by column name)."""
    rows = pd.DataFrame({column.name: values[column.name] for column in columns})
    return ReportTable(name, title, tuple(columns), rows.reset_index(drop=True), notes)


def own_values(rows: pd.DataFrame, columns: Sequence[ReportColumn]) -> dict[str, Any]:
    """Return the values of those columns that a table has under their names."""
    return {column.name: rows[column.name] for column in columns if column.name in rows}


def position_texts(items: pd.DataFrame, catalogue: pd.DataFrame) -> dict[str, Any]:
    """Return the columns `name` and `unit` of the positions of a bill."""
    return {
        "name": items["code"].map(catalogue_names(catalogue)).fillna(""),
        "unit": translate(items["unit"], "unit"),
    }


def translate(codes: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """Return the texts of a column of codes; an empty code stays empty unless it has a text."""
    known = labels(kind)
    return codes.map({code: known.get(code) or label(kind, code) for code in codes.unique()})


def item_table(project: Project, plan: Plan) -> ReportTable:
    """Return the bill of quantities with names of the positions and low, base and high cost."""
    items = plan.items
    columns = (
        ReportColumn("code", tr("Position"), width=10),
        ReportColumn("name", tr("Description"), width=48),
        ReportColumn("quantity", tr("Quantity"), "number", 1),
        ReportColumn("unit", tr("Unit"), width=12),
        ReportColumn("price_low_eur", tr("Price low"), "money", 2),
        ReportColumn("price_base_eur", tr("Price base"), "money", 2),
        ReportColumn("price_high_eur", tr("Price high"), "money", 2),
        ReportColumn("cost_low_eur", tr("Cost low"), "money", 2),
        ReportColumn("cost_base_eur", tr("Cost base"), "money", 2),
        ReportColumn("cost_high_eur", tr("Cost high"), "money", 2),
    )
    values = own_values(items, columns) | position_texts(items, project.catalogue)
    return make_table("items", tr("Bill of quantities"), columns, values)


def catalogue_names(catalogue: pd.DataFrame) -> pd.Series[Any]:
    """Return the names of the positions in the language in use, by code."""
    column = "name_de" if current_language() == "de" else "name"
    return catalogue.set_index("code")[column]


def price_table(project: Project) -> ReportTable:
    """Return the price catalogue with source, price level and whether a price is an assumption."""
    catalogue = project.catalogue
    columns = (
        ReportColumn("code", tr("Position"), width=10),
        ReportColumn("name", tr("Description"), width=48),
        ReportColumn("unit", tr("Unit"), width=18),
        ReportColumn("low", tr("Price low"), "number", 2),
        ReportColumn("base", tr("Price base"), "number", 2),
        ReportColumn("high", tr("Price high"), "number", 2),
        ReportColumn("year", tr("Price level"), width=12),
        ReportColumn("evidence", tr("Evidence"), width=20),
        ReportColumn("source", tr("Source"), width=60),
    )
    values = own_values(catalogue, columns)
    values["name"] = catalogue_names(catalogue).to_numpy()
    values["unit"] = translate(catalogue["unit"], "unit")
    values["evidence"] = translate(catalogue["evidence"], "evidence")
    general = catalogue["source"].eq(_GENERAL_KNOWLEDGE)
    values["source"] = catalogue["source"].mask(general, tr(_GENERAL_KNOWLEDGE))
    values["year"] = catalogue["year"].astype("str").where(catalogue["year"] > 0, "")
    notes = (tr("Net prices. “Assumption” marks a price without a published figure behind it."),)
    return make_table("prices", tr("Prices"), columns, values, notes)


def finding_table(findings: Sequence[Finding]) -> ReportTable:
    """Return the findings, errors first, with what mending saves and the rows concerned."""
    columns = (
        ReportColumn("severity", tr("Severity"), width=12),
        ReportColumn("layer", tr("Layer"), width=18),
        ReportColumn("count", tr("Rows"), "integer", width=9),
        ReportColumn("message", tr("Finding"), width=70),
        ReportColumn("remedy", tr("Remedy"), width=60),
        ReportColumn("cost_eur", tr("May cost"), "money", width=14),
        ReportColumn("easting", tr("Easting"), "coordinate", 1, width=13),
        ReportColumn("northing", tr("Northing"), "coordinate", 1, width=14),
        ReportColumn("rows", tr("Rows concerned"), width=50),
        ReportColumn("code", tr("Code"), width=22),
    )
    ordered = sorted(findings, key=lambda found: SEVERITIES.index(found.severity))
    nowhere = (float("nan"), float("nan"))
    values: dict[str, Any] = {
        "severity": [label("severity", found.severity) for found in ordered],
        "layer": [label("layer", found.layer) for found in ordered],
        "count": [float(found.count) for found in ordered],
        "message": [found.message for found in ordered],
        "remedy": [found.remedy for found in ordered],
        "cost_eur": [found.cost_eur or float("nan") for found in ordered],
        "easting": [(found.place or nowhere)[0] for found in ordered],
        "northing": [(found.place or nowhere)[1] for found in ordered],
        "rows": [", ".join(found.rows) for found in ordered],
        "code": [found.code for found in ordered],
    }
    return make_table("findings", tr("Findings"), columns, values)


def rejected_table(project: Project) -> ReportTable:
    """Return every input row that was not taken over, with its reason and its values."""
    columns = (
        ReportColumn("source", tr("File"), width=30),
        ReportColumn("layer", tr("Layer"), width=18),
        ReportColumn("row", tr("Row or object"), width=16),
        ReportColumn("reason", tr("Reason"), width=60),
        ReportColumn("values", tr("Values of the row"), width=80),
        ReportColumn("code", tr("Code"), width=22),
    )
    values = own_values(project.rejected, columns)
    values["layer"] = translate(project.rejected["layer"], "layer")
    return make_table("rejected", tr("Rejected rows"), columns, values)


def rule_table(plan: Plan) -> ReportTable:
    """Return the ledger of rules that were applied or relaxed."""
    columns = (
        ReportColumn("rule", tr("Rule"), width=30),
        ReportColumn("subject", tr("Row concerned"), width=30),
        ReportColumn("amount", tr("Amount"), "number", 2),
        ReportColumn("unit", tr("Unit"), width=12),
        ReportColumn("reason", tr("Reason"), width=80),
    )
    values = own_values(plan.rules, columns)
    values["rule"] = translate(plan.rules["rule"], "rule")
    values["unit"] = translate(plan.rules["unit"], "unit")
    return make_table("rules", tr("Rules"), columns, values)
