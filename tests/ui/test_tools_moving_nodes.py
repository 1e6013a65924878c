"""Moving the PoP and cabinets of a plan on the map of a real window."""

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at, town
from tests.ui.map_gestures import CTRL, Gestures, Place
from tests.ui.windows import project_of, show, wait_until_settled


@pytest.fixture
def project() -> Project:
    return town("""
        p   p   p   p
        |   |   |   |
        A---B---C---D
    """)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    show(qtbot, window, project)
    window.commands.plan(project.scenarios[0])
    qtbot.waitUntil(
        lambda: bool(project_of(window).plans) and not window.jobs.is_busy, timeout=120_000
    )
    wait_until_settled(qtbot, window)
    made = Gestures(qtbot, window)
    made.look((at(6, 1).x, at(6, 1).y))
    return made


def place_of(window: MainWindow, kind: str) -> Place:
    nodes = project_of(window).plans[-1].nodes
    point = nodes.geometry[nodes["kind"] == kind].iloc[0]
    return (point.x, point.y)


def test_dragged_pop_is_planned_at_its_new_place_as_one_step(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    planned = project_of(window)
    begin, end = place_of(window, "pop"), (at(12, 0).x, at(12, 0).y)
    if begin == end:
        end = (at(0, 0).x, at(0, 0).y)
    window.drawing.edit_shape.edit("plan_nodes", pop_id(window))
    window.map_tools.use("edit_shape")
    window.drawing.edit_shape.edit("plan_nodes", pop_id(window))
    gestures.drag(begin, end, CTRL)
    qtbot.waitUntil(
        lambda: len(project_of(window).plans) == 2 and not window.jobs.is_busy, timeout=120_000
    )
    assert window.document.undo_stack.undoText() == "Move the PoP"
    assert place_of(window, "pop") == pytest.approx(end, abs=0.5)
    made = project_of(window).plans[-1]
    assert not made.nodes["existing"].any()
    assert made.summary.pops == 1
    assert "PO01" in set(made.items["code"])  # it is built, and billed
    window.document.undo_stack.undo()
    assert project_of(window) is planned


def test_cabinet_of_a_plan_stays_and_the_window_says_why(
    window: MainWindow, gestures: Gestures
) -> None:
    planned = project_of(window)
    nodes = planned.plans[-1].nodes
    cabinet = nodes.loc[nodes["kind"] == "cabinet", "node_id"].iloc[0]
    window.map_tools.use("edit_shape")
    window.drawing.edit_shape.edit("plan_nodes", cabinet)
    begin = place_of(window, "cabinet")
    gestures.drag(begin, (begin[0] + 10, begin[1]), CTRL)
    assert "follows from trenches" in window.messages.text
    assert project_of(window) is planned


def pop_id(window: MainWindow) -> str:
    nodes = project_of(window).plans[-1].nodes
    return str(nodes.loc[nodes["kind"] == "pop", "node_id"].iloc[0])
