"""The viability gap as an XLSX workbook whose figures are live formulas."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from fibre_planner.language import tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.viability import Viability
from fibre_planner.report.figures import municipality
from fibre_planner.report.numbers import format_date
from fibre_planner.report.viability_driver_sheet import driver_sheet
from fibre_planner.report.viability_financing_sheet import financing_sheet
from fibre_planner.report.viability_tables import assumption_rows, tornado_table
from fibre_planner.report.viability_year_sheet import year_sheet
from fibre_planner.report.workbook_file import save_workbook
from fibre_planner.report.workbook_frame import add_worksheets, describe, file_date
from fibre_planner.report.workbook_sheets import Sheet, table_sheet
from fibre_planner.report.workbook_styles import Styles


def viability_sheets(project: Project, found: Viability, styles: Styles) -> list[Sheet]:
    """Return the sheets of a gap: years, financing, tornado, prices, assumptions.

    They name each other by their titles, so no other sheet may take these.
    """
    prices, drivers = driver_sheet(project, found, styles)
    years, cells = year_sheet(found, styles, drivers)
    return [
        years,
        financing_sheet(found, styles, cells),
        table_sheet(tornado_table(project, found), styles, 1),
        prices,
        table_sheet(assumption_rows(found), styles, 1),
    ]


def write_viability_workbook(project: Project, plan: Plan, found: Viability, path: Path) -> None:
    """Write the workbook in the language in use; same inputs, same bytes.

    Raises PlannerError where the file cannot be written.
    """
    workbook = Workbook()
    sheets = viability_sheets(project, found, Styles(workbook))
    title = tr("Viability gap {municipality}").format(municipality=municipality(project))
    parts = (title, found.plan_id, found.profile.name, format_date(found.profile.date))
    add_worksheets(workbook, sheets, " · ".join(parts))
    describe(workbook, title)
    save_workbook(workbook, sheets, path, file_date(plan.created))
