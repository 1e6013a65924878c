"""One table as an XLSX workbook of its own: numbers as numbers, text as text whatever it says."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.report.tables import ReportTable
from fibre_planner.report.workbook_file import save_workbook
from fibre_planner.report.workbook_frame import add_worksheets, describe, file_date
from fibre_planner.report.workbook_sheets import table_sheet
from fibre_planner.report.workbook_styles import Styles

MOST_ROWS = 1_048_575
"""Below the header; Microsoft, "Excel specifications and limits"."""


def write_rows_workbook(table: ReportTable, path: Path) -> None:
    """Write a workbook with one sheet; same inputs, same bytes.

    Raises PlannerError where there are more rows than a sheet can hold, or the file cannot be
    written.
    """
    if len(table.rows) > MOST_ROWS:
        raise PlannerError(
            tr("A sheet of a workbook cannot hold so many rows."),
            tr("Filter the table, or save it as a CSV file."),
        )
    workbook = Workbook()
    sheet = table_sheet(table, Styles(workbook))
    add_worksheets(workbook, [sheet], table.title)
    describe(workbook, table.title)
    save_workbook(workbook, [sheet], path, file_date(""))
