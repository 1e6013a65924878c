"""A row of live sums below the rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from openpyxl.utils import get_column_letter

from fibre_planner.language import tr
from fibre_planner.report.tables import ReportColumn, ReportTable
from fibre_planner.report.workbook_cells import formula_cell, row_xml, text_cell
from fibre_planner.report.workbook_sheets import Sheet, note_rows, table_sheet
from fibre_planner.report.workbook_styles import Styles


def sheet_with_total(
    table: ReportTable,
    styles: Styles,
    is_summed: Callable[[ReportColumn], bool],
    frozen_columns: int,
) -> Sheet:
    """Return the sheet of a table with the sums of some columns behind its last row.

    The row of sums stays below when the rows are sorted or filtered.
    """
    sheet = table_sheet(replace(table, notes=()), styles, frozen_columns)
    last = len(table.rows) + 1
    cells = []
    for at, column in enumerate(table.columns, start=1):
        letter = get_column_letter(at)
        reference = f"{letter}{last + 1}"
        if column.kind != "text" and last > 1 and is_summed(column):
            style = styles.number("total", column.kind, column.digits)
            total = float(table.rows[column.name].sum())
            cells.append(formula_cell(reference, style, f"SUM({letter}2:{letter}{last})", total))
        else:
            text = tr("Total") if at == 1 else ""
            cells.append(text_cell(reference, styles.number("total"), text))
    notes = note_rows(table, styles, last + 3)
    blocks = chain(sheet.blocks, [row_xml(last + 1, cells)], notes)
    return replace(sheet, blocks=blocks, last_row=last, last_printed_row=last + 2 + len(notes))
