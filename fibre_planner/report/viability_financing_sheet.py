"""The financing plan as live formulas: quotas, caps, largest remainders, and its zero check."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from fibre_planner.language import tr
from fibre_planner.model.funding import Funder
from fibre_planner.model.viability import Part, Viability
from fibre_planner.report.tables import ReportColumn
from fibre_planner.report.viability_tables import financing_table
from fibre_planner.report.viability_year_sheet import YearCells
from fibre_planner.report.workbook_cells import formula_cell, number_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, header_xml
from fibre_planner.report.workbook_styles import Styles

_FIRST_YEAR = 9  # column I
_DIGITS = 8
"""Decimals at which parts of a cent are compared, as a spreadsheet has no exact fractions."""

_NOTHING = float("nan")


def financing_sheet(found: Viability, styles: Styles, years: YearCells) -> Sheet:
    """Return the financing plan of the base level.

    Columns: quota, cap, least grant, exact part, rounded down, remainder, part; the budget years;
    then, for each year, what its part is rounded down and the remainder.
    """
    plan = found.cases["base"].financing
    count = len(plan.years)
    capex = [years.building["base"][year] for year in plan.years]
    gap_row = len(plan.parts) + 3
    rows = [header_xml(_columns(plan.years), styles)]
    for at, (funder, part) in enumerate(
        zip(found.profile.funders, plan.parts, strict=True), start=2
    ):
        cells = _part_cells(funder, part, styles, at, gap_row)
        cells += _year_cells(part, styles, at, capex)
        rows.append(row_xml(at, cells))
    rows += _sum_rows(found, styles, gap_row, years.gap["base"])
    notes = financing_table(found).notes
    below = gap_row + 2
    rows += [
        row_xml(below + number, [text_cell(f"A{below + number}", styles.number("subtitle"), note)])
        for number, note in enumerate(notes, start=1)
    ]
    widths = (36.0, 10.0, 18.0, 16.0, 18.0, 17.0, 13.0, 17.0, *[17.0] * count, *[16.0] * 2 * count)
    title = financing_table(found).title
    return Sheet(title, rows, widths, below + len(notes), filtered=False, frozen_columns=1)


def _columns(years: tuple[int, ...]) -> list[ReportColumn]:
    down, left = tr("{year} rounded down"), tr("{year} remainder")
    return [
        ReportColumn("funder", tr("Funding")),
        ReportColumn("quota", tr("Quota"), "share"),
        ReportColumn("cap", tr("Cap"), "money"),
        ReportColumn("minimum", tr("Least grant"), "money"),
        ReportColumn("exact", tr("Exact part"), "number"),
        ReportColumn("down", tr("Rounded down"), "money"),
        ReportColumn("remainder", tr("Remainder"), "number"),
        ReportColumn("part", tr("Part"), "money"),
        *(ReportColumn(f"y{year}", str(year), "money") for year in years),
        *(ReportColumn(f"d{year}", down.format(year=year), "money") for year in years),
        *(ReportColumn(f"r{year}", left.format(year=year), "number") for year in years),
    ]


def _part_cells(funder: Funder, part: Part, styles: Styles, row: int, gap_row: int) -> list[str]:
    """Return who pays, the terms and the part of the gap. gap_row: where the gap stands."""
    gap, last = f"$H${gap_row}", gap_row - 2
    fine = styles.number("cell", "number", _DIGITS)
    money = styles.number("cell", "money", 2)
    cap = _NOTHING if funder.cap_eur is None else funder.cap_eur
    if funder.rest:
        exact = _rest(gap, row, last)
    else:
        held = f'MIN(B{row}*{gap},IF(C{row}="",B{row}*{gap},C{row}))'
        exact = f"IF({held}<D{row},0,{held})"
    cells = [
        text_cell(f"A{row}", styles.number("wrapped"), part.name),
        number_cell(
            f"B{row}",
            styles.number("cell", "share", 2),
            _NOTHING if funder.rest else funder.quota,
        ),
        number_cell(f"C{row}", money, cap),
        number_cell(f"D{row}", money, _NOTHING if funder.rest else funder.minimum_eur),
        formula_cell(f"E{row}", fine, f"ROUND({exact},{_DIGITS})", _NOTHING),
        formula_cell(f"F{row}", money, f"ROUNDDOWN(E{row},2)", _NOTHING),
        formula_cell(f"G{row}", fine, f"ROUND(E{row}-F{row},{_DIGITS})", _NOTHING),
    ]
    spans = (f"F$2:F${last}", f"G$2:G${last}", f"G$2:G{row - 1}" if row > 2 else "")
    formula = _largest_remainder(f"F{row}", f"G{row}", gap, spans)
    return [*cells, formula_cell(f"H{row}", money, formula, float(part.amount_eur))]


def _rest(gap: str, row: int, last: int) -> str:
    """Return what the parts above and below a row leave of the gap."""
    others = []
    if row > 2:
        others.append(f"SUM(E$2:E{row - 1})")
    if row < last:
        others.append(f"SUM(E{row + 1}:E${last})")
    return "-".join([gap, *others])


def _year_cells(part: Part, styles: Styles, row: int, capex: list[str]) -> list[str]:
    """Return a part by budget year, with what it is rounded down and the remainders."""
    count = len(capex)
    letters = [get_column_letter(_FIRST_YEAR + at) for at in range(3 * count)]
    years, downs, rems = letters[:count], letters[count : 2 * count], letters[2 * count :]
    money = styles.number("cell", "money", 2)
    fine = styles.number("cell", "number", _DIGITS)
    built = "+".join(capex)
    cells = []
    for at, letter in enumerate(years):
        before = f"${rems[0]}{row}:${rems[at - 1]}{row}" if at else ""
        spans = (
            f"${downs[0]}{row}:${downs[-1]}{row}",
            f"${rems[0]}{row}:${rems[-1]}{row}",
            before,
        )
        formula = _largest_remainder(f"{downs[at]}{row}", f"{rems[at]}{row}", f"$H{row}", spans)
        amount = float(part.by_year_eur[at])
        cells.append(formula_cell(f"{letter}{row}", money, formula, amount))
    exact = [f"ROUND($H{row}*{cost}/({built}),{_DIGITS})" for cost in capex]
    cells += [
        formula_cell(f"{letter}{row}", money, f"ROUNDDOWN({formula},2)", _NOTHING)
        for letter, formula in zip(downs, exact, strict=True)
    ]
    cells += [
        formula_cell(f"{letter}{row}", fine, f"ROUND({formula}-{down}{row},{_DIGITS})", _NOTHING)
        for letter, down, formula in zip(rems, downs, exact, strict=True)
    ]
    return cells


def _largest_remainder(down: str, remainder: str, total: str, spans: tuple[str, str, str]) -> str:
    """Return the formula of a rounded share.

    spans: cells of all shares rounded down, of all remainders, and of the remainders before it.
    """
    downs, remainders, before = spans
    rank = f"SUMPRODUCT(--({remainders}>{remainder}))"
    if before:
        rank += f"+SUMPRODUCT(--({before}={remainder}))"
    left = f"ROUND(({total}-SUM({downs}))*100,0)"
    return f"ROUND({down}+IF({rank}<{left},0.01,0),2)"


def _sum_rows(found: Viability, styles: Styles, gap_row: int, gap: str) -> list[str]:
    """Return the sum of the parts, the gap, and their difference of nought."""
    plan = found.cases["base"].financing
    plain, money = styles.number("total"), styles.number("total", "money", 2)
    last = gap_row - 2
    letters = [get_column_letter(_FIRST_YEAR + at) for at in range(len(plan.years))]
    paid = gap_row - 1
    blanks = [text_cell(f"{letter}{paid}", plain, "") for letter in "BCDEFG"]
    sums = [text_cell(f"A{paid}", plain, tr("Sum of financing")), *blanks]
    amount = float(sum(part.amount_eur for part in plan.parts))
    sums.append(formula_cell(f"H{paid}", money, f"SUM(H2:H{last})", amount))
    sums += [
        formula_cell(f"{letter}{paid}", money, f"SUM({letter}2:{letter}{last})", float(need))
        for letter, need in zip(letters, plan.by_year_eur, strict=True)
    ]
    row = gap_row
    level = [text_cell(f"A{row}", plain, tr("Viability gap"))]
    level += [text_cell(f"{letter}{row}", plain, "") for letter in "BCDEFG"]
    level.append(formula_cell(f"H{row}", money, gap, float(plan.gap_eur)))
    check = [text_cell(f"A{row + 1}", plain, tr("Sum of financing less gap"))]
    check += [text_cell(f"{letter}{row + 1}", plain, "") for letter in "BCDEFG"]
    check.append(formula_cell(f"H{row + 1}", money, f"ROUND(H{paid}-H{row},2)", 0.0))
    first, end = letters[0], letters[-1]
    formula = f"ROUND(SUM({first}{paid}:{end}{paid})-H{row},2)"
    check.append(formula_cell(f"{first}{row + 1}", money, formula, float(plan.check_eur)))
    return [row_xml(paid, sums), row_xml(row, level), row_xml(row + 1, check)]
