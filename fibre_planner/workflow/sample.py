"""The sample town: its files imported step by step, as a city would import its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, part, silent
from fibre_planner.resources import SAMPLE_DATA, read_toml
from fibre_planner.workflow.files import create_project
from fibre_planner.workflow.imports import import_file


def sample_project(report: Report = silent) -> Project:
    """Import the files of the sample town in the order of their manifest `town.toml`."""
    manifest = read_toml(SAMPLE_DATA / "town.toml")
    project = create_project(manifest["name"], municipality=manifest["municipality"])
    project = project.with_metadata(ags=manifest["ags"], attribution=manifest["attribution"])
    steps = manifest["step"]
    for number, step in enumerate(steps):
        share = part(report, number / len(steps), (number + 1) / len(steps))
        project = _import(project, step, share)
    report(1.0, tr("The sample town is ready."))
    return project


def _import(project: Project, step: dict[str, Any], report: Report) -> Project:
    path = Path(SAMPLE_DATA / step["file"])
    return import_file(
        project,
        step["layer"],
        path,
        columns=step.get("columns"),
        crs=step.get("crs"),
        source_layer=step.get("source_layer"),
        report=report,
    ).project
