"""The workspaces of the three offices: switching, remembering, arranging anew."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolBar
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import legend_entries
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.session import Session
from fibre_planner.ui.table.sources import SOURCES
from fibre_planner.ui.workspaces import WORKSPACES
from tests.ui.windows import show

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    show(qtbot, window, project)
    return window


@pytest.fixture
def next_window(qtbot: QtBot, opened: MainWindow, session: Session) -> Iterator[MainWindow]:
    """A window that starts with what the first one left behind."""
    opened.workspaces.switch("funding")
    opened.docks["layers"].hide()
    opened.keep_state()
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.canvas.close_down()


def open_docks(window: MainWindow) -> set[str]:
    return {name for name, dock in window.docks.items() if not dock.isHidden()}


def test_workspaces_name_panels_layers_and_tables_that_there_are(window: MainWindow) -> None:
    for each in WORKSPACES:
        assert set(each.docks) <= set(window.docks)
        assert each.hidden_groups <= set(legend_entries.GROUPS)
        assert each.table in SOURCES


def test_keys_switch_panels_layers_and_table(qtbot: QtBot, opened: MainWindow) -> None:
    for key, each in zip(
        (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1),
        ("construction", "funding", "planning"),
        strict=True,
    ):
        qtbot.keyClick(opened, key, ALT)
        wanted = next(found for found in WORKSPACES if found.name == each)
        assert open_docks(opened) == set(wanted.docks)
        assert not opened.canvas.groups & wanted.hidden_groups
        assert opened.table.table_name == wanted.table
        assert opened.actions_by_name[each].isChecked()


def test_button_in_the_toolbar_switches(qtbot: QtBot, opened: MainWindow) -> None:
    bar = opened.findChild(QToolBar, "toolbar")
    button = bar.widgetForAction(opened.actions_by_name["construction"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.workspaces.current.name == "construction"
    assert opened.table.isVisible()


def test_each_workspace_is_found_again_as_it_was_left(opened: MainWindow) -> None:
    opened.workspaces.switch("construction")
    opened.docks["findings"].hide()
    opened.table.show_table("streets", "name ~ mill")
    opened.workspaces.switch("planning")
    assert "findings" in open_docks(opened)
    opened.workspaces.switch("construction")
    assert "findings" not in open_docks(opened)
    assert opened.table.table_name == "streets"
    assert opened.table.model.rowCount() == 1


# Without a screen there is no window to bring up for a floating panel.
@pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")
def test_workspace_is_arranged_anew_when_asked_for(opened: MainWindow) -> None:
    opened.workspaces.switch("construction")
    before = open_docks(opened)
    opened.docks["table"].setFloating(True)
    opened.docks["layers"].hide()
    opened.layers_panel.set_hidden(frozenset({"streets"}))
    opened.actions_by_name["reset_workspace"].trigger()
    assert open_docks(opened) == before
    assert not opened.docks["table"].isFloating()
    assert "streets" in opened.canvas.groups


def test_next_window_starts_in_the_workspace_of_the_last_one(next_window: MainWindow) -> None:
    assert next_window.workspaces.current.name == "funding"
    assert next_window.actions_by_name["funding"].isChecked()
    assert open_docks(next_window) == {"coverage", "inspector", "charts", "table"}


def test_panels_stay_away_while_nothing_is_open(opened: MainWindow) -> None:
    opened.workspaces.switch("funding")
    opened.document.show(None)
    assert open_docks(opened) == set()
    assert not opened.actions_by_name["planning"].isEnabled()
