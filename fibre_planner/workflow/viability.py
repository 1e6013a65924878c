"""The viability gap of a plan of the project, and the workbook that shows it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from fibre_planner.analysis.viability.gap import find_gap
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.funding import read_funding_profile
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.viability import (
    Viability,
    ViabilityAssumptions,
    assumptions_from_dict,
    read_assumptions,
)
from fibre_planner.report.viability_workbook import write_viability_workbook
from fibre_planner.workflow.reports import make_folder

_KEY = "viability"


def viability_assumptions(project: Project) -> ViabilityAssumptions:
    """Return the assumptions of a project, the shipped ones where it has none of its own.

    Raises PlannerError where those kept in the file cannot be read.
    """
    kept = project.metadata.get(_KEY, "")
    if not kept:
        return read_assumptions()
    try:
        return assumptions_from_dict(json.loads(kept))
    except (ValueError, TypeError, AttributeError) as error:
        raise PlannerError(
            tr("The assumptions on the viability gap in the project cannot be read."),
            tr("Set them again, or go back to the shipped ones."),
        ) from error


def with_viability_assumptions(
    project: Project, assumptions: ViabilityAssumptions | None
) -> Project:
    """Return the project with its own assumptions kept in it, or the shipped ones where None."""
    text = ""
    if assumptions is not None:
        checked = assumptions_from_dict(assumptions.to_dict())
        text = json.dumps(checked.to_dict(), ensure_ascii=False, sort_keys=True)
    return project.with_metadata(**{_KEY: text})


def find_viability(
    project: Project,
    plan_id: str | None = None,
    *,
    profile_id: str | None = None,
    assumptions: ViabilityAssumptions | None = None,
) -> Viability:
    """Return the viability gap of a plan, the newest where None.

    profile_id: the one the assumptions name where None. assumptions: the project's where None.
    Raises PlannerError for an unknown plan or profile, or a price the catalogue lacks.
    """
    plan = _chosen_plan(project, plan_id)
    chosen = assumptions or viability_assumptions(project)
    if profile_id is not None:
        chosen = replace(chosen, profile=profile_id)
    profile = read_funding_profile(chosen.profile)
    return find_gap(plan, project.catalogue, project.coverage, chosen, profile)


def _chosen_plan(project: Project, plan_id: str | None) -> Plan:
    if not project.plans:
        raise PlannerError(
            tr("There is no plan whose viability gap could be reckoned."), tr("Make a plan first.")
        )
    if plan_id is None:
        return project.plans[-1]
    try:
        return project.plan(plan_id)
    except KeyError as error:
        raise PlannerError(
            tr("The project has no plan “{id}”.").format(id=plan_id),
            tr("Choose one of: {ids}.").format(
                ids=", ".join(plan.plan_id for plan in project.plans)
            ),
        ) from error


def write_viability(project: Project, found: Viability, path: Path) -> Path:
    """Write the workbook of a viability gap and return its path; .xlsx is added where it lacks.

    Raises PlannerError where the file cannot be written.
    """
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    make_folder(path.parent)
    write_viability_workbook(project, project.plan(found.plan_id), found, path)
    return path
