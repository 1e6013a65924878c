"""The years of a gap at each price level as live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.viability import GapCase, Viability
from fibre_planner.report.tables import ReportColumn
from fibre_planner.report.viability_driver_sheet import DriverCells
from fibre_planner.report.viability_tables import year_table
from fibre_planner.report.viability_texts import level_name
from fibre_planner.report.workbook_cells import formula_cell, number_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, header_xml, sheet_name
from fibre_planner.report.workbook_styles import Styles

_SUMMED = dict(zip("FGHIK", ("capex", "equipment", "opex", "revenue", "discounted"), strict=True))
_WIDTHS = (12.0, 12.0, 12.0, 12.0, 12.0, *[17.0] * 4, 12.0, 18.0, 18.0)
_MONEY = "FGHIKL"


@dataclass(frozen=True)
class YearCells:
    """Where other sheets find a level's gap and its building cost by year."""

    gap: Mapping[str, str]
    building: Mapping[str, Mapping[int, str]]


def year_sheet(found: Viability, styles: Styles, drivers: DriverCells) -> tuple[Sheet, YearCells]:
    """Return the sheet with the base level first, and where its figures stand."""
    title = tr("Viability gap")
    quoted = sheet_name(title, ()).replace("'", "''")
    rows = [header_xml(_columns(), styles)]
    gap: dict[str, str] = {}
    building: dict[str, dict[int, str]] = {}
    at = 1
    for level in ("base", *(level for level in LEVELS if level != "base")):
        first = at + 2
        case = found.cases[level]
        rows += _level_rows(found, case, styles, drivers, at + 1)
        years = case.years["year"].tolist()
        building[level] = {
            int(year): f"'{quoted}'!$F${first + number}" for number, year in enumerate(years)
        }
        at = first + len(years) + 1
        gap[level] = f"'{quoted}'!$K${at}"
        at += 1
        rows.append(row_xml(at, []))
    notes = year_table(found).notes
    rows += [
        row_xml(at + number, [text_cell(f"A{at + number}", styles.number("subtitle"), note)])
        for number, note in enumerate(notes, start=1)
    ]
    sheet = Sheet(title, rows, _WIDTHS, at + len(notes), filtered=False, frozen_columns=1)
    return sheet, YearCells(gap, building)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn("year", tr("Year")),
        ReportColumn("build_share", tr("Share built"), "share"),
        ReportColumn("service_share", tr("Share in service"), "share"),
        ReportColumn("reached_units", tr("Units reached by the ramp"), "number"),
        ReportColumn("customers", tr("Customers"), "number"),
        ReportColumn("capex_eur", tr("Building"), "money"),
        ReportColumn("equipment_eur", tr("Equipment of customers"), "money"),
        ReportColumn("opex_eur", tr("Operation"), "money"),
        ReportColumn("revenue_eur", tr("Revenue"), "money"),
        ReportColumn("factor", tr("Discount factor"), "number"),
        ReportColumn("discounted_eur", tr("Cost less revenue, discounted"), "money"),
        ReportColumn("cumulated_eur", tr("Cumulated"), "money"),
    )


def _level_rows(
    found: Viability, case: GapCase, styles: Styles, drivers: DriverCells, heading: int
) -> list[str]:
    """Return heading, years, sums and gap of a price level, beginning with a row number."""
    style = styles.number("heading")
    name = tr("Price level: {level}").format(level=level_name(case.level))
    rows = [row_xml(heading, [text_cell(f"A{heading}", style, name)], 22)]
    first = heading + 1
    last = heading + len(case.years)
    # A year is a row of formulas; there are a few dozen at most.
    for number, year in enumerate(case.years.itertuples(index=False)):
        exponent = number + found.assumptions.first_exponent
        rows.append(
            row_xml(
                first + number, _year_cells(year, case.level, styles, drivers, (first, exponent))
            )
        )
    rows += _sum_rows(case, styles, (first, last))
    return rows


def _year_cells(
    year: Any, level: str, styles: Styles, drivers: DriverCells, place: tuple[int, float]
) -> list[str]:
    """Return the cells of a year. place: first row of its level, and its exponent."""
    first, exponent = place
    row = first + round(exponent - exponent % 1)
    of = {role: by_level[level] for role, by_level in drivers.sums.items()}
    total = drivers.total[level]
    before = f"-E{row - 1}" if row > first else ""
    formulas = {
        "E": (f"D{row}*{of['takeup']}/100", year.customers),
        "F": (f"B{row}*{total}", year.capex_eur),
        "G": (f"(E{row}{before})*{of['capex_per_customer']}", year.equipment_eur),
        "H": (
            f"C{row}*{total}*{of['opex_percent']}/100+E{row}*{of['opex_per_line']}*12",
            year.opex_eur,
        ),
        "I": (f"E{row}*{of['revenue_per_line']}*12", year.revenue_eur),
        "J": (f"(1+{of['discount_rate']})^-{exponent:g}", year.factor),
        "K": (f"(F{row}+G{row}+H{row}-I{row})*J{row}", year.discounted_eur),
        "L": (f"SUM(K${first}:K{row})", year.cumulated_eur),
    }
    kinds = {"E": ("number", 1), "J": ("number", 6)}
    cells = [text_cell(f"A{row}", styles.number("cell"), str(year.year))]
    share = styles.number("cell", "share", 2)
    cells.append(number_cell(f"B{row}", share, year.build_share))
    cells.append(number_cell(f"C{row}", share, year.service_share))
    cells.append(number_cell(f"D{row}", styles.number("cell", "number", 1), year.reached_units))
    for letter, (formula, result) in formulas.items():
        style = styles.number("cell", *kinds.get(letter, ("money", 2)))
        cells.append(formula_cell(f"{letter}{row}", style, formula, float(result)))
    return cells


def _sum_rows(case: GapCase, styles: Styles, span: tuple[int, int]) -> list[str]:
    """Return the sums of the years and the gap below them."""
    first, last = span
    row = last + 1
    plain, money = styles.number("total"), styles.number("total", "money", 2)
    sums = [text_cell(f"A{row}", plain, tr("Total"))]
    gap = [text_cell(f"A{row + 1}", plain, tr("Viability gap"))]
    for letter in "BCDEFGHIJKL":
        if letter in _SUMMED:
            result = float(case.years[f"{_SUMMED[letter]}_eur"].sum())
            formula = f"SUM({letter}{first}:{letter}{last})"
            sums.append(formula_cell(f"{letter}{row}", money, formula, result))
        else:
            sums.append(text_cell(f"{letter}{row}", plain, ""))
        if letter == "K":
            formula = f"ROUND(MAX(0,K{row}),2)"
            gap.append(formula_cell(f"K{row + 1}", money, formula, float(case.gap_eur)))
        else:
            gap.append(text_cell(f"{letter}{row + 1}", plain, ""))
    return [row_xml(row, sums), row_xml(row + 1, gap)]
