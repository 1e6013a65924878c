"""The report as an XLSX workbook: figures, addresses, priced bill, findings and all assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl.workbook import Workbook

from fibre_planner.language import tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent
from fibre_planner.report.address_table import address_table
from fibre_planner.report.area_tables import district_table, gap_table
from fibre_planner.report.budget_sheet import add_budget_chart, budget_sheet
from fibre_planner.report.budget_tables import curve_table, left_out_table
from fibre_planner.report.figures import figure_groups, municipality
from fibre_planner.report.numbers import format_date
from fibre_planner.report.phase_sheet import add_phase_chart, phase_sheet
from fibre_planner.report.phase_table import has_years, phase_table
from fibre_planner.report.sources import attributions, source_table
from fibre_planner.report.tables import (
    ReportTable,
    finding_table,
    price_table,
    rejected_table,
    rule_table,
)
from fibre_planner.report.workbook_bill import Totals, bill_sheet
from fibre_planner.report.workbook_file import save_workbook
from fibre_planner.report.workbook_frame import add_worksheets, describe, file_date
from fibre_planner.report.workbook_sheets import Sheet, sheet_name, table_sheet
from fibre_planner.report.workbook_styles import Styles
from fibre_planner.report.workbook_summary import (
    add_district_chart,
    district_sheet,
    summary_sheet,
)


def write_workbook(
    project: Project,
    plan: Plan | None,
    findings: Sequence[Finding],
    path: Path,
    report: Report = silent,
) -> None:
    """Write the workbook in the language in use; without a plan it shows coverage alone.

    The same inputs give the same bytes. Raises PlannerError where the file cannot be written.
    """
    report(0.0, tr("Gathering the tables …"))
    workbook = Workbook()
    styles = Styles(workbook)
    districts = district_table(project)
    tables = _plain_tables(project, plan, findings)
    report(0.4, tr("Laying out the workbook …"))
    sheets = [table_sheet(table, styles, *_frozen(table)) for table in tables]
    totals: Totals | None = None
    bill: list[Sheet] = []
    if plan is not None:
        priced, totals = bill_sheet(project, plan, styles, sheet_name(tr("Prices"), ()))
        bill = [priced]
    years = phase_table(plan) if plan is not None and has_years(plan) else None
    bill += [phase_sheet(years, styles)] if years else []
    title = tr("Gigabit plan {municipality}").format(municipality=municipality(project))
    head = (title, _subtitle(project, plan))
    summary = summary_sheet(figure_groups(project, plan, findings), styles, totals, head)
    district = district_sheet(districts, styles)
    ordered = [summary, sheets[0], *bill, district, *sheets[1:]]
    curve = curve_table(project, plan) if plan is not None and not plan.budget.empty else None
    if curve is not None:
        ordered.insert(3, budget_sheet(curve, styles))
    add_worksheets(workbook, ordered, _footer(project, plan))
    add_district_chart(workbook.worksheets[ordered.index(district)], districts)
    if years:
        add_phase_chart(workbook.worksheets[ordered.index(bill[-1])], years)
    if plan is not None and curve is not None:
        add_budget_chart(workbook.worksheets[3], curve, plan.scenario.weight)
    describe(workbook, title)
    report(0.5, tr("Writing the workbook …"))
    save_workbook(workbook, ordered, path, file_date(plan.created if plan is not None else ""))
    report(1.0, tr("The workbook is written."))


def _plain_tables(
    project: Project, plan: Plan | None, findings: Sequence[Finding]
) -> list[ReportTable]:
    tables = [address_table(project, plan), gap_table(project), finding_table(findings)]
    tables.append(rejected_table(project))
    if plan is not None:
        tables.append(rule_table(plan))
        if plan.addresses["entry_price_eur"].notna().any():
            tables.insert(1, left_out_table(project, plan))
    return [*tables, price_table(project), source_table(project, plan)]


def _frozen(table: ReportTable) -> tuple[int, str]:
    """Return how many columns of a table stay in view, and which are printed on each page."""
    return (4, "A:D") if table.name == "addresses" else (0, "")


def _subtitle(project: Project, plan: Plan | None) -> str:
    parts = [project.name]
    if plan is not None:
        parts += [tr("plan {plan}").format(plan=plan.plan_id), format_date(plan.created)]
    return " · ".join([*parts, *attributions(project)])


def _footer(project: Project, plan: Plan | None) -> str:
    parts = [municipality(project)]
    if plan is not None:
        parts += [plan.plan_id, format_date(plan.created)]
    return " · ".join(parts)
