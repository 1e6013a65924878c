"""The first sheets of the workbook: the figures, and coverage by district with live sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fibre_planner.language import tr
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.report.figures import Figure, FigureGroup
from fibre_planner.report.tables import ReportTable
from fibre_planner.report.workbook_bill import Totals
from fibre_planner.report.workbook_cells import formula_cell, number_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, column_widths, header_xml, text_style
from fibre_planner.report.workbook_styles import Styles
from fibre_planner.resources import RESOURCES, read_toml

_WIDTHS = (46.0, 26.0, 11.0, 64.0)
_COST_LEVELS = {"cost_low": "low", "cost_base": "base", "cost_high": "high"}
_PER = {"cost_per_address": "connected", "cost_per_unit": "plan_units"}
_ROW_CM = 0.5
_SHARES = {"served_share": "served", "eligible_share": "eligible_yes"}


def summary_sheet(
    groups: Sequence[FigureGroup], styles: Styles, totals: Totals | None, title: tuple[str, str]
) -> Sheet:
    """Return the sheet of figures; costs and shares are formulas.

    totals: of the bill; title: first line and the line under it.
    """
    rows = [
        row_xml(1, [text_cell("A1", text_style(styles, "title", title[0]), title[0])], 30),
        row_xml(2, [text_cell("A2", styles.number("subtitle"), title[1])]),
    ]
    at = {name: row for row, name in _figure_rows(groups)}
    row = 3
    for group in groups:
        row += 1
        style = styles.number("heading")
        cells = [text_cell(f"A{row}", style, group.heading)]
        rows.append(row_xml(row, cells + [text_cell(f"{x}{row}", style, "") for x in "BCD"], 22))
        for figure in group.figures:
            row += 1
            rows.append(row_xml(row, _figure_cells(figure, row, styles, totals, at)))
        row += 1
    return Sheet(
        title=tr("Summary"),
        blocks=rows,
        widths=_WIDTHS,
        last_row=row - 1,
        header_row=0,
        portrait=True,
    )


def _figure_rows(groups: Sequence[FigureGroup]) -> list[tuple[int, str]]:
    """Return the row of every figure."""
    found, row = [], 3
    for group in groups:
        row += 1
        for figure in group.figures:
            row += 1
            found.append((row, figure.name))
        row += 1
    return found


def _figure_cells(
    figure: Figure, row: int, styles: Styles, totals: Totals | None, at: Mapping[str, int]
) -> list[str]:
    kind = figure.kind if not isinstance(figure.value, str) else "text"
    style = styles.number("cell", kind, figure.digits)
    share = _share_formula(figure, row, at)
    return [
        text_cell(f"A{row}", styles.number("wrapped"), figure.label),
        _value_cell(figure, f"B{row}", style, styles, totals, at),
        formula_cell(f"C{row}", styles.number("cell", "share", 1), *share)
        if share
        else text_cell(f"C{row}", styles.number("cell"), ""),
        text_cell(f"D{row}", styles.number("wrapped"), "" if share else figure.note),
    ]


def _value_cell(
    figure: Figure,
    reference: str,
    style: int,
    styles: Styles,
    totals: Totals | None,
    at: Mapping[str, int],
) -> str:
    if isinstance(figure.value, str):
        text = figure.text()
        return text_cell(reference, text_style(styles, "cell", text), text)
    if totals and figure.name in _COST_LEVELS:
        level = _COST_LEVELS[figure.name]
        return formula_cell(reference, style, totals.references[level], totals.amounts[level])
    value = float("nan") if figure.value is None else float(figure.value)
    if totals and figure.name in _PER and figure.value is not None:
        base, count = at["cost_base"], at[_PER[figure.name]]
        return formula_cell(reference, style, f"IF(B{count}=0,0,B{base}/B{count})", value)
    return number_cell(reference, style, value)


def _share_formula(figure: Figure, row: int, at: Mapping[str, int]) -> tuple[str, float] | None:
    """Return formula and result of a figure's share of all addresses, None where it has none."""
    counted = figure.name in COVERAGE_CLASSES or figure.name.startswith("eligible_")
    if not counted or not figure.note:
        return None
    return f"B{row}/B{at['addresses']}", float("nan")


