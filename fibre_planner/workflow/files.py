"""Projects as files: new, opened, saved; and a look into a file before it is imported."""

from __future__ import annotations

from pathlib import Path

from fibre_planner.io import file_lock, geopackage, geopackage_check, layers
from fibre_planner.io.atomic import replacing
from fibre_planner.model.project import Project, new_project
from fibre_planner.progress import Report, silent


def create_project(name: str, *, municipality: str = "") -> Project:
    """Return an empty project; municipality is its name or official key (AGS)."""
    return new_project(name, metadata={"municipality": municipality})


def open_project(path: Path, report: Report = silent) -> Project:
    """Load a project file; raises PlannerError where it cannot be read."""
    return geopackage.load_project(path, report)


def save(project: Project, path: Path, report: Report = silent) -> None:
    """Save a project file; a failed save leaves the old file as it was."""
    geopackage.save_project(project, path, report)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step; a failed one leaves the old file as it was.

    Raises PlannerError where it cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def is_project(path: Path) -> bool:
    """Return whether a file is a project of this program, not any other file of data."""
    return geopackage_check.is_project(path)


def check_target(path: Path) -> None:
    """Raise PlannerError where a project could not be saved at a path; nothing is written."""
    geopackage.check_project_target(path)


def preview(path: Path, source_layer: str | None = None) -> layers.Preview:
    """Look into a file: its layers, columns, first rows and coordinate system."""
    return layers.preview(path, source_layer)


def hold(path: Path) -> str | None:
    """Say to others that a project file is open here; None where that is done.

    Returns the sentence on who has it open where somebody else has; it can be read all the same,
    but saved only under another name.
    """
    holder = file_lock.acquire_lock(path)
    return file_lock.describe(path, holder) if holder else None


def let_go(path: Path) -> None:
    """Say to others that a project file is no longer open here."""
    file_lock.release_lock(path)
