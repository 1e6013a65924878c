"""What all workbooks share around their sheets: worksheets, properties and the date they carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties

from fibre_planner.language import current_language
from fibre_planner.report.workbook_sheets import Sheet, dress, sheet_name

# A file without a plan has no date of its own, and the same input shall give the same bytes.
_NO_DATE = dt.datetime(2026, 1, 1)


def add_worksheets(workbook: Workbook, sheets: Sequence[Sheet], footer: str) -> None:
    """Give a new workbook a worksheet for each sheet, the first one in view; cells come later."""
    for number, sheet in enumerate(sheets):
        name = sheet_name(sheet.title, workbook.sheetnames if number else ())
        worksheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        worksheet.title = name
        dress(worksheet, sheet, footer)
    workbook.active = 0


def describe(workbook: Workbook, title: str) -> None:
    """Write title and language into a workbook's properties; formulas are computed on opening."""
    workbook.properties.creator = "Fibre Planner"
    workbook.properties.title = title
    workbook.properties.language = {"de": "de-DE", "en": "en-GB"}[current_language()]
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)


def file_date(created: str) -> dt.datetime:
    """Return the time of a plan (ISO 8601) in UTC, for a workbook's properties."""
    try:
        moment = dt.datetime.fromisoformat(created)
    except ValueError:
        return _NO_DATE
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
