"""The project as it is on a day: coverage by what has come until then, network as far as built."""

from __future__ import annotations

import datetime as dt

from fibre_planner.analysis.dated_state import built_by, days_of_change, supply_on
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent
from fibre_planner.workflow.clock import now
from fibre_planner.workflow.stages import coverage


def state_on(
    project: Project, plan: Plan | None, day: dt.date, report: Report = silent
) -> tuple[Project, Plan | None]:
    """Return project and plan as they are on a day, by the rule set the coverage was made with."""
    supply = supply_on(project.supply, day)
    dated = coverage(project.with_layers(supply=supply), None, report, day)
    return dated, None if plan is None else built_by(plan, day)


def has_days(project: Project, plan: Plan | None) -> bool:
    """Return whether anything of a project or plan comes on a day."""
    return bool(days_of_change(project.supply, plan))


def two_days(project: Project, plan: Plan | None) -> tuple[dt.date, dt.date]:
    """Return two days to compare first: the present one, and the last on which anything comes.

    A year from the present day where nothing comes later.
    """
    today = now().date()
    later = [day for day in days_of_change(project.supply, plan) if day > today]
    return today, later[-1] if later else today + dt.timedelta(days=365)
