"""Joins the attribute table with map, messages and commands of its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class TableLink(QObject):
    """Listens to the attribute table of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        table = window.table
        table.box_wanted.connect(window.canvas.show_box)
        table.print_wanted.connect(lambda: window.print_flow.ask_table(table))
        table.told.connect(lambda text: window.messages.show_message("note", text))
        table.step_wanted.connect(lambda name: window.actions_by_name[name].trigger())

    def show(self) -> None:
        """Bring the table to the front, ready to be filtered."""
        self._window.show_panel("table")
        self._window.table.filter.setFocus()

    def show_rows(self, table: str) -> None:
        """Bring the table to the front with the rows of a table, the chosen ones in view."""
        self._window.table.show_table(table)
        self._window.show_panel("table")
        self._window.table.view.setFocus()
