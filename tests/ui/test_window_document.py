"""The open project: undo, dirty mark, and changes that come too late."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner.io.file_lock import lock_path
from fibre_planner.model.project import Project, new_project
from fibre_planner.ui.document import Document
from fibre_planner.ui.held_file import HeldFile
from fibre_planner.workflow.clock import now
from tests.towns import town

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def project() -> Project:
    return town("A--B")


@pytest.fixture
def document(project: Project) -> Document:
    made = Document()
    made.show(project)
    return made


def test_opened_project_has_nothing_to_save(document: Document) -> None:
    assert not document.is_dirty


def test_project_that_was_never_saved_is_dirty(project: Project) -> None:
    document = Document()
    document.show(project, saved=False)
    assert document.is_dirty


def test_change_is_one_named_undo_step(document: Document, project: Project) -> None:
    after = project.with_metadata(office="planning")
    assert document.change("Set the office", project, after)
    assert document.project is after
    assert document.is_dirty
    assert document.undo_stack.undoText() == "Set the office"
    document.undo_stack.undo()
    assert document.project is project
    assert not document.is_dirty
    document.undo_stack.redo()
    assert document.project is after


def test_change_that_started_from_another_state_is_refused(
    document: Document, project: Project
) -> None:
    now = project.with_metadata(office="planning")
    document.change("first", project, now)
    assert not document.change("late", project, project.with_metadata(office="building"))
    assert document.project is now
    assert document.undo_stack.count() == 1


def test_change_of_a_document_that_was_closed_is_refused(
    document: Document, project: Project
) -> None:
    document.show(None)
    assert not document.change("late", project, project.with_metadata(office="building"))
    assert document.project is None


def test_saving_an_older_state_leaves_the_newer_one_unsaved(
    document: Document, project: Project, tmp_path: Path
) -> None:
    after = project.with_metadata(office="planning")
    document.change("Set the office", project, after)
    document.mark_saved(project, tmp_path / "a.gpkg")
    assert document.is_dirty
    document.mark_saved(after, tmp_path / "a.gpkg")
    assert not document.is_dirty


def test_every_step_is_told(qtbot: QtBot, document: Document, project: Project) -> None:
    after = project.with_metadata(office="planning")
    with qtbot.waitSignals([document.project_changed, document.state_changed]):
        document.change("Set the office", project, after)
    with qtbot.waitSignal(document.project_changed):
        document.undo_stack.undo()


def test_findings_of_another_state_are_dropped(document: Document) -> None:
    document.set_findings(new_project("other"), ())
    assert not document.is_checked


def test_undoing_everything_gives_back_the_very_same_project(
    document: Document, project: Project
) -> None:
    state = project
    for number in range(20):
        following = state.with_metadata(step=str(number))
        assert document.change(f"step {number}", state, following)
        state = following
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.project is project


def test_a_shown_file_is_held_until_another_one_is_shown(tmp_path: Path) -> None:
    first, second = tmp_path / "first.gpkg", tmp_path / "second.gpkg"
    document = Document()
    held = HeldFile(document)
    document.show(new_project("First"), first)
    assert lock_path(first).exists()
    document.show(new_project("Second"), second)
    assert not lock_path(first).exists()
    assert lock_path(second).exists()
    held.let_go()
    assert not lock_path(second).exists()


def test_a_file_open_elsewhere_is_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "shared.gpkg"
    other = {"host": "other", "pid": 1, "user": "colleague", "since": now().isoformat()}
    lock_path(path).write_text(json.dumps(other), encoding="utf-8")
    document = Document()
    held = HeldFile(document)
    with qtbot.waitSignal(held.taken) as told:
        document.show(new_project("Shared"), path)
    assert "colleague" in told.args[0]
    held.let_go()
    assert lock_path(path).exists()
