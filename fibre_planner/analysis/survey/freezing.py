"""A finished market survey: its day and the digest by which a later change shows."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from fibre_planner.analysis.plan_digest import layer_digest
from fibre_planner.analysis.survey.reply_matching import REVIEW
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project

_DIGESTED = (
    "supply_id",
    "address_id",
    "street",
    "house_number",
    "suffix",
    "postcode",
    "provider",
    "status",
    "technology",
    "down_mbps",
    "up_mbps",
    "available_from",
    "binding",
    "evidence",
    "note",
)
"""What a reply says. Named one by one, so that a later column leaves old digests as they are."""


def replies_digest(project: Project, survey: str) -> str:
    """Return the SHA-256 of the replies to a survey as hexadecimal text."""
    rows = project.supply[project.supply["survey"] == survey]
    return layer_digest(rows[list(_DIGESTED)].reset_index(drop=True))


def freeze_survey(project: Project, survey: str, day: dt.date) -> Project:
    """Return the project with a survey frozen as it is now.

    Raises PlannerError where it has no replies or is frozen already.
    """
    rows = project.supply[project.supply["survey"] == survey]
    if rows.empty:
        raise PlannerError(
            tr("The market survey “{survey}” has no replies.").format(survey=survey),
            tr("Import the replies of the providers first."),
        )
    refuse_if_frozen(project, survey)
    entry = {
        "survey": survey,
        "frozen_on": day.isoformat(),
        "digest": replies_digest(project, survey),
        "replies": len(rows),
        "in_review": int((rows["match"] == REVIEW).sum()),
        "providers": ", ".join(sorted(set(rows["provider"]) - {""})),
    }
    return project.with_layers(surveys=pd.concat([project.surveys, pd.DataFrame([entry])]))


def refuse_if_frozen(project: Project, survey: str) -> None:
    """Raise PlannerError where a survey is frozen and takes no more replies."""
    day = frozen_on(project, survey)
    if day:
        raise PlannerError(
            tr("The market survey “{survey}” was frozen on {day}.").format(survey=survey, day=day),
            tr("Import late replies as a survey of another name."),
        )


def frozen_on(project: Project, survey: str) -> str:
    """Return the day a survey was frozen as ISO text, "" where it is open."""
    rows = project.surveys[project.surveys["survey"] == survey]
    return "" if rows.empty else str(rows["frozen_on"].iloc[0])


def changed_since_frozen(project: Project, survey: str) -> bool:
    """Say whether the replies are no longer those that were frozen."""
    rows = project.surveys[project.surveys["survey"] == survey]
    return not rows.empty and rows["digest"].iloc[0] != replies_digest(project, survey)