def district_sheet(table: ReportTable, styles: Styles) -> Sheet:
    """Return coverage by district with shares and a total row as formulas."""
    names = [column.name for column in table.columns]
    letter = {name: get_column_letter(at) for at, name in enumerate(names, start=1)}
    last = len(table.rows) + 1
    blocks = [header_xml(table.columns, styles)]
    # A few dozen districts: the row is put together cell by cell for its formulas.
    for row, values in enumerate(table.rows.itertuples(index=False), start=2):
        cells = [text_cell(f"A{row}", text_style(styles, "cell", values[0]), values[0])]
        for column, value in list(zip(table.columns, values, strict=True))[1:]:
            reference = f"{letter[column.name]}{row}"
            style = styles.number("cell", column.kind, column.digits)
            if column.name in _SHARES:
                formula = _division(letter[_SHARES[column.name]], letter["addresses"], row)
                cells.append(formula_cell(reference, style, formula, value))
            else:
                cells.append(number_cell(reference, style, value))
        blocks.append(row_xml(row, cells))
    blocks.append(row_xml(last + 1, _total_cells(table, letter, last, styles)))
    return Sheet(
        title=table.title,
        blocks=blocks,
        widths=column_widths(table),
        last_row=last + 1,
        last_printed_row=last + 5 + round(_chart_height_cm(table) / _ROW_CM),
        frozen_columns=1,
        filtered=False,
    )


def _chart_height_cm(table: ReportTable) -> float:
    return 3.0 + 0.8 * len(table.rows)


def _total_cells(
    table: ReportTable, letter: Mapping[str, str], last: int, styles: Styles
) -> list[str]:
    row = last + 1
    sums = {
        column.name: float(table.rows[column.name].sum())
        for column in table.columns
        if column.kind == "integer"
    }
    cells = [text_cell(f"A{row}", styles.number("total"), tr("Total"))]
    for column in table.columns[1:]:
        at = letter[column.name]
        style = styles.number("total", column.kind, column.digits)
        if column.name in _SHARES:
            part = _SHARES[column.name]
            formula = _division(letter[part], letter["addresses"], row)
            result = sums[part] / sums["addresses"] if sums["addresses"] else 0.0
            cells.append(formula_cell(f"{at}{row}", style, formula, result))
        elif last >= 2:
            formula = f"SUM({at}2:{at}{last})"
            cells.append(formula_cell(f"{at}{row}", style, formula, sums[column.name]))
        else:
            cells.append(number_cell(f"{at}{row}", style, 0.0))
    return cells


def _division(part: str, whole: str, row: int) -> str:
    return f"IF({whole}{row}=0,0,{part}{row}/{whole}{row})"


def add_district_chart(worksheet: Worksheet, table: ReportTable) -> None:
    """Draw the classes of each district as stacked bars below the table."""
    if table.rows.empty:
        return
    colours = read_toml(RESOURCES / "styles" / "colours.toml")["coverage"]
    names = [column.name for column in table.columns]
    last = len(table.rows) + 1
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "percentStacked", 100
    chart.title = table.title
    chart.height, chart.width = _chart_height_cm(table), 26
    chart.legend.position = "b"
    chart.y_axis.numFmt, chart.y_axis.delete, chart.x_axis.delete = "0%", False, False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.gapWidth = 40
    for code in COVERAGE_CLASSES:
        column = names.index(code) + 1
        chart.add_data(
            Reference(worksheet, min_col=column, min_row=1, max_row=last), titles_from_data=True
        )
        chart.series[-1].graphicalProperties.solidFill = colours[code]["colour"].lstrip("#")
    chart.set_categories(Reference(worksheet, min_col=1, min_row=2, max_row=last))
    worksheet.add_chart(chart, f"A{last + 4}")
