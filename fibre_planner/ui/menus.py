"""The commands of one window: what each of them does, the menu bar and the toolbar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from fibre_planner.language import tr
from fibre_planner.ui import actions as action_table
from fibre_planner.ui import settings, theme
from fibre_planner.ui.dialogs.keys import KeysDialog
from fibre_planner.ui.dialogs.preferences import about_box
from fibre_planner.ui.workspace_switch import add_switch, workspace_menu
from fibre_planner.ui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow

_ICON_PX = 24
"""Side of the icons of toolbars, beside letters of the usual size."""


def build_menus(window: MainWindow) -> dict[str, QAction]:
    """Give a window its actions, menus and toolbar; return the actions by name."""
    actions = action_table.make_actions(window, _handlers(window))
    submenus = {
        "recent": _recent_menu(window),
        "language": _language_menu(window, actions),
        "panels": _panels_menu(window),
        "basemap": window.basemap.menu,
        "swipe": window.swipe.menu,
        "draw_menu": window.map_tools.draw_menu(),
        "workspaces": workspace_menu(window, actions),
        "select_from": window.map_tools.choice_menu(),
    }
    action_table.fill_menus(window, actions, submenus)
    side = theme.half_beside_letters(_ICON_PX)
    window.setIconSize(QSize(side, side))
    bar = action_table.make_toolbar(window, actions)
    add_switch(bar, window.workspaces, actions)
    window.addToolBar(bar)
    window.map_tools.attach(actions)
    return actions


def _handlers(window: MainWindow) -> Mapping[str, Callable[[], object]]:
    """Return what each command of the table in actions.py does."""
    commands, canvas, closing = window.commands, window.canvas, window.closing
    return {
        "new": lambda: window.new_project(),
        "open": window.open_project,
        "save": commands.save,
        "save_as": commands.save_as,
        "print": window.print_flow.ask,
        "export_image": lambda: window.print_flow.ask("png"),
        "sample": lambda: closing.unless_unsaved(commands.open_sample),
        "close": lambda: closing.unless_unsaved(lambda: window.document.show(None)),
        "quit": window.close,
        "undo": window.document.undo_stack.undo,
        "redo": window.document.undo_stack.redo,
        "palette": window.palette_flow.show,
        "preferences": window.ask_preferences,
        "import": window.import_file,
        "import_osm": commands.import_osm,
        "check": lambda: window.show_panel("findings"),
        "coverage": commands.coverage,
        "plan": window.plan_flow.ask,
        "finish": window.task_strip.finish_button.click,
        "cancel": window.task_strip.cancel_button.click,
        "what_if": window.what_if.replan,
        "compare": window.comparison.ask,
        "budget_curve": window.budget_flow.compute,
        "reports": commands.reports,
        "zoom_in": lambda: canvas.zoom_by(-2),
        "zoom_out": lambda: canvas.zoom_by(2),
        "fit": canvas.fit,
        "table": window.table_link.show,
        "german": lambda: window.change_language("de"),
        "english": lambda: window.change_language("en"),
        **{each.name: partial(window.workspaces.switch, each.name) for each in WORKSPACES},
        "reset_workspace": window.workspaces.reset,
        **window.map_tools.handlers(),
        **window.wishes.handlers(),
        "help": window.help_flow.show,
        "tasks": window.task_list.show,
        "keys": lambda: KeysDialog(window).exec(),
        "about": lambda: about_box(window).exec(),
    }


def _recent_menu(window: MainWindow) -> QMenu:
    menu = QMenu(tr("&Recent projects"), window)

    def fill() -> None:
        menu.clear()
        for path in settings.recent_projects():
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: window.open_path(path))
        menu.setDisabled(menu.isEmpty())

    menu.aboutToShow.connect(fill)
    return menu


def _language_menu(window: MainWindow, actions: Mapping[str, QAction]) -> QMenu:
    menu = QMenu(tr("&Language"), window)
    for name, code in (("english", "en"), ("german", "de")):
        action = actions[name]
        action.setCheckable(True)
        action.setChecked(settings.language() == code)
        menu.addAction(action)
    return menu


def _panels_menu(window: MainWindow) -> QMenu:
    menu = QMenu(tr("&Panels"), window)
    for dock in window.docks.values():
        menu.addAction(dock.toggleViewAction())
    return menu
