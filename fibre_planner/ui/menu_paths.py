"""Every command of a window's menus with the way to it, read from the menus themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

ARROW = " › "


@dataclass(frozen=True, eq=False)
class MenuEntry:
    """An action with the titles of the menus it stands in, the outermost first."""

    action: QAction
    menus: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the text of the action without the mark of its letter."""
        return plain(self.action.text())

    @property
    def path(self) -> str:
        """Return the way to the action, such as “Planning › Plan network”."""
        return ARROW.join((*self.menus, self.title))


def plain(text: str) -> str:
    """Return a text of a menu without the mark of its letter and the dots of a question."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(" …")


def menu_entries(window: QMainWindow) -> list[MenuEntry]:
    """Return every action of a window's menus in their order; menus fill themselves first."""
    found: list[MenuEntry] = []
    for top in window.menuBar().actions():
        found += _entries(_menu_of(top), ())
    return found


def submenu_paths(window: QMainWindow) -> dict[str, str]:
    """Return the way to each submenu that has a name."""
    paths: dict[str, str] = {}
    for top in window.menuBar().actions():
        menu = _menu_of(top)
        for action in menu.actions() if menu is not None else ():
            below = _menu_of(action)
            if below is not None and below.objectName():
                paths[below.objectName()] = ARROW.join((plain(top.text()), plain(below.title())))
    return paths


def _entries(menu: QMenu | None, above: tuple[str, ...]) -> Iterator[MenuEntry]:
    if menu is None:
        return
    menu.aboutToShow.emit()
    menus = (*above, plain(menu.title()))
    for action in menu.actions():
        below = _menu_of(action)
        if below is not None:
            yield from _entries(below, menus)
        elif not action.isSeparator() and action.text():
            yield MenuEntry(action, menus)


def _menu_of(action: QAction) -> QMenu | None:
    menu = action.menu()
    return menu if isinstance(menu, QMenu) else None
