"""The switch between workspaces, at the end of the toolbar and in the menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from fibre_planner.language import tr
from fibre_planner.ui.fitting_bar import FittingBar
from fibre_planner.ui.workspaces import WORKSPACES, Workspaces

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


def add_switch(bar: FittingBar, workspaces: Workspaces, actions: Mapping[str, QAction]) -> None:
    """Add a button per workspace at the right end of a toolbar; that of the present one is down."""
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    group = QActionGroup(bar)
    for each in WORKSPACES:
        action = actions[each.name]
        action.setCheckable(True)
        action.setChecked(each is workspaces.current)
        group.addAction(action)
        bar.addAction(action)
    bar.give_up([actions[each.name] for each in WORKSPACES])
    workspaces.switched.connect(lambda name: actions[name].setChecked(True))


def workspace_menu(window: MainWindow, actions: Mapping[str, QAction]) -> QMenu:
    """Return the menu of the workspaces."""
    menu = QMenu(tr("Wo&rkspace"), window)
    menu.setToolTipsVisible(True)
    for each in WORKSPACES:
        menu.addAction(actions[each.name])
    menu.addSeparator()
    menu.addAction(actions["reset_workspace"])
    return menu
