"""The command `survey`: a market survey step by step."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from fibre_planner import workflow
from fibre_planner.cli.holding import held
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, part

Answer = tuple[dict[str, Any], list[str]]


def survey_answer(call: Namespace, report: Report) -> Answer:
    """Run one step of a survey and tell where it stands."""
    if call.step == "report":
        project = workflow.open_project(call.project)
        return _state(project, _name(project, call), [])
    with held(call.project):
        project = workflow.open_project(call.project)
        refused: list[dict[str, str]] = []
        notes: list[str] = []
        if call.step == "import":
            name = call.survey or _only_name(project) or tr("Market survey")
            project, notes, refused = _import(project, name, call, report)
        else:
            name = _name(project, call)
            step = workflow.match_survey if call.step == "match" else workflow.freeze_survey
            project = step(project, name)
        workflow.save(project, call.project, report)
    values, lines = _state(project, name, notes)
    if call.step == "import":
        values["refused"] = refused
    return values, lines


def _import(
    project: Project, name: str, call: Namespace, report: Report
) -> tuple[Project, list[str], list[dict[str, str]]]:
    """Import all files that can be read; raises PlannerError where none of them can."""
    notes: list[str] = []
    refused: list[dict[str, str]] = []
    for at, file in enumerate(call.files):
        share = part(report, at / len(call.files), (at + 1) / len(call.files))
        try:
            step = workflow.import_replies(
                project,
                file,
                name,
                provider=call.provider,
                columns=dict(call.columns) if call.columns else None,
                crs=call.crs,
                source_layer=call.source_layer,
                areas=call.areas,
                report=share,
            )
        except PlannerError as error:
            if len(call.files) == 1:
                raise
            refused.append({"file": str(file), "error": error.message, "remedy": error.remedy})
            notes.append(f"{file.name}: {error}")
            continue
        project = step.project
        notes += [f"{file.name}: {note}" for note in step.notes]
    if len(refused) == len(call.files):
        raise PlannerError(
            tr("None of the files could be imported."), " ".join(one["error"] for one in refused)
        )
    return project, notes, refused


def _name(project: Project, call: Namespace) -> str:
    known = workflow.survey_names(project)
    name: str = call.survey or _only_name(project)
    if name in known:
        return name
    if not known:
        raise PlannerError(
            tr("The project has no market survey."), tr("Import replies: survey import.")
        )
    names = ", ".join(known)
    if not name:
        raise PlannerError(
            tr("The project has several market surveys."),
            tr("Say which one with --survey: {names}.").format(names=names),
        )
    raise PlannerError(
        tr("There is no market survey “{survey}”.").format(survey=name),
        tr("Choose one of: {names}.").format(names=names),
    )


def _only_name(project: Project) -> str:
    names = workflow.survey_names(project)
    return names[0] if len(names) == 1 else ""


def _state(project: Project, name: str, notes: list[str]) -> Answer:
    state = workflow.survey_state(project, name)
    numbers = workflow.numbers
    values = {
        "survey": state.survey,
        "replies": state.replies,
        "providers": list(state.providers),
        "matches": dict(state.matches),
        "reasons": dict(state.reasons),
        "queue": state.queue.to_dict("records"),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "layer": finding.layer,
                "count": finding.count,
                "rows": list(finding.rows),
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in state.findings
        ],
        "frozen_on": state.frozen_on,
        "digest": state.digest,
        "changed_since_frozen": state.changed,
        "rejected": len(project.rejected),
        "notes": notes,
    }
    count = ntr("{count} reply", "{count} replies", state.replies)
    lines = [f"{state.survey}: {count.format(count=numbers.format_number(state.replies))}"]
    lines += [
        f"  {workflow.texts.label('supply_match', how)}: {numbers.format_number(number)}"
        for how, number in state.matches.items()
        if number
    ]
    lines += [f"{finding.message} {finding.remedy}" for finding in state.findings]
    if state.frozen_on:
        lines.append(tr("Frozen on {day}.").format(day=numbers.format_date(state.frozen_on)))
    if state.changed:
        lines.append(tr("The replies have changed since; freeze them under another name."))
    return values, [*lines, *notes]
