"""The work the window starts, as plain functions; with it come geopandas and all that is heavy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fibre_planner import workflow
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import ShowSketch, unseen
from fibre_planner.progress import Report, part
from fibre_planner.ui.assistant.trial import try_files


@dataclass(frozen=True)
class ImportChoice:
    """What the import dialog asks: a file, the layer it is for, and how to read it.

    columns: target column → column of the file; None lets the program guess.
    """

    path: Path
    layer: str
    columns: Mapping[str, str] | None = None
    crs: str | None = None
    source_layer: str | None = None


Work = Callable[[Report], Any]


def open_file(path: Path) -> Work:
    """Return work that loads a project."""

    def work(report: Report) -> Project:
        # The first date reads the calendar of the language, which would hold up the window.
        workflow.numbers.format_date("2026-01-01")
        return workflow.open_project(path, report)

    return work


def save_file(project: Project, path: Path) -> Work:
    """Return work that saves a project."""
    return lambda report: workflow.save(project, path, report)


def import_files(project: Project, choices: list[ImportChoice]) -> Work:
    """Return work that imports some files one after the other; its result is the last step."""

    def work(report: Report) -> Any:
        step = workflow.Step(project)
        notes: list[str] = []
        returned: dict[str, tuple[str, ...]] = {}
        for number, choice in enumerate(choices):
            share = part(report, number / len(choices), (number + 1) / len(choices))
            step = workflow.import_file(
                step.project,
                choice.layer,
                choice.path,
                columns=choice.columns,
                crs=choice.crs,
                source_layer=choice.source_layer,
                report=share,
            )
            notes += step.notes
            for table, ids in step.returned.items():  # a handful
                returned[table] = (*returned.get(table, ()), *ids)
        return workflow.Step(step.project, step.counts, tuple(notes), returned)

    return work


def check(project: Project) -> Work:
    """Return work that looks for trouble in the data."""
    return lambda report: workflow.check(project, report)


def figures(project: Project) -> Work:
    """Return work that counts what lists and charts show of a coverage."""
    return lambda _: workflow.coverage_figures(project)


def mend(project: Project, findings: tuple[Finding, ...]) -> Work:
    """Return work that applies the remedies of findings."""
    return lambda report: workflow.mend(project, findings, report)


def coverage(project: Project, ruleset_id: str) -> Work:
    """Return work that judges the supply of every address."""
    return lambda report: workflow.coverage(project, ruleset_id, report)


def plan(
    project: Project,
    scenario: Scenario,
    show: ShowSketch = unseen,
    *,
    before: Any = None,
    keep: Callable[[Any], None] | None = None,
) -> Work:
    """Return work that designs a network; show is called with the best one so far.

    before: the design of a former plan to begin with; keep: called with that of the new plan.

    Where the optimiser is not compiled yet, a process of its own does it meanwhile.
    """

    def work(report: Report) -> Project:
        workflow.prepare_in_background()
        planned, design = workflow.plan_from(project, scenario, before, report, show)
        if keep is not None:
            keep(design)
        return planned

    return work


def compare(project: Project, one_id: str, other_id: str) -> Work:
    """Return work that compares two plans."""
    return lambda report: workflow.compare(project, one_id, other_id, report)


def write_comparison(project: Project, found: Comparison, path: Path) -> Work:
    """Return work that writes a comparison into a workbook; its result is the file."""
    return lambda report: workflow.write_comparison(project, found, path, report)


def budget_curve(project: Project, plan_id: str) -> Work:
    """Return work that adds the budget curve of a plan."""
    return lambda report: workflow.add_budget_curve(project, plan_id, report=report)


def reports(project: Project, plan_id: str | None, folder: Path, kinds: list[str]) -> Work:
    """Return work that writes reports; its result is the files."""
    return lambda report: workflow.write_reports(project, plan_id, folder, kinds, report)


def sample() -> Work:
    """Return work that imports the sample town and judges its coverage."""

    def work(report: Report) -> Project:
        project = workflow.sample_project(part(report, 0.0, 0.9))
        return workflow.coverage(project, None, part(report, 0.9, 1.0))

    return work


def standard_plan(
    project: Project, show: ShowSketch = unseen, keep: Callable[[Any], None] | None = None
) -> Work:
    """Return work that designs a network for the first scenario of a project."""
    return plan(project, workflow.scenario_for(project), show, keep=keep)


def try_project(name: str, municipality: str, choices: list[ImportChoice]) -> Work:
    """Return work that makes a project of some files; its result tells what became of each."""
    return lambda report: try_files(name, municipality, choices, report)
