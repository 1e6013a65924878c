"""Splitting streets and planned trenches by a click on the map of a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.report.small_plan import small_project
from tests.towns import town
from tests.ui.map_gestures import Gestures, cell, gestures_at
from tests.ui.windows import project_of, show, wait_until_settled


@pytest.fixture
def project() -> Project:
    return town("A---B---N")


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at(cell(4, 0), qtbot, window, project)


def test_street_is_split_where_it_is_clicked_and_undone(
    window: MainWindow, gestures: Gestures, project: Project
) -> None:
    window.actions_by_name["split"].trigger()
    assert "Click a street" in window.map_frame.hint.text()
    gestures.move(cell(1, 0))
    assert "10\xa0m | 30\xa0m" in window.map_frame.hint.text()
    gestures.click(cell(1, 0))
    lengths = sorted(project_of(window).streets.geometry.length)
    assert lengths == pytest.approx([10.0, 30.0, 40.0], abs=0.3)
    assert window.document.undo_stack.undoText() == "Split Street “A-B”"
    assert window.selection.ids == {"A-B", "drawn-000001"}
    window.actions_by_name["undo"].trigger()
    assert project_of(window) is project


def test_click_at_an_end_says_why_and_a_click_beside_splits_nothing(
    window: MainWindow, gestures: Gestures, project: Project
) -> None:
    window.actions_by_name["split"].trigger()
    gestures.click(cell(8, 0))
    assert "the line ends" in window.messages.text
    gestures.click(cell(4, 3))
    assert project_of(window) is project
    gestures.key(Qt.Key.Key_Escape)
    assert window.canvas.navigation.tool is not window.drawing.splitting.tool


def test_street_is_split_by_the_keyboard_at_a_typed_place(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["split"].trigger()
    x, y = cell(1, 0)
    window.map_tools.typed_line.setText(f"{x} {y}")
    QTest.keyClick(window.map_tools.typed_line, Qt.Key.Key_Return)
    assert sorted(project_of(window).streets.geometry.length) == pytest.approx([10, 30, 40])
    gestures.look(cell(6, 0))
    gestures.key(Qt.Key.Key_Return)  # in the middle of the map
    assert len(project_of(window).streets) == 4


def test_planned_trench_is_split_and_the_plan_keeps_its_sums(
    qtbot: QtBot, window: MainWindow
) -> None:
    project = small_project()
    show(qtbot, window, project)
    plan = project.plans[-1]
    street = plan.trenches[plan.trenches["level"] != "lead_in"]
    longest = street.loc[street.geometry.length.idxmax()]
    place = longest.geometry.interpolate(0.45, normalized=True)
    gestures = Gestures(qtbot, window)
    gestures.look((place.x, place.y))
    window.selection.choose("plan_trenches", [longest["trench_id"]])
    window.actions_by_name["split"].trigger()
    gestures.click((place.x, place.y))
    made = project_of(window).plans[-1]
    assert len(made.trenches) == len(plan.trenches) + 1
    assert made.trenches["cost_base_eur"].sum() == pytest.approx(
        plan.trenches["cost_base_eur"].sum()
    )
    assert made.summary is plan.summary
    assert window.document.undo_stack.undoText() == "Split a trench"
    wait_until_settled(qtbot, window)
    window.document.undo_stack.undo()
    assert project_of(window) is project
