"""Two days on both sides of a handle, and what clicks on the left side explain and choose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QDateEdit
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import COVERAGE_CLASSES
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.manual.context import page_for
from fibre_planner.ui.map.canvas import MapCanvas
from tests.report.test_report_phases import project_with_years
from tests.ui.windows import show, words

LEFT = Qt.MouseButton.LeftButton
SERVED = COVERAGE_CLASSES.index("served")


@pytest.fixture
def project() -> Project:
    """A promise for a3 from 30 June 2028 on, two trenches built in 2027 and 2028 each."""
    made, plan = project_with_years()
    trenches = plan.trenches.assign(year=[2027, 2028, 2027, 2028, 0])
    return replace(made, plans=(replace(plan, trenches=trenches),))


@pytest.fixture
def swiped(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    show(qtbot, window, project)
    window.swipe._choices["days"].trigger()
    put(window, 0, dt.date(2027, 12, 31))
    put(window, 1, dt.date(2028, 12, 31))
    qtbot.waitUntil(lambda: trenches_of(window.canvas) == 4, timeout=20_000)
    qtbot.waitUntil(lambda: trenches_of(window.swipe.canvas) == 2, timeout=20_000)
    return window


def fields(window: MainWindow) -> list[QDateEdit]:
    return [part for part in window.swipe._names if isinstance(part, QDateEdit)]


def put(window: MainWindow, side: int, day: dt.date) -> None:
    fields(window)[side].setDate(QDate(day.year, day.month, day.day))


def trenches_of(canvas: MapCanvas) -> int:
    return canvas.scene.groups().get("trenches", 0)


def served_in(canvas: MapCanvas) -> int:
    return canvas.scene.kind_counts().get(("addresses", SERVED), 0)


def click_address(qtbot: QtBot, window: MainWindow, address_id: str, *, left: bool) -> None:
    """Bring an address into a half of the map, 150 px from the handle, and click it there."""
    main, swipe = window.canvas, window.swipe
    rows = window.document.project.addresses
    (point,) = rows.geometry[rows["address_id"] == address_id]
    away = (150 if left else -150) * main.view.resolution
    main.set_view(main.view.centred(point.x + away, point.y, main.view.level))
    px, py = main.view.to_screen(point.x, point.y)
    target = swipe.canvas if left else main
    assert (main.childAt(QPoint(round(px), round(py))) is swipe.canvas) == left
    qtbot.mouseClick(target, LEFT, pos=QPoint(round(px), round(py)))


def test_each_side_shows_coverage_and_network_of_its_day(swiped: MainWindow) -> None:
    assert served_in(swiped.swipe.canvas) == 1  # a4 today
    assert served_in(swiped.canvas) == 2  # and a3, as promised
    assert [field.accessibleName() for field in fields(swiped)] == [
        "Day on the left",
        "Day on the right",
    ]


def test_another_day_shows_what_is_there_then(qtbot: QtBot, swiped: MainWindow) -> None:
    fields(swiped)[0].setFocus()
    fields(swiped)[0].setCurrentSection(QDateEdit.Section.YearSection)
    qtbot.keyClick(fields(swiped)[0], Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: served_in(swiped.swipe.canvas) == 2, timeout=20_000)
    assert trenches_of(swiped.swipe.canvas) == 4


def test_click_on_the_left_explains_what_is_there_on_its_day(
    qtbot: QtBot, swiped: MainWindow
) -> None:
    click_address(qtbot, swiped, "a3", left=True)
    assert swiped.selection.ids == {"a3"}
    before = words(swiped.inspector)
    click_address(qtbot, swiped, "a3", left=False)
    after = words(swiped.inspector)
    assert "the building already" not in before
    assert "the building already" in after
    click_address(qtbot, swiped, "a3", left=True)
    assert words(swiped.inspector) == before


def test_project_is_as_it_was_and_shown_as_it_is_when_the_swipe_ends(
    qtbot: QtBot, swiped: MainWindow, project: Project
) -> None:
    qtbot.keyClick(swiped.swipe.handle, Qt.Key.Key_Escape)
    assert swiped.swipe.canvas is None
    qtbot.waitUntil(lambda: served_in(swiped.canvas) == 1, timeout=20_000)
    assert trenches_of(swiped.canvas) == 5
    assert swiped.document.project is project
    assert not swiped.document.is_dirty


def test_help_on_handle_left_side_and_days_is_the_page_of_the_swipe(swiped: MainWindow) -> None:
    parts = (swiped.swipe.handle, swiped.swipe.canvas, *fields(swiped))
    assert {page_for(part) for part in parts} == {"swipe"}


def test_project_without_days_says_that_both_sides_look_alike(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    bare = project.with_layers(supply=project.supply.assign(available_from=""))
    show(qtbot, window, replace(bare, plans=()))
    window.swipe._choices["days"].trigger()
    assert "Both sides look alike" in words(window.messages)
