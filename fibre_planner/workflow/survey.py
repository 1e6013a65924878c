"""The market survey: replies of providers in, matched, held against each other, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from fibre_planner.analysis.supply_matching import merged_addresses
from fibre_planner.analysis.survey import freezing
from fibre_planner.analysis.survey.contradictions import survey_findings
from fibre_planner.analysis.survey.reply_matching import (
    BY_HAND,
    REVIEW,
    SURE,
    UNKNOWN,
    match_replies,
)
from fibre_planner.io.imported import Imported
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import read_ruleset
from fibre_planner.progress import Report, part, silent
from fibre_planner.workflow.clock import now
from fibre_planner.workflow.history import record
from fibre_planner.workflow.imports import import_file
from fibre_planner.workflow.intake import Step
from fibre_planner.workflow.stages import coverage, need_addresses


@dataclass(frozen=True, eq=False)
class SurveyState:
    """Where a survey stands.

    matches: how replies found their address → replies. reasons: code → replies in review or
    unknown. queue: supply_id, rank, address_id, likeness of the candidates of replies in review.
    frozen_on: ISO day, "" while it is open; changed: replies differ from those frozen.
    """

    survey: str
    replies: int
    providers: tuple[str, ...]
    matches: Mapping[str, int]
    reasons: Mapping[str, int]
    queue: pd.DataFrame
    findings: tuple[Finding, ...]
    frozen_on: str
    digest: str
    changed: bool


def import_replies(
    project: Project,
    path: Path,
    survey: str,
    *,
    provider: str = "",
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    source_layer: str | None = None,
    areas: bool = False,
    report: Report = silent,
) -> Step:
    """Import a provider's replies to a survey and match them with the addresses.

    provider: of rows that name none. areas: the rows are polygons, which speak of all addresses
    in them. The rest is as in `import_file`. Raises PlannerError where the survey is frozen.
    """
    need_addresses(project)
    freezing.refuse_if_frozen(project, survey)

    def prepare(imported: Imported) -> Imported:
        rows = imported.layers["supply"]
        named = {
            "survey": rows["survey"].where(rows["survey"] != "", survey),
            "provider": rows["provider"].where(rows["provider"] != "", provider),
        }
        if not areas:
            named |= {"told_id": rows["address_id"], "match": UNKNOWN, "address_id": ""}
        else:
            named |= {"match": "place"}
        return replace(imported, layers={"supply": rows.assign(**named)})

    step = import_file(
        project,
        "supply_areas" if areas else "supply",
        path,
        columns=columns,
        crs=crs,
        source_layer=source_layer,
        prepare=prepare,
        report=part(report, 0.0, 0.8),
    )
    project = match_survey(step.project, survey, part(report, 0.8, 1.0))
    return replace(step, project=project)


def match_survey(project: Project, survey: str, report: Report = silent) -> Project:
    """Return the project with the replies to a survey matched anew; choices by hand stay."""
    report(0.0, tr("Matching replies with addresses …"))
    supply = project.supply
    mine = (supply["survey"] == survey) & (supply["evidence"] != "polygon")
    found = match_replies(
        supply[mine].reset_index(drop=True), project.addresses, merged_addresses(project.rejected)
    ).table.set_index(supply.index[mine])
    told = supply["told_id"].where(~mine | (supply["match"] != ""), supply["address_id"])
    changed = {
        name: supply[name].where(~mine, found[name].reindex(supply.index))
        for name in ("address_id", "match", "match_reason")
    }
    report(1.0, tr("The replies are matched."))
    return _judged(project.with_layers(supply=supply.assign(told_id=told, **changed)))


def choose_address(project: Project, supply_id: str, address_id: str) -> Project:
    """Return the project with the address of a reply chosen by hand; "" puts it back to review."""
    supply = project.supply
    mine = supply["supply_id"] == supply_id
    if address_id and address_id not in set(project.addresses["address_id"]):
        raise PlannerError(
            tr("There is no address “{id}”.").format(id=address_id),
            tr("Choose one of the project's addresses."),
        )
    told = supply["told_id"].where(~mine | (supply["match"] != ""), supply["address_id"])
    values = {
        "address_id": supply["address_id"].where(~mine, address_id),
        "match": supply["match"].where(~mine, BY_HAND if address_id else REVIEW),
        "match_reason": supply["match_reason"].where(~mine, ""),
    }
    return _judged(project.with_layers(supply=supply.assign(told_id=told, **values)))


def _judged(project: Project) -> Project:
    """Judge the supply anew where it was judged before, as replies have other addresses now."""
    return project if project.coverage.empty else coverage(project)


def survey_state(
    project: Project,
    survey: str,
    *,
    today: dt.date | None = None,
    horizon_years: int | None = None,
) -> SurveyState:
    """Return where a survey stands, with its review queue and what contradicts itself.

    today: the day the horizon counts from; the current day where None. horizon_years: that of
    the project's rule set where None.
    """
    ruleset = read_ruleset(project.metadata.get("ruleset") or project.scenarios[0].ruleset)
    horizon = ruleset.horizon_years if horizon_years is None else horizon_years
    rows = project.supply[project.supply["survey"] == survey].reset_index(drop=True)
    open_rows = rows[rows["evidence"] != "polygon"].reset_index(drop=True)
    queue = match_replies(open_rows, project.addresses, merged_addresses(project.rejected))
    waiting = set(rows.loc[rows["match"] == REVIEW, "supply_id"])
    frozen = project.surveys[project.surveys["survey"] == survey]
    return SurveyState(
        survey=survey,
        replies=len(rows),
        providers=tuple(sorted(set(rows["provider"]) - {""})),
        matches={name: int((rows["match"] == name).sum()) for name in (*SURE, REVIEW, UNKNOWN)},
        reasons=rows.loc[rows["match_reason"] != "", "match_reason"].value_counts().to_dict(),
        queue=queue.candidates[queue.candidates["supply_id"].isin(waiting)],
        findings=survey_findings(project, survey, today or now().date(), horizon),
        frozen_on=freezing.frozen_on(project, survey),
        digest=str(frozen["digest"].iloc[0]) if len(frozen) else "",
        changed=freezing.changed_since_frozen(project, survey),
    )


def freeze_survey(project: Project, survey: str) -> Project:
    """Return the project with a finished survey frozen under the current day and a digest."""
    project = freezing.freeze_survey(project, survey, now().date())
    counts = {"replies": int(project.surveys.set_index("survey")["replies"].loc[survey])}
    return record(project, tr("Market survey {survey} frozen").format(survey=survey), counts)


def survey_names(project: Project) -> tuple[str, ...]:
    """Return the names of all surveys that the replies belong to, sorted."""
    return tuple(sorted(set(project.supply["survey"]) - {""}))
