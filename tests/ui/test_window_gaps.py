"""Gaps as a list in the coverage panel: a click chooses their addresses on the map."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow
from tests.report.small_plan import EAST, NORTH
from tests.ui.windows import show, texts_of


def gaps_of(qtbot: QtBot, window: MainWindow, project: Project):
    show(qtbot, window, project)
    figures = window.session.figures
    qtbot.waitUntil(lambda: figures.found is not None and figures.is_current, timeout=20_000)
    window.show_panel("coverage")
    panel = window.coverage_panel
    panel.tabs.setCurrentWidget(panel.gaps)
    return panel.gaps


def test_gaps_are_listed_with_their_figures(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    gaps = gaps_of(qtbot, window, project)
    assert texts_of(gaps.list) == ["Old Town", "Mill", "Mill (supply unknown)"]
    first = gaps.list.topLevelItem(0)
    assert [first.text(place) for place in range(1, 4)] == ["3", "2", "32 m"]
    assert gaps.note.text() == "3 gaps with 4 dwellings."


def test_click_on_a_gap_chooses_its_addresses_and_shows_them(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    gaps = gaps_of(qtbot, window, project)
    place = gaps.list.visualItemRect(gaps.list.topLevelItem(0)).center()
    qtbot.mouseClick(gaps.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.selection.table == "addresses"
    assert window.selection.ids == {"a1", "a2"}
    view = window.canvas.view
    assert (view.x, view.y) == (EAST + 12.5, NORTH)


def test_enter_on_a_gap_does_the_same(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    gaps = gaps_of(qtbot, window, project)
    gaps.list.setCurrentItem(gaps.list.topLevelItem(1))
    qtbot.keyClick(gaps.list, Qt.Key.Key_Return)
    assert window.selection.ids == {"a6"}


def test_list_follows_the_coverage_and_empties_without_one(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    gaps = gaps_of(qtbot, window, project)
    figures = window.session.figures
    after = project.with_layers(coverage=project.coverage.assign(gap_id=""))
    with qtbot.waitSignal(figures.changed, timeout=20_000):
        window.document.change("x", project, after)
    assert texts_of(gaps.list) == []
    assert gaps.note.text() == "There are no gaps."
    with qtbot.waitSignal(figures.changed, timeout=20_000):
        window.document.show(None)
    assert figures.found is None
