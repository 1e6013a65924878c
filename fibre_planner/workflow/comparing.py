"""Comparing two plans of a project, and writing what differs into a workbook."""

from __future__ import annotations

from pathlib import Path

from fibre_planner.analysis.compare import compare_plans
from fibre_planner.language import tr
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent
from fibre_planner.report.comparison_workbook import write_comparison_workbook


def compare(
    project: Project,
    one_id: str | None = None,
    other_id: str | None = None,
    report: Report = silent,
) -> Comparison:
    """Return what turns one plan of a project into another; every difference is other minus one.

    Without ids the newest plan is compared with the one before it, with one id the newest plan
    with that one. Raises PlannerError where the project has too few plans or lacks one of them.
    """
    if len(project.plans) < 2:
        raise PlannerError(
            tr("The project has fewer than two plans to compare."),
            tr("Make another plan, for instance with another price, site or parameter."),
        )
    one = _plan(project, one_id) if one_id else project.plans[-2]
    other = _plan(project, other_id) if other_id else project.plans[-1]
    report(0.0, tr("Comparing the plans …"))
    found = compare_plans(one, other)
    report(1.0, tr("The plans are compared."))
    return found


def write_comparison(
    project: Project, found: Comparison, path: Path, report: Report = silent
) -> Path:
    """Write the workbook of a comparison and return its path; .xlsx is added where it lacks.

    Raises PlannerError where the file cannot be written.
    """
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlannerError(
            tr("The folder {folder} cannot be made.").format(folder=path.parent),
            tr("Choose another folder that you may write to."),
        ) from error
    write_comparison_workbook(project, found, path, report)
    return path


def _plan(project: Project, plan_id: str) -> Plan:
    try:
        return project.plan(plan_id)
    except KeyError as error:
        known = ", ".join(plan.plan_id for plan in project.plans)
        raise PlannerError(
            tr("The project has no plan “{id}”.").format(id=plan_id),
            tr("Choose one of: {ids}.").format(ids=known),
        ) from error
