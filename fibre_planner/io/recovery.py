"""Recovery files: what was not saved yet, kept in the user's own folder."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from fibre_planner.io.atomic import replacing, write_error
from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.progress import Report, silent


@dataclass(frozen=True)
class Recovery:
    """One recovery file.

    original: the project file it belongs to, None for a project never saved.
    original_digest: SHA-256 of that file when the recovery was written, empty where it was missing.
    saved: time of writing, ISO 8601 in UTC.
    """

    path: Path
    original: Path | None
    original_digest: str
    name: str
    saved: str

    @property
    def original_has_changed(self) -> bool:
        """Say whether the project file is another one than when the recovery was written."""
        return self.original is not None and file_digest(self.original) != self.original_digest


def recovery_folder() -> Path:
    """Return the folder of recovery files in the user's state folder."""
    return platformdirs.user_state_path("fibre-planner", appauthor=False) / "recovery"


def autosave(
    project: Project,
    original: Path | None,
    folder: Path | None = None,
    report: Report = silent,
) -> Recovery:
    """Keep the present state of a project; an older recovery of the same project is replaced.

    original: its project file, None where it was never saved. Raises PlannerError as saving does.
    """
    folder = folder or recovery_folder()
    path = folder / f"{_key(original)}.gpkg"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path, error) from error
    recovery = Recovery(
        path=path,
        original=original.absolute() if original else None,
        original_digest=file_digest(original) if original else "",
        name=project.name,
        saved=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    save_project(project, path, report)
    note = {
        "original": str(recovery.original) if recovery.original else "",
        "original_digest": recovery.original_digest,
        "name": recovery.name,
        "saved": recovery.saved,
    }
    with replacing(_note_path(path)) as temporary:
        temporary.write_text(json.dumps(note), encoding="utf-8")
    return recovery


def pending_recoveries(folder: Path | None = None) -> tuple[Recovery, ...]:
    """Return all recovery files, the newest first."""
    found = [_read_note(path) for path in sorted((folder or recovery_folder()).glob("*.gpkg"))]
    return tuple(sorted(found, key=lambda recovery: recovery.saved, reverse=True))


def find_recovery(original: Path, folder: Path | None = None) -> Recovery | None:
    """Return the recovery file of a project file, None where there is none."""
    path = (folder or recovery_folder()) / f"{_key(original)}.gpkg"
    return _read_note(path) if path.is_file() else None


def load_recovery(recovery: Recovery, report: Report = silent) -> Project:
    """Read a recovery file; one that cannot be read is set aside, never deleted.

    Raises PlannerError that names the file set aside.
    """
    try:
        return load_project(recovery.path, report)
    except PlannerError as error:
        aside = recovery.path.with_suffix(".unreadable")
        with suppress(OSError):
            recovery.path.replace(aside)
            raise PlannerError(
                error.message, tr("The recovery file was kept as {file}.").format(file=aside)
            ) from error
        raise


def discard_recovery(recovery: Recovery) -> None:
    """Delete a recovery file, after its project was saved or the user said so."""
    for path in (recovery.path, _note_path(recovery.path)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _key(original: Path | None) -> str:
    """Return the name of a recovery: by project file, or by program run where there is none."""
    if original is None:
        return f"unsaved-{os.getpid()}"
    return hashlib.sha256(str(original.absolute()).encode("utf-8", "replace")).hexdigest()[:20]


def _note_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _read_note(path: Path) -> Recovery:
    """Read what is known of a recovery file; without its note the file itself still counts."""
    try:
        note = json.loads(_note_path(path).read_text(encoding="utf-8"))
        original = str(note["original"])
        return Recovery(
            path,
            Path(original) if original else None,
            str(note["original_digest"]),
            str(note["name"]),
            str(note["saved"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Recovery(path, None, "", path.stem, changed.isoformat(timespec="seconds"))
