"""The comparison of two plans as an XLSX workbook: figures, trenches, addresses, bill."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from fibre_planner.language import tr
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
from fibre_planner.report.workbook_frame import add_worksheets, describe, file_date
from fibre_planner.report.workbook_sheets import Sheet, table_sheet
from fibre_planner.report.workbook_styles import Styles
from fibre_planner.report.workbook_totals import sheet_with_total

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
    add_worksheets(workbook, sheets, title)
    describe(workbook, title)
    report(0.5, tr("Writing the workbook …"))
    save_workbook(workbook, sheets, path, file_date(max(found.one.created, found.other.created)))
    report(1.0, tr("The workbook is written."))


def _with_total(table: ReportTable, styles: Styles) -> Sheet:
    return sheet_with_total(table, styles, lambda column: column.name.startswith(_SUMMED), 2)
