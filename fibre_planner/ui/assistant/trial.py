"""Makes a project of some files for a look before it is kept; what fails is told, not raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fibre_planner import workflow
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Report, part

if TYPE_CHECKING:
    from fibre_planner.model.project import Project
    from fibre_planner.ui.tasks import ImportChoice

COUNTED = (
    *("addresses", "supply", "streets", "buildings", "areas", "places"),
    *("ducts", "nodes", "sites", "census"),
)


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file.

    rows: table → rows it has gained. refused: rows that were not taken. trouble: why the file
    could not be read at all, empty where it could.
    """

    name: str
    layer: str
    rows: dict[str, int]
    refused: int = 0
    notes: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, eq=False)
class Trial:
    """A project made of files, and what became of each of them."""

    project: Project
    files: tuple[FileOutcome, ...]


def try_files(
    name: str, municipality: str, choices: Sequence[ImportChoice], report: Report
) -> Trial:
    """Import files one after the other into a new project; a file that fails is left out."""
    project = workflow.create_project(name or tr("New project"), municipality=municipality)
    outcomes = []
    for number, choice in enumerate(choices):
        share = part(report, number / len(choices), (number + 1) / len(choices))
        project, outcome = _try_file(project, choice, share)
        outcomes.append(outcome)
    return Trial(project, tuple(outcomes))


def _try_file(
    project: Project, choice: ImportChoice, report: Report
) -> tuple[Project, FileOutcome]:
    name = choice.path.name
    try:
        step = workflow.import_file(
            project,
            choice.layer,
            choice.path,
            columns=choice.columns,
            crs=choice.crs,
            source_layer=choice.source_layer,
            report=report,
        )
    except PlannerError as error:
        return project, FileOutcome(name, choice.layer, {}, trouble=str(error))
    gained = {
        table: len(step.project.layer(table)) - len(project.layer(table)) for table in COUNTED
    }
    rows = {table: count for table, count in gained.items() if count}
    refused = int(step.counts.get("rejected", 0)) + int(step.counts.get("duplicates", 0))
    return step.project, FileOutcome(name, choice.layer, rows, refused, tuple(step.notes))
