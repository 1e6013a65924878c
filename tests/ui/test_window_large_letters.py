"""The window with letters of twice the size, and with a map that is small: all has its room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui import theme
from fibre_planner.ui.dialogs.keys import KeysDialog
from fibre_planner.ui.layouts import TallPage
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.map.frame import MapFrame
from fibre_planner.ui.map.typed_line import TypedLine
from fibre_planner.ui.workspaces import WORKSPACES
from tests.ui.windows import show


@pytest.fixture
def doubled(qapp: QApplication) -> Iterator[None]:
    """Letters of twice the size, as the program sets them."""
    theme.apply_theme(qapp, "light", 200)
    yield
    theme.apply_theme(qapp, "light", 100)


@pytest.fixture
def filled(doubled: None, qtbot: QtBot, window: MainWindow, project: Project) -> MainWindow:
    assert doubled is None  # the window is made with large letters
    show(qtbot, window, project)
    return window


def test_every_workspace_fits_a_small_screen_with_large_letters(filled: MainWindow) -> None:
    for each in WORKSPACES:
        filled.workspaces.switch(each.name)
        filled.workspaces.reset()
        filled.messages.hide()
        QApplication.processEvents()
        least = filled.minimumSizeHint()
        assert least.width() <= 1340, each.name
        assert least.height() <= 840, each.name


def test_panels_that_scroll_are_not_cut_at_the_side(filled: MainWindow) -> None:
    filled.resize(900, 700)
    filled.workspaces.switch("planning")
    pages = [page for page in filled.findChildren(TallPage) if page.widget() is not None]
    for name in ("plan", "coverage", "budget", "inspector"):
        filled.show_panel(name)
        QApplication.processEvents()
        seen = [page for page in pages if page.isVisible()]
        assert seen, name
        for page in seen:
            assert page.widget().width() <= page.viewport().width(), name


def test_buttons_of_the_panels_grow_with_the_letters(filled: MainWindow) -> None:
    filled.show_panel("layers")
    QApplication.processEvents()
    buttons = [
        button
        for button in filled.docks["layers"].findChildren(QAbstractButton)
        if button.objectName().startswith("qt_dockwidget")
    ]
    assert len(buttons) == 2
    assert min(button.width() for button in buttons) >= 30


def test_keys_are_seen_beside_their_commands(qtbot: QtBot, doubled: None) -> None:
    assert doubled is None
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    room = dialog.screen().availableGeometry().width()
    wanted = dialog.list.columnWidth(0) + dialog.list.columnWidth(1)
    assert dialog.list.viewport().width() >= min(wanted, room - 100)


@pytest.mark.parametrize("width", [420, 620, 1100])
def test_line_for_typed_places_keeps_clear_of_the_legend(qtbot: QtBot, width: int) -> None:
    frame = MapFrame()
    qtbot.addWidget(frame)
    frame.resize(width, 500)
    line = TypedLine(frame.canvas, frame.legend)
    frame.show()
    frame.legend.setGeometry(14, 286, 230, 200)
    frame.legend.show()
    line.show_for(True)
    assert not line.geometry().intersects(frame.legend.geometry())
    assert frame.canvas.rect().contains(line.geometry())
    assert line.width() >= 200
    frame.legend.hide()
    assert abs(line.geometry().center().x() - width / 2) <= 1
    assert line.pos() != QPoint(0, 0)
    frame.canvas.close_down()
