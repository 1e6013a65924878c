"""Lists come to rest at every size: two bars that need each other's room would go on for ever."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from fibre_planner.model.project import Project
from fibre_planner.ui.assistant.dialog import NewProjectAssistant
from fibre_planner.ui.main_window import MainWindow
from tests.ui.every_dialog import every_dialog
from tests.ui.windows import show

_COMES_AND_GOES = Qt.ScrollBarPolicy.ScrollBarAsNeeded


def restless(tree: QTreeView) -> bool:
    bars = (tree.horizontalScrollBarPolicy(), tree.verticalScrollBarPolicy())
    return bars == (_COMES_AND_GOES, _COMES_AND_GOES)


def test_no_tree_of_the_window_has_two_bars_that_come_and_go(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    show(qtbot, window, project)
    trees = window.findChildren(QTreeView)
    assert len(trees) > 5
    assert [tree.accessibleName() for tree in trees if restless(tree)] == []


def test_no_tree_of_a_dialog_has_two_bars_that_come_and_go(
    qtbot: QtBot, project: Project, tmp_path: Path
) -> None:
    for name, make in every_dialog(project, tmp_path).items():  # some twenty
        dialog = make()
        qtbot.addWidget(dialog)
        assert not any(map(restless, dialog.findChildren(QTreeView))), name
        if isinstance(dialog, NewProjectAssistant):
            dialog.close_down()
