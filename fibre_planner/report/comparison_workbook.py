"""The comparison of two plans as an XLSX workbook: figures, trenches, addresses, bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from openpyxl.utils import get_column_letter
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
from fibre_planner.report.workbook_cells import formula_cell, row_xml, text_cell
from fibre_planner.report.workbook_file import save_workbook
from fibre_planner.report.workbook_sheets import Sheet, dress, sheet_name, table_sheet
from fibre_planner.report.workbook_styles import Styles

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
    """Return the sheet of a table with a row of live sums behind its last row."""
    sheet = table_sheet(replace(table, notes=()), styles, frozen_columns=2)
    last = len(table.rows) + 1
    cells = []
    for at, column in enumerate(table.columns, start=1):
        reference = f"{get_column_letter(at)}{last + 1}"
        style = styles.number("total", column.kind, column.digits)
        if at == 1:
            cells.append(text_cell(reference, styles.number("total"), tr("Total")))
        elif column.kind != "text" and column.name.startswith(_SUMMED) and last > 1:
            letter = get_column_letter(at)
            total = float(table.rows[column.name].sum())
            cells.append(formula_cell(reference, style, f"SUM({letter}2:{letter}{last})", total))
        else:
            cells.append(text_cell(reference, styles.number("total"), ""))
    notes = [
        row_xml(row, [text_cell(f"A{row}", styles.number("subtitle"), note)])
        for row, note in enumerate(table.notes, start=last + 3)
    ]
    blocks = chain(sheet.blocks, [row_xml(last + 1, cells)], notes)
    # The row of sums stays below when the rows are sorted or filtered.
    return replace(sheet, blocks=blocks, last_row=last, last_printed_row=last + 2 + len(notes))


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
