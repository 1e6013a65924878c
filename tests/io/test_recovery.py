from __future__ import annotations

from pathlib import Path

import pytest

from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.io.recovery import (
    autosave,
    discard_recovery,
    find_recovery,
    load_recovery,
    pending_recoveries,
)
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import new_project


def test_unsaved_work_is_found_again_by_its_project_file(tmp_path: Path) -> None:
    path, folder = tmp_path / "p.gpkg", tmp_path / "state"
    save_project(new_project("before"), path)
    autosave(new_project("after"), path, folder)
    recovery = find_recovery(path, folder)
    assert recovery is not None
    assert not recovery.original_has_changed
    assert load_recovery(recovery).name == "after"
    assert load_project(path).name == "before"
    discard_recovery(recovery)
    assert find_recovery(path, folder) is None
    assert list(folder.iterdir()) == []


def test_a_recovery_tells_that_its_project_was_changed_meanwhile(tmp_path: Path) -> None:
    path, folder = tmp_path / "p.gpkg", tmp_path / "state"
    save_project(new_project("before"), path)
    recovery = autosave(new_project("after"), path, folder)
    save_project(new_project("by a colleague"), path)
    assert recovery.original_has_changed


def test_a_project_never_saved_is_recovered_too(tmp_path: Path) -> None:
    autosave(new_project("draft"), None, tmp_path)
    (found,) = pending_recoveries(tmp_path)
    assert found.original is None
    assert found.name == "draft"


def test_a_recovery_without_its_note_is_still_offered(tmp_path: Path) -> None:
    recovery = autosave(new_project("draft"), tmp_path / "p.gpkg", tmp_path)
    recovery.path.with_suffix(".json").write_text("{")
    (found,) = pending_recoveries(tmp_path)
    assert load_recovery(found).name == "draft"


def test_an_unreadable_recovery_is_set_aside_and_not_deleted(tmp_path: Path) -> None:
    recovery = autosave(new_project("draft"), tmp_path / "p.gpkg", tmp_path)
    recovery.path.write_bytes(recovery.path.read_bytes()[:5000])
    with pytest.raises(PlannerError, match=r"kept as .*\.unreadable"):
        load_recovery(recovery)
    assert recovery.path.with_suffix(".unreadable").stat().st_size == 5000
    assert pending_recoveries(tmp_path) == ()


def test_a_folder_that_is_not_there_has_no_recoveries(tmp_path: Path) -> None:
    assert pending_recoveries(tmp_path / "nowhere") == ()
