"""The sheets of the workbook as rows of cells, with widths, frozen panes and print settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from textwrap import wrap
from typing import Any

import numpy as np
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fibre_planner.report.tables import ReportColumn, ReportTable
from fibre_planner.report.workbook_cells import (
    begins_like_a_formula,
    clean_text,
    row_xml,
    table_rows_xml,
    text_cell,
)
from fibre_planner.report.workbook_styles import Styles

HEADER_HEIGHT_PT = 33.0
_NUMBER_WIDTH = 13
_WRAP_FROM = 48
_MOST_LINES = 20
_RAW_COLUMNS = ("values", "rows")
_A3 = 8
_A4 = 9
_MANY_COLUMNS = 16
_SIGNS_PER_WIDTH, _SHORTEST_LINE = 1.0, 60


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its rows as XML blocks and how it is shown and printed.

    widths: characters per column; last_row: number of the last row with a cell.
    header_row: row that is frozen with all above it, filtered and repeated in print; 0 for none.
    last_printed_row: where a chart below the rows ends.
    frozen_columns: columns that stay in view; repeated: print these columns on each page.
    """

    title: str
    blocks: Iterable[str]
    widths: tuple[float, ...]
    last_row: int
    header_row: int = 1
    frozen_columns: int = 0
    repeated_columns: str = ""
    filtered: bool = True
    portrait: bool = False
    last_printed_row: int = 0


def table_sheet(
    table: ReportTable, styles: Styles, frozen_columns: int = 0, repeated_columns: str = ""
) -> Sheet:
    """Return a sheet with a header and the rows of a table."""

    # Styles are numbered before the first row is written, since the workbook lists them first.
    header = header_xml(table.columns, styles)
    numbers = [styles.number(_look(column), column.kind, column.digits) for column in table.columns]
    quoted = [styles.number(_look(column), quoted=True) for column in table.columns]
    widths = column_widths(table)
    rows = table_rows_xml(table, 2, numbers, quoted, _line_counts(table, widths))
    notes = note_rows(table, styles, len(table.rows) + 3)
    return Sheet(
        title=table.title,
        blocks=chain([header], rows, notes),
        widths=widths,
        last_row=len(table.rows) + 1,
        frozen_columns=frozen_columns,
        repeated_columns=repeated_columns,
    )


def note_lines(table: ReportTable) -> list[str]:
    """Return a table's notes in lines no longer than the table is wide, so that none is cut."""
    signs = max(int(sum(column_widths(table)) * _SIGNS_PER_WIDTH), _SHORTEST_LINE)
    return [line for note in table.notes for line in wrap(note, signs, break_on_hyphens=False)]


def note_rows(table: ReportTable, styles: Styles, first: int) -> list[str]:
    """Return the rows of a table's notes, the first of them with a row number."""
    return [
        row_xml(row, [text_cell(f"A{row}", styles.number("subtitle"), line)])
        for row, line in enumerate(note_lines(table), start=first)
    ]


def header_xml(columns: Sequence[ReportColumn], styles: Styles) -> str:
    """Return the header row with units behind the headings."""
    cells = [
        text_cell(
            f"{get_column_letter(at)}1", styles.number("header", column.kind), heading(column)
        )
        for at, column in enumerate(columns, start=1)
    ]
    return row_xml(1, cells, HEADER_HEIGHT_PT)


def heading(column: ReportColumn) -> str:
    """Return a column's heading with its unit."""
    return f"{column.heading} ({column.unit})" if column.unit else column.heading


def text_style(styles: Styles, look: str, text: str) -> int:
    """Return the style of a single text cell, safe where the text begins like a formula."""
    return styles.number(look, quoted=begins_like_a_formula(text))


def column_widths(table: ReportTable) -> tuple[float, ...]:
    """Return widths that fit heading and values, up to the width a column asks for."""
    return tuple(_fitting_width(table, column) for column in table.columns)


def _fitting_width(table: ReportTable, column: ReportColumn) -> float:
    # The filter's arrow needs room beside the longest word of the heading.
    longest_word = max((len(word) for word in re.split(r"[\s-]", heading(column))), default=0)
    least = max(longest_word + 4, len(heading(column)) / 2 + 4)
    if column.kind != "text":
        return max(least, column.width or _NUMBER_WIDTH)
    values = table.rows[column.name].astype("str").str.len()
    longest = float(values.max()) + 2 if len(values) else 0.0
    return max(least, min(longest, column.width or _WRAP_FROM))


def _line_counts(
    table: ReportTable, widths: Sequence[float]
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the lines each row needs where its texts are wrapped."""
    lines = np.ones(len(table.rows), dtype="int64")
    for column, width in zip(table.columns, widths, strict=True):
        if _look(column) == "wrapped":
            # Letters are narrower than the digits that widths are counted in.
            lengths = table.rows[column.name].astype("str").str.len().to_numpy("float64")
            lines = np.maximum(lines, np.ceil(lengths / (1.05 * width)).astype("int64"))
    return np.minimum(lines, _MOST_LINES)


def _look(column: ReportColumn) -> str:
    wrapped = column.kind == "text" and column.width >= _WRAP_FROM
    return "wrapped" if wrapped and column.name not in _RAW_COLUMNS else "cell"


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """Return a title as a sheet's name: 31 characters, no forbidden ones, not used yet."""
    name = re.sub(r"[\[\]:*?/\\]", " ", clean_text(title)).strip(" '")[:31] or "1"
    lowered = [other.lower() for other in taken]
    number = 2
    while name.lower() in lowered:
        name = f"{name[:28]} {number}"
        number += 1
    return name


def dress(worksheet: Worksheet, sheet: Sheet, footer: str) -> None:
    """Give a worksheet its widths, panes, filter and print settings; its cells come later."""
    last_column = get_column_letter(len(sheet.widths))
    for at, width in enumerate(sheet.widths, start=1):
        worksheet.column_dimensions[get_column_letter(at)].width = width
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100
    if sheet.header_row:
        first_free = get_column_letter(sheet.frozen_columns + 1)
        worksheet.freeze_panes = f"{first_free}{sheet.header_row + 1}"
        worksheet.print_title_rows = f"{sheet.header_row}:{sheet.header_row}"
    if sheet.header_row and sheet.filtered and sheet.last_row > sheet.header_row:
        worksheet.auto_filter.ref = f"A{sheet.header_row}:{last_column}{sheet.last_row}"
    worksheet.print_area = f"A1:{last_column}{max(sheet.last_row, sheet.last_printed_row)}"
    if sheet.repeated_columns:
        worksheet.print_title_cols = sheet.repeated_columns
    _set_page(worksheet, sheet, footer)


def _set_page(worksheet: Worksheet, sheet: Sheet, footer: str) -> None:
    many = len(sheet.widths) > _MANY_COLUMNS
    worksheet.page_setup.orientation = "portrait" if sheet.portrait else "landscape"
    worksheet.page_setup.paperSize = _A3 if many else _A4
    worksheet.page_setup.fitToWidth = 2 if many else 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_margins.left = worksheet.page_margins.right = 0.4
    worksheet.page_margins.top, worksheet.page_margins.bottom = 0.5, 0.7
    worksheet.page_margins.footer = 0.35
    # & begins a code in a footer; two of them are one sign.
    worksheet.oddFooter.left.text = clean_text(footer).replace("&", "&&")[:200]
    worksheet.oddFooter.right.text = "&A  &P / &N"
