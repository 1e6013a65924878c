"""Moving planned cabinets and PoPs on the map of a real window: wish, price, new plan."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.towns import at, town
from tests.ui.map_gestures import CTRL, LEFT, NONE, Gestures, Place
from tests.ui.windows import project_of, show, wait_until_settled, words


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


def place(column: float, row: float) -> Place:
    return (at(column, row).x, at(column, row).y)


def place_of(window: MainWindow, kind: str) -> Place:
    nodes = project_of(window).plans[-1].nodes
    point = nodes.geometry[nodes["kind"] == kind].iloc[0]
    return (point.x, point.y)


def id_of(window: MainWindow, kind: str) -> str:
    nodes = project_of(window).plans[-1].nodes
    return str(nodes.loc[nodes["kind"] == kind, "node_id"].iloc[0])


def another_place(begin: Place) -> Place:
    ends = place(0, 0), place(12, 0)
    return max(ends, key=lambda end: abs(end[0] - begin[0]))


def wait_for_plan(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(
        lambda: len(project_of(window).plans) == 2 and not window.jobs.is_busy, timeout=120_000
    )


def test_dragged_pop_is_planned_at_its_new_place_as_one_step(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    planned = project_of(window)
    begin = place_of(window, "pop")
    end = another_place(begin)
    window.map_tools.use("edit_shape")
    window.drawing.edit_shape.edit("plan_nodes", id_of(window, "pop"))
    gestures.drag(begin, end, CTRL)
    wait_for_plan(qtbot, window)
    assert window.document.undo_stack.undoText().startswith("Move a planned PoP by")
    assert place_of(window, "pop") == pytest.approx(end, abs=0.5)
    made = project_of(window).plans[-1]
    assert not made.nodes["existing"].any()
    assert made.summary.pops == 1
    assert "PO01" in set(made.items["code"])  # it is built, and billed
    window.document.undo_stack.undo()
    assert project_of(window) is planned


def test_cabinet_is_dragged_with_its_price_shown_and_planned_there_as_one_step(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    planned, tool, stack = project_of(window), window.moving.tool, window.document.undo_stack
    begin = place_of(window, "cabinet")
    end = another_place(begin)
    window.selection.clear()
    window.actions_by_name["move_node"].trigger()
    assert "Drag a planned cabinet" in window.map_frame.hint.text()
    tool.take(id_of(window, "cabinet"))
    qtbot.waitUntil(lambda: tool.moves is not None, timeout=20_000)
    gestures.press(begin)
    gestures.move_held(begin, end)
    assert (tool.move.x, tool.move.y) == pytest.approx(end)
    assert "about" in window.map_frame.hint.text()
    assert project_of(window) is planned
    QTest.mouseRelease(window.canvas, LEFT, NONE, gestures.px(end))
    wait_for_plan(qtbot, window)
    assert stack.count() == 2
    assert stack.undoText().startswith("Move a planned cabinet by")
    assert place_of(window, "cabinet") == pytest.approx(end, abs=0.01)
    assert project_of(window).node_wishes["kind"].tolist() == ["cabinet"]
    rules = set(project_of(window).plans[-1].rules["rule"])
    assert "asked_place" in rules
    stack.undo()
    assert project_of(window) is planned


def test_place_far_from_streets_is_refused_and_escape_lets_go(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    planned, tool = project_of(window), window.moving.tool
    window.selection.choose("plan_nodes", [id_of(window, "cabinet")])
    window.actions_by_name["move_node"].trigger()
    assert tool.node_id
    qtbot.waitUntil(lambda: tool.moves is not None, timeout=20_000)
    gestures.move(place(6, 8))
    assert "too far from every street" in window.map_frame.hint.text()
    gestures.click(place(6, 8))
    assert "too far from every street" in window.messages.text
    assert project_of(window) is planned
    tool.take(id_of(window, "cabinet"))
    gestures.key(Qt.Key.Key_Escape)
    assert not tool.node_id
    gestures.key(Qt.Key.Key_Escape)
    assert window.canvas.navigation.tool is not tool
    assert project_of(window) is planned


def test_cabinet_goes_to_a_typed_place_and_its_wish_is_found_and_taken_back(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    end = another_place(place_of(window, "cabinet"))
    window.selection.choose("plan_nodes", [id_of(window, "cabinet")])
    window.actions_by_name["move_node"].trigger()
    window.map_tools.typed_line.setText(f"{end[0]} {end[1]}")
    QTest.keyClick(window.map_tools.typed_line, Qt.Key.Key_Return)
    wait_for_plan(qtbot, window)
    assert place_of(window, "cabinet") == pytest.approx(end, abs=0.01)
    wait_until_settled(qtbot, window)
    window.selection.choose("node_wishes", ["drawn-000001"])
    assert "Wish for a cabinet" in words(window.inspector)
    assert window.canvas.scene.groups()["wishes"] == 1
    window.actions_by_name["delete_chosen"].trigger()
    assert project_of(window).node_wishes.empty
    qtbot.waitUntil(lambda: window.document.is_checked, timeout=20_000)
    assert any(found.code == "plan_outdated" for found in window.document.findings)
    assert gestures.canvas is window.canvas
