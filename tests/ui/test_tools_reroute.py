"""A planned trench is dragged to another street in a real window, and the plan follows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.analysis.test_rerouting import LADDER
from tests.towns import at, town
from tests.ui.map_gestures import LEFT, NONE, Gestures, gestures_at
from tests.ui.windows import project_of, wait_until_settled

TOP, MIDDLE = (at(4, 8).x, at(4, 8).y), (at(4, 4).x, at(4, 4).y)


@pytest.fixture
def project() -> Project:
    return town(LADDER)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at((at(4, 6).x, at(4, 6).y), qtbot, window, project)


def plan_it(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.plan(project_of(window).scenarios[0])
    qtbot.waitUntil(
        lambda: bool(project_of(window).plans) and not window.jobs.is_busy, timeout=120_000
    )
    wait_until_settled(qtbot, window)


def test_trench_is_dragged_to_another_street_and_the_plan_costs_what_was_shown(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    plan_it(qtbot, window)
    tool, stack = window.rerouting.tool, window.document.undo_stack
    planned = project_of(window)
    before = planned.plans[-1]
    window.actions_by_name["reroute"].trigger()
    assert "Drag a planned trench" in window.map_frame.hint.text()
    gestures.press(TOP)
    qtbot.waitUntil(lambda: tool.detours is not None, timeout=20_000)
    gestures.move_held(TOP, MIDDLE)
    shown = tool.route
    assert shown.length_m == pytest.approx(40.0)
    assert "+40\xa0m" in window.map_frame.hint.text()
    assert project_of(window) is planned
    QTest.mouseRelease(window.canvas, LEFT, NONE, gestures.px(MIDDLE))
    assert stack.count() == 2
    assert stack.undoText().startswith("Reroute a trench (+40\xa0m")
    qtbot.waitUntil(
        lambda: len(project_of(window).plans) == 2 and not window.jobs.is_busy, timeout=120_000
    )
    after = project_of(window).plans[-1]
    extra = after.summary.trench_cost_eur - before.summary.trench_cost_eur
    assert extra == pytest.approx(shown.cost_eur)
    qtbot.waitUntil(lambda: not window.jobs.is_busy, timeout=60_000)
    stack.setIndex(1)
    assert project_of(window) is planned


def test_escape_while_dragging_leaves_the_network_as_it_is(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    plan_it(qtbot, window)
    before = project_of(window)
    tool = window.rerouting.tool
    window.actions_by_name["reroute"].trigger()
    gestures.press(TOP)
    qtbot.waitUntil(lambda: tool.detours is not None, timeout=20_000)
    gestures.move_held(TOP, MIDDLE)
    gestures.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(window.canvas, LEFT, NONE, gestures.px(MIDDLE))
    assert project_of(window) is before


def test_plan_without_its_network_is_worked_out_first(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    plan_it(qtbot, window)
    window.document.designs.clear()
    window.actions_by_name["reroute"].trigger()
    gestures.drag(TOP, MIDDLE)
    assert "has to be worked out" in window.messages.text
    window.what_if.replan()
    qtbot.waitUntil(lambda: not window.jobs.is_busy, timeout=120_000)
    plan = window.document.plan
    assert plan is not None
    assert window.document.designs.of(plan.plan_id) is not None
