"""Writing the reports of a plan into a folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fibre_planner.io import geopackage
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, part, silent
from fibre_planner.report.summary import summary_lines
from fibre_planner.report.webmap import write_webmap
from fibre_planner.report.workbook import write_workbook
from fibre_planner.workflow.stages import check

KINDS = ("xlsx", "html", "gpkg")
"""Reports that can be written: workbook, map for the browser, layers for a GIS."""


def write_reports(
    project: Project,
    plan_id: str | None,
    folder: Path,
    kinds: Sequence[str] = KINDS,
    report: Report = silent,
) -> list[Path]:
    """Write the reports of a plan into a folder and return the files.

    plan_id: the newest plan where None; without any plan the reports show coverage alone.
    Raises PlannerError for an unknown kind or a folder that cannot be written to.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise PlannerError(
            tr("There is no report of the kind “{kind}”.").format(kind=unknown[0]),
            tr("Choose among: {kinds}.").format(kinds=", ".join(KINDS)),
        )
    plan = _chosen_plan(project, plan_id)
    make_folder(folder)
    stem = re.sub(r"[^\w-]+", "-", project.name, flags=re.UNICODE).strip("-") or "project"
    files = []
    for number, kind in enumerate(kinds):
        share = part(report, number / len(kinds), (number + 1) / len(kinds))
        path = folder / f"{stem}.{kind}"
        _write(kind, project, plan, path, share)
        files.append(path)
    return files


def plan_summary_lines(project: Project, plan_id: str | None = None) -> list[str]:
    """Return what a planner wants to read first: coverage, network, cost, bound, findings."""
    return summary_lines(project, _chosen_plan(project, plan_id), check(project))


def _chosen_plan(project: Project, plan_id: str | None) -> Plan | None:
    if plan_id is None:
        return project.plans[-1] if project.plans else None
    try:
        return project.plan(plan_id)
    except KeyError as error:
        raise PlannerError(
            tr("The project has no plan “{id}”.").format(id=plan_id),
            tr("Leave the plan out to report the newest one."),
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder; raises PlannerError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlannerError(
            tr("The folder {folder} cannot be made.").format(folder=folder),
            tr("Choose another folder that you may write to."),
        ) from error


def _write(kind: str, project: Project, plan: Plan | None, path: Path, report: Report) -> None:
    if kind == "xlsx":
        write_workbook(project, plan, check(project), path, report)
    elif kind == "html":
        write_webmap(project, plan, path, report)
    else:
        geopackage.write_plan_geopackage(project, plan, path)
