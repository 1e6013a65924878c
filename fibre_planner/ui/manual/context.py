"""Which page of the manual belongs to what has the focus; F1 in dialogs."""

from __future__ import annotations

import importlib

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from fibre_planner.ui.menu_paths import menu_entries, plain, submenu_paths

_PROPERTY = "help_page"
FIRST = "start"


def give_help(widget: QWidget, page: str) -> None:
    """Name the page of the manual for a widget and all in it; a dialog opens it with F1."""
    widget.setProperty(_PROPERTY, page)
    if isinstance(widget, QDialog):
        shortcut = QShortcut(QKeySequence("F1"), widget)
        shortcut.activated.connect(lambda: _show_over(widget))


def page_for(widget: QWidget | None) -> str:
    """Return the page for a widget: its own, or that of what it is in."""
    while widget is not None:
        page = widget.property(_PROPERTY)
        if page:
            return str(page)
        widget = widget.parentWidget()
    return FIRST


def _show_over(dialog: QDialog) -> None:
    """Show the manual as a window of the dialog, which would block any other."""
    focus = dialog.focusWidget()
    made = importlib.import_module("fibre_planner.ui.manual.window").HelpWindow
    known = dialog.findChild(made)
    window = known or made(window_names(dialog), dialog)
    window.show_page(page_for(focus or dialog))
    window.show()
    window.activateWindow()
    window.page.setFocus()


def window_names(widget: QWidget) -> dict[str, str]:
    """Return the names of commands and panels as the main window around a widget writes them.

    Keys are menu:NAME for the way to a command or submenu, panel:NAME for the title of a panel.
    """
    above: QWidget | None = widget
    while above is not None and not isinstance(above, QMainWindow):
        above = above.parentWidget()
    if above is None:
        return {}
    names = {f"menu:{name}": path for name, path in submenu_paths(above).items()}
    by_action = {id(action): name for name, action in above.actions_by_name.items()}
    for entry in menu_entries(above):
        if id(entry.action) in by_action:
            names[f"menu:{by_action[id(entry.action)]}"] = entry.path
    for name, dock in above.docks.items():
        names[f"panel:{name}"] = plain(dock.windowTitle())
    return names
