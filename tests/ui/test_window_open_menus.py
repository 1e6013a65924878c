"""Menus and lists that are open while work ends, the project changes or a new window is due."""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fibre_planner.model.project import Project
from fibre_planner.ui import settings
from fibre_planner.ui.application import Program
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.panels.plan_head import PlanHead
from tests.report.small_plan import small_project
from tests.ui.windows import show

_KEY = Qt.Key


def project_of_two_plans() -> Project:
    """The small project with a second plan, which is shown."""
    project = small_project()
    second = replace(project.plans[0], plan_id="P-2", title="Second")
    return replace(project, plans=(*project.plans, second))


def open_menu(menu: QMenu, window: MainWindow) -> None:
    menu.popup(window.mapToGlobal(QPoint(20, 40)))
    assert menu.isVisible(), menu.title()


def go_on(steps: int = 4) -> None:
    """Press Down in whatever menu is open, and close it."""
    for _ in range(steps):
        popup = QApplication.activePopupWidget()
        if popup is None:
            return
        QTest.keyClick(popup, _KEY.Key_Down)
    for _ in range(5):
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
    assert QApplication.activePopupWidget() is None


def test_chooser_of_plans_outlives_the_choice_made_in_it(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window, project_of_two_plans())
    box = window.plan_panel.findChild(PlanHead).box
    told: list[str] = []
    box.textActivated.connect(told.append)  # Qt tells it after `activated`, which changes the plan
    first = box.itemText(1)
    box.showPopup()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup.focusWidget() or popup, _KEY.Key_Down)
    QTest.keyClick(popup.focusWidget() or popup, _KEY.Key_Return)
    assert told == [first]
    assert window.document.plan.plan_id == small_project().plans[0].plan_id
    assert window.plan_panel.widget().findChild(PlanHead).box.currentText() == first
    qtbot.waitUntil(lambda: not isValid(box))


def test_name_of_a_plan_is_asked_for_while_work_ends_and_makes_the_chooser_anew(
    qtbot: QtBot, window: MainWindow
) -> None:
    project = project_of_two_plans()
    show(qtbot, window, project)
    head = window.plan_panel.findChild(PlanHead)
    menu = head.menu_button.menu()
    open_menu(menu, window)
    menu.setActiveAction(menu.actions()[2])
    QTest.keyClick(menu, _KEY.Key_Return)
    dialog = window.findChild(QInputDialog)
    assert dialog.isVisible()
    window.document.change("Work", project, replace(project, name="Other"))
    qtbot.waitUntil(lambda: not isValid(menu))
    dialog.setTextValue("Third")
    QTest.keyClick(dialog, _KEY.Key_Return)
    assert window.document.plan.name == "Third"
    assert window.document.undo_stack.count() == 2


def test_new_window_waits_until_the_dialog_of_a_menu_is_closed(
    qtbot: QtBot, program: Program
) -> None:
    settings.set_theme("system")
    first = program.show_window()
    program.session.document.show(small_project())
    menu = next(action.menu() for action in first.menuBar().actions() if action.text() == "&Edit")
    seen: list[tuple[bool, QWidget]] = []

    def change_colours() -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)
        QTimer.singleShot(250, close)

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append((isValid(menu), program.window))
        dialog.reject()

    open_menu(menu, first)
    menu.setActiveAction(first.actions_by_name["preferences"])
    QTimer.singleShot(0, change_colours)
    QTest.keyClick(menu, _KEY.Key_Return)  # comes back when the dialog is closed
    assert seen == [(True, first)]
    qtbot.waitUntil(lambda: program.window is not first)
    qtbot.waitUntil(lambda: not isValid(menu))


def test_new_window_waits_until_a_menu_is_closed_and_work_is_done(
    qtbot: QtBot, program: Program
) -> None:
    first = program.show_window()
    program.session.document.show(small_project())
    go = threading.Event()
    program.session.jobs.start("work", lambda _: go.wait(30), lambda _: None)
    first.change_language("de")
    assert "when the work is done" in first.messages.text
    open_menu(first.basemap.menu, first)
    go.set()
    qtbot.waitUntil(lambda: not program.session.jobs.is_busy)
    loop = QEventLoop()
    QTimer.singleShot(250, loop.quit)
    loop.exec()
    assert program.window is first
    go_on()
    qtbot.waitUntil(lambda: program.window is not first)
