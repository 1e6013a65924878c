"""The sheet of prices and assumptions behind a gap; the sums of the other sheets rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.viability import Viability
from fibre_planner.report.tables import ReportColumn
from fibre_planner.report.viability_texts import driver_names
from fibre_planner.report.workbook_cells import formula_cell, number_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, header_xml, sheet_name, text_style
from fibre_planner.report.workbook_styles import Styles

_ROLES = (
    "price",
    "on_construction",
    "on_everything",
    "opex_percent",
    "opex_per_line",
    "capex_per_customer",
    "revenue_per_line",
    "takeup",
    "ramp_years",
    "discount_rate",
)
_BETTER = ("revenue_per_line", "takeup")
_HELD = ("ramp_years", "discount_rate")
_LETTER = dict(zip(LEVELS, "DEF", strict=True))
_WIDTHS = (14.0, 52.0, 14.0, 16.0, 16.0, 16.0)


@dataclass(frozen=True)
class DriverCells:
    """Where other sheets find what they reckon with: role → formula of its sum, by level."""

    sums: Mapping[str, Mapping[str, str]]
    total: Mapping[str, str]


def driver_sheet(project: Project, found: Viability, styles: Styles) -> tuple[Sheet, DriverCells]:
    """Return the sheet and where its figures stand; its columns are the low, base and high gap.

    A low gap has low costs and high revenues; ramp and rate stay at their base.
    """
    title = tr("Prices of the gap")
    drivers, names = found.drivers, driver_names(found, project.catalogue)
    order = np.argsort([_ROLES.index(role) for role in drivers["role"]], kind="stable")
    drivers = drivers.iloc[order]
    columns = (
        ReportColumn("code", tr("Position")),
        ReportColumn("name", tr("Description")),
        ReportColumn("quantity", tr("Quantity"), "number"),
        ReportColumn("low", tr("Low gap"), "number"),
        ReportColumn("base", tr("Base"), "number"),
        ReportColumn("high", tr("High gap"), "number"),
    )
    rows = [header_xml(columns, styles)]
    plain = styles.number("cell", "number", 3)
    # A few dozen positions: the row is put together cell by cell.
    for at, driver in enumerate(drivers.itertuples(index=False), start=2):
        cells = [
            text_cell(f"A{at}", text_style(styles, "cell", driver.code), driver.code),
            text_cell(f"B{at}", styles.number("wrapped"), names[driver.code]),
            number_cell(f"C{at}", plain, driver.quantity if driver.role == "price" else np.nan),
        ]
        values = [getattr(driver, level) for level in LEVELS]
        if driver.role in _BETTER:
            values.reverse()
        if driver.role in _HELD:
            values = [driver.base] * len(LEVELS)
        cells += [
            number_cell(f"{_LETTER[level]}{at}", plain, value)
            for level, value in zip(LEVELS, values, strict=True)
        ]
        rows.append(row_xml(at, cells))
    span = {role: _span(drivers["role"].tolist(), role) for role in _ROLES}
    last = len(drivers) + 2
    rows.append(row_xml(last, _total_cells(found, styles, last, span)))
    quoted = sheet_name(title, ()).replace("'", "''")
    sums = {
        role: {level: _sum(f"'{quoted}'!", letter, span[role]) for level, letter in _LETTER.items()}
        for role in _ROLES
    }
    total = {level: f"'{quoted}'!${letter}${last}" for level, letter in _LETTER.items()}
    sheet = Sheet(title, rows, _WIDTHS, last, filtered=False, frozen_columns=2)
    return sheet, DriverCells(sums, total)


def _span(roles: list[str], role: str) -> tuple[int, int] | None:
    """Return the first and the last row of a role, None where no driver has it."""
    if role not in roles:
        return None
    first = roles.index(role) + 2
    return first, first + roles.count(role) - 1


def _sum(sheet: str, letter: str, span: tuple[int, int] | None) -> str:
    return f"SUM({sheet}${letter}${span[0]}:${letter}${span[1]})" if span else "0"


def _total_cells(
    found: Viability, styles: Styles, row: int, span: Mapping[str, tuple[int, int] | None]
) -> list[str]:
    """Return the cost of all that is built: construction and the percentages on it."""
    style = styles.number("total")
    cells = [text_cell(f"A{row}", style, ""), text_cell(f"B{row}", style, tr("Building cost"))]
    cells.append(text_cell(f"C{row}", style, ""))
    for level, letter in _LETTER.items():
        prices = span["price"]
        built = "0"
        if prices:
            first, last = prices
            built = f"SUMPRODUCT($C{first}:$C{last},{letter}{first}:{letter}{last})"
        on_construction = _sum("", letter, span["on_construction"])
        on_everything = _sum("", letter, span["on_everything"])
        formula = f"{built}*(1+{on_construction}/100)*(1+{on_everything}/100)"
        years = found.cases[level].years
        share = float(years["build_share"].sum())
        result = float(years["capex_eur"].sum()) / share if share else float("nan")
        money = styles.number("total", "money", 2)
        cells.append(formula_cell(f"{letter}{row}", money, formula, result))
    return cells
