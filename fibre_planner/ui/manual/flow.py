"""Opens the manual over one window at the page for what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from fibre_planner.ui.manual.context import give_help, page_for, window_names

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow
    from fibre_planner.ui.manual.window import HelpWindow

_PAGES = {
    "layers": "map",
    "plan": "plan",
    "coverage": "coverage",
    "findings": "findings",
    "inspector": "selection",
    "budget": "budget",
    "charts": "charts",
    "comparison": "compare",
    "table": "selection",
}
"""Panel → its page of the manual."""


class HelpFlow(QObject):
    """The manual of one window; made at the first wish for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.manual: HelpWindow | None = None
        for name, dock in window.docks.items():
            give_help(dock, _PAGES.get(name, "map"))
        give_help(window.coverage_panel.share_box, "shares")
        give_help(window.start_page, "start")
        for part in (window.task_strip, window.task_list.list):
            give_help(part, "tasks")
        give_help(window.map_views, "map")

    def show(self) -> None:
        """Show the page for what has the focus."""
        focus = QApplication.focusWidget()
        if focus is None or focus is self._window:
            focus = self._window.pages.currentWidget()
        self.show_page(page_for(focus))

    def show_page(self, name: str) -> HelpWindow:
        """Show a page of the manual and return its window."""
        from fibre_planner.ui.manual.window import HelpWindow

        if self.manual is None:
            self.manual = HelpWindow(window_names(self._window), self._window)
        self.manual.show_page(name)
        self.manual.show()
        self.manual.activateWindow()
        self.manual.page.setFocus()
        return self.manual
