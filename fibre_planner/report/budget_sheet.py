"""The chart of the budget curve in the workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.worksheet.worksheet import Worksheet

from fibre_planner.language import tr
from fibre_planner.report.numbers import excel_format
from fibre_planner.report.tables import ReportTable
from fibre_planner.report.workbook_sheets import Sheet, note_lines, table_sheet
from fibre_planner.report.workbook_styles import Styles

_HEIGHT_CM, _WIDTH_CM, _ROW_CM = 11.0, 24.0, 0.5
_SERVED, _BOUND = "0F62AC", "9A6A00"


def budget_sheet(table: ReportTable, styles: Styles) -> Sheet:
    """Return the sheet of the budget curve, with room for its chart in print."""
    sheet = table_sheet(table, styles)
    end = _chart_row(table) + round(_HEIGHT_CM / _ROW_CM)
    return replace(sheet, filtered=False, portrait=True, last_printed_row=end)


def _chart_row(table: ReportTable) -> int:
    return len(table.rows) + len(note_lines(table)) + 5


def add_budget_chart(worksheet: Worksheet, table: ReportTable, weight: str) -> None:
    """Draw what is served and its bound over the cost, below the table and its notes.

    weight: of the scenario, which decides what the bound counts.
    """
    if len(table.rows) < 2:
        return
    names = [column.name for column in table.columns]
    last = len(table.rows) + 1
    served = weight if weight in ("units", "addresses") else "weight"
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 2, "lineMarker"
    chart.title = tr("What a budget buys")
    chart.height, chart.width = _HEIGHT_CM, _WIDTH_CM
    chart.legend.position = "b"
    chart.x_axis.title, chart.y_axis.title = tr("Budget (EUR)"), _heading(table, served)
    chart.x_axis.numFmt, chart.y_axis.numFmt = excel_format("integer"), excel_format("integer")
    chart.x_axis.delete, chart.y_axis.delete = False, False
    chart.x_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    pairs = ((served, "cost_eur", _SERVED, None), ("weight_bound", "budget_eur", _BOUND, "dash"))
    for name, over, colour, dash in pairs:
        x = Reference(worksheet, min_col=names.index(over) + 1, min_row=2, max_row=last)
        y = Reference(worksheet, min_col=names.index(name) + 1, min_row=1, max_row=last)
        series: Any = Series(y, x, title_from_data=True)
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 22_000
        series.graphicalProperties.line.dashStyle = dash
        series.marker.symbol = "circle" if dash is None else "none"
        series.marker.size = 6
        series.marker.graphicalProperties.solidFill = colour
        series.smooth = False
        chart.series.append(series)
    worksheet.add_chart(chart, f"A{_chart_row(table)}")


def _heading(table: ReportTable, name: str) -> str:
    return next(column.heading for column in table.columns if column.name == name)
