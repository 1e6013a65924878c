"""The comparison of two plans as an XLSX workbook: figures, trenches, addresses, bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties

from fibre_planner.language import current_language, tr
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent
from fibre_planner.report.comparison_figures import figures_sheet
from fibre_planner.report.comparison_tables import (
    address_difference_table,
    bill_table,
    node_table,
    section_table,
)
from fibre_planner.report.figures import municipality
from fibre_planner.report.tables import ReportTable
from fibre_planner.report.workbook_file import save_workbook
from fibre_planner.report.workbook_sheets import Sheet, dress, sheet_name, table_sheet
from fibre_planner.report.workbook_styles import Styles
from fibre_planner.report.workbook_totals import sheet_with_total

_NO_DATE = dt.datetime(2026, 1, 1)
_SUMMED = ("length_", "cost_", "quantity_base", "price_base_eur")


def write_comparison_workbook(
    project: Project, found: Comparison, path: Path, report: Report = silent
) -> None:
    """Write the workbook of a comparison in the language in use; same inputs, same bytes.

    Raises PlannerError where the file cannot be written.
    """
    report(0.0, tr("Gathering the tables …"))
    workbook = Workbook()
    styles = Styles(workbook)
    sheets = [
        figures_sheet(project, found, styles),
        _with_total(section_table(found), styles),
        _with_total(address_difference_table(project, found), styles),
        _with_total(bill_table(project, found), styles),
        table_sheet(node_table(found), styles),
    ]
    title = tr("Plans compared: {municipality}").format(municipality=municipality(project))
    _add_worksheets(workbook, sheets, title)
    workbook.properties.creator = "Fibre Planner"
    workbook.properties.title = title
    workbook.properties.language = {"de": "de-DE", "en": "en-GB"}[current_language()]
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    report(0.5, tr("Writing the workbook …"))
    save_workbook(workbook, sheets, path, _changed(found))
    report(1.0, tr("The workbook is written."))


def _with_total(table: ReportTable, styles: Styles) -> Sheet:
    return sheet_with_total(table, styles, lambda column: column.name.startswith(_SUMMED), 2)


def _add_worksheets(workbook: Workbook, sheets: Sequence[Sheet], footer: str) -> None:
    for number, sheet in enumerate(sheets):
        name = sheet_name(sheet.title, workbook.sheetnames if number else ())
        worksheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        worksheet.title = name
        dress(worksheet, sheet, footer)
    workbook.active = 0


def _changed(found: Comparison) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(max(found.one.created, found.other.created))
    except ValueError:
        return _NO_DATE
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
