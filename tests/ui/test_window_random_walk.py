"""A random walk through the whole window breaks nothing, and undoing all gives the project back."""

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.ui.application import Program
from tests.report.small_plan import small_project
from tests.towns import rectangle, town
from tests.ui.random_walk import Walk

_STEPS = int(os.environ.get("FIBRE_PLANNER_WALK_STEPS", "200"))
_FIRST, _, _LAST = os.environ.get("FIBRE_PLANNER_WALK_SEEDS", "1-2").partition("-")
_SEEDS = range(int(_FIRST), int(_LAST or _FIRST) + 1)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take in what is saved under a file name that was typed at random."""
    monkeypatch.chdir(tmp_path)


def project_for(seed: int) -> Project:
    if seed % 2:
        return small_project()
    drawn = town("""
        1   2   p   4
        |   |   |   |
        A---B---C---N
    """)
    return add_row(drawn, "sites", {"title": "Alt"}, rectangle(2, -6, 6, -3))


@pytest.mark.usefixtures("optimiser")  # compiling cannot be cancelled, so that waiting would end
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", _SEEDS)
def test_random_walk_breaks_nothing_and_undoing_all_gives_the_equal_project(
    qtbot: QtBot, qtlog: object, program: Program, seed: int
) -> None:
    walk = Walk(qtbot, qtlog, program, project_for(seed), seed)
    try:
        walk.go(_STEPS)
    finally:
        walk.end()
    assert walk.most_undo_steps > 0
