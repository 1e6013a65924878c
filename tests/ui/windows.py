"""What window tests do with a window over and over: show a project in it, read what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.main_window import MainWindow


def show(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    """Show a project and wait until it is checked and painted."""
    window.document.show(project, None)
    wait_until_settled(qtbot, window)


def wait_until_settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.document.is_checked and window.canvas.is_idle(), timeout=20_000)


def project_of(window: MainWindow) -> Project:
    assert window.document.project is not None
    return window.document.project


def texts_of(tree: QTreeWidget) -> list[str]:
    """Return the first column of a tree's top rows."""
    return [tree.topLevelItem(number).text(0) for number in range(tree.topLevelItemCount())]


def words(widget: QWidget) -> str:
    """Return what all labels of a widget say, a line each."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))
