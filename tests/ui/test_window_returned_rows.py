"""Rows that were deleted by hand and come back with an import of their file."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner import workflow
from fibre_planner.model.editing import remove_rows
from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.tasks import ImportChoice
from tests.towns import town
from tests.ui.windows import project_of, show, wait_until_settled


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "streets.gpkg"
    town("A---B---C---D").streets[["name", "geometry"]].to_file(path, driver="GPKG")
    return path


@pytest.fixture
def project(file: Path) -> Project:
    imported = workflow.import_file(workflow.create_project("Town"), "streets", file).project
    return remove_rows(imported, "streets", imported.streets["street_id"].iloc[:2])


def test_import_tells_which_deleted_rows_are_back(project: Project, file: Path) -> None:
    step = workflow.import_file(project, "streets", file)
    assert len(step.project.streets) == 3
    assert len(step.returned["streets"]) == 2
    assert step.notes[0].startswith("2 rows that were deleted by hand before")
    again = workflow.import_file(step.project, "streets", file)
    assert not again.returned  # they are there already


def test_returned_rows_are_deleted_again_from_the_message(
    qtbot: QtBot, window: MainWindow, project: Project, file: Path
) -> None:
    show(qtbot, window, project)
    window.commands.import_files([ImportChoice(file, "streets")])
    qtbot.waitUntil(lambda: len(project_of(window).streets) == 3, timeout=30_000)
    wait_until_settled(qtbot, window)
    assert "deleted by hand before" in window.messages.text
    window.messages._button.click()
    assert len(project_of(window).streets) == 1
    window.document.undo_stack.setIndex(0)
    assert project_of(window) is project
