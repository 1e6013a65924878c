"""Measuring, zooming to a box, going back to former views, panning whatever the tool is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fibre_planner.language import use_language
from fibre_planner.model.project import Project
from fibre_planner.report.numbers import format_area
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.tools.measure import area_of, length_of, length_text
from tests.towns import town
from tests.ui.map_gestures import CTRL, Gestures, cell, gestures_at


@pytest.fixture
def project() -> Project:
    return town("""
        1   2
        |   |
        A---B
    """)


@pytest.fixture
def gestures(qtbot: QtBot, window: MainWindow, project: Project) -> Gestures:
    return gestures_at(cell(2, 1), qtbot, window, project)


def test_length_is_told_beside_the_line_and_stays_when_it_is_ended(
    window: MainWindow, gestures: Gestures
) -> None:
    window.actions_by_name["measure_length"].trigger()
    assert "Click along" in window.map_frame.hint.text()
    tool = window.map_tools.tools["measure_length"]
    gestures.click(cell(-5, -5), CTRL)
    gestures.click(cell(-5, 5), CTRL)
    gestures.move(cell(0, 5))
    assert tool.figure() == "150.0\u00a0m\nlast piece 50.0\u00a0m"
    gestures.click(cell(0, 5), CTRL)
    gestures.key(Qt.Key.Key_Backspace)
    assert len(tool.course) == 2
    gestures.double_click(cell(-2, 5))
    assert tool.figure() == "130.0\u00a0m"
    gestures.move(cell(7, 7))
    assert tool.figure() == "130.0\u00a0m"
    gestures.click(cell(3, 7))
    assert tool.figure() == "0.0\u00a0m"
    gestures.key(Qt.Key.Key_Escape)
    assert tool.course == []
    assert window.canvas.navigation.tool is tool
    gestures.key(Qt.Key.Key_Escape)
    assert window.canvas.navigation.tool is window.canvas.navigation.identify
    assert not window.map_frame.hint.isVisible()


def test_area_is_told_with_its_perimeter(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["measure_area"].trigger()
    tool = window.map_tools.tools["measure_area"]
    for corner in (cell(-5, -6), cell(-1, -6), cell(-1, -4), cell(-5, -4)):
        gestures.click(corner, CTRL)
    gestures.key(Qt.Key.Key_Return)
    assert tool.figure() == "800\u00a0m²\nperimeter 120.0\u00a0m"


def test_keyboard_alone_measures(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["measure_length"].trigger()
    tool = window.map_tools.tools["measure_length"]
    gestures.look(cell(50, 50))
    gestures.key(Qt.Key.Key_Left)
    gestures.key(Qt.Key.Key_Return)
    gestures.key(Qt.Key.Key_Up)  # 90 px of 0.25 m
    gestures.key(Qt.Key.Key_Return)
    gestures.key(Qt.Key.Key_Return)
    assert tool.figure() == "22.5\u00a0m"


def test_figures_follow_the_language() -> None:
    use_language("de")
    try:
        assert length_text(1234.5) == "1,23\u00a0km"
        assert length_text(12.34) == "12,3\u00a0m"
        assert format_area(12_345.0) == "1,23\u00a0ha"
        assert format_area(9_999.4) == "9.999\u00a0m²"
        assert format_area(float("nan")) == "–"
    finally:
        use_language("en")


def test_area_by_gauss_keeps_its_digits_far_from_the_origin() -> None:
    square = [(5e5, 5.5e6), (5e5 + 3, 5.5e6), (5e5 + 3, 5.5e6 + 2), (5e5, 5.5e6 + 2)]
    assert area_of(square) == 6.0
    assert length_of(square) == 8.0


def test_box_zoom_shows_the_box(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["zoom_box"].trigger()
    gestures.drag(cell(0, 2), cell(4, 0))
    view = window.canvas.view
    west, _, east, _ = view.box()
    assert west <= cell(0, 0)[0] + 0.2
    assert east >= cell(4, 0)[0] - 0.2
    assert (view.x, view.y) == pytest.approx(cell(2, 1), abs=0.2)
    assert view.level < -8


def test_former_views_come_back_and_forth(
    qtbot: QtBot, window: MainWindow, gestures: Gestures
) -> None:
    history, canvas = window.map_tools.history, window.canvas
    before = canvas.view
    qtbot.waitUntil(lambda: not history.is_moving)
    gestures.look(cell(90, 90), 2)
    qtbot.waitUntil(lambda: not history.is_moving)
    after = canvas.view
    assert window.actions_by_name["previous_view"].isEnabled()
    window.actions_by_name["previous_view"].trigger()
    assert (canvas.view.x, canvas.view.y, canvas.view.level) == (before.x, before.y, before.level)
    window.actions_by_name["next_view"].trigger()
    assert canvas.view == after
    assert not window.actions_by_name["next_view"].isEnabled()


def test_space_pans_with_any_tool(window: MainWindow, gestures: Gestures) -> None:
    window.actions_by_name["select_box"].trigger()
    before = window.canvas.view
    QTest.keyPress(window.canvas, Qt.Key.Key_Space)
    assert window.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    gestures.drag(cell(-1, 3), cell(3, 3))
    QTest.keyRelease(window.canvas, Qt.Key.Key_Space)
    assert window.canvas.view.x == pytest.approx(before.x - 40.0, abs=0.5)
    assert not window.selection.ids
    assert window.canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_bar_of_the_tools_comes_and_goes_with_the_project(
    window: MainWindow, gestures: Gestures
) -> None:
    assert window.map_tools.bar.isVisible()
    window.actions_by_name["measure_length"].trigger()
    gestures.click(cell(3, 3))
    window.document.show(None)
    assert not window.map_tools.bar.isVisible()
    assert window.canvas.navigation.tool is window.canvas.navigation.identify
    assert not window.map_tools.typed_line.isVisible()
