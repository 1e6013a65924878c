"""The sheet of building years, with a chart of what each year costs and who is served by then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from fibre_planner.language import tr
from fibre_planner.report.numbers import excel_format
from fibre_planner.report.tables import ReportTable
from fibre_planner.report.workbook_sheets import Sheet, note_lines
from fibre_planner.report.workbook_styles import Styles
from fibre_planner.report.workbook_totals import sheet_with_total

_HEIGHT_CM, _WIDTH_CM, _ROW_CM = 9.0, 24.0, 0.53
_SUMMED = ("cost_eur", "extra_eur", "present_value_eur", "trench_m", "addresses", "units")
_COST, _SERVED = "1F5A94", "B45309"


def phase_sheet(table: ReportTable, styles: Styles) -> Sheet:
    """Return the sheet of the years; the chart needs the room below its notes."""
    sheet = sheet_with_total(table, styles, lambda column: column.name in _SUMMED, 1)
    return replace(sheet, filtered=False, last_printed_row=_chart_row(table) + _chart_rows())


def add_phase_chart(worksheet: Worksheet, table: ReportTable) -> None:
    """Draw the cost of each year as bars and the share of units served by then as a line."""
    names = [column.name for column in table.columns]
    last = len(table.rows) + 1
    years = Reference(worksheet, min_col=1, min_row=2, max_row=last)
    bars: Any = BarChart()
    bars.title, bars.height, bars.width = tr("Cost and service by year"), _HEIGHT_CM, _WIDTH_CM
    bars.legend.position, bars.gapWidth = "b", 60
    bars.add_data(_column(worksheet, names.index("cost_eur") + 1, last), titles_from_data=True)
    bars.series[0].graphicalProperties.solidFill = _COST
    bars.y_axis.numFmt = excel_format("integer")
    bars.y_axis.delete = bars.x_axis.delete = False
    bars.set_categories(years)
    line: Any = LineChart()
    line.add_data(_column(worksheet, names.index("served") + 1, last), titles_from_data=True)
    series = line.series[0]
    series.graphicalProperties.line.solidFill = _SERVED
    series.graphicalProperties.line.width = 28_000
    series.marker.symbol, series.marker.size, series.smooth = "circle", 7, False
    series.marker.graphicalProperties.solidFill = _SERVED
    line.y_axis.axId, line.y_axis.crosses = 200, "max"
    line.y_axis.numFmt, line.y_axis.delete = "0%", False
    line.y_axis.scaling.min, line.y_axis.scaling.max = 0, 1
    line.y_axis.majorGridlines = None
    bars += line
    worksheet.add_chart(bars, f"A{_chart_row(table)}")


def _column(worksheet: Worksheet, column: int, last: int) -> Reference:
    return Reference(worksheet, min_col=column, min_row=1, max_row=last)


def _chart_row(table: ReportTable) -> int:
    return len(table.rows) + 5 + len(note_lines(table))


def _chart_rows() -> int:
    return round(_HEIGHT_CM / _ROW_CM) + 1
