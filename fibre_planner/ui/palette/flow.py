"""Opens the palette over one window, and carries out what is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fibre_planner.ui import settings
from fibre_planner.ui.facts import Link
from fibre_planner.ui.facts.looked_up import ids_where, table_of
from fibre_planner.ui.palette.dialog import PaletteDialog
from fibre_planner.ui.palette.entries import Entry, command_entries, found_entries
from fibre_planner.ui.palette.places import PlaceFinder

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class PaletteFlow(QObject):
    """The palette of one window; `dialog` is the open one, None while it is closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.finder = PlaceFinder()
        self.dialog: PaletteDialog | None = None

    def show(self) -> None:
        """Ask what is wanted; close the palette where it is open."""
        if self.dialog is not None:
            self.dialog.reject()
            return
        window, finder = self._window, self.finder
        finder.ask(window.document.project)
        commands = command_entries(window, window.actions_by_name)
        recent = settings.palette_recent()

        def find(typed: str) -> list[Entry]:
            return found_entries(typed, commands, recent, finder.places(), self._go_to)

        self.dialog = PaletteDialog(find, lambda: finder.is_ready, window)
        self.dialog.finished.connect(self._closed)
        self.dialog.show()
        self.dialog.line.setFocus()

    def end(self) -> None:
        """Close the palette, and wait for the places that are being gathered."""
        if self.dialog is not None:
            self.dialog.reject()
        self.finder.end()

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        entry = dialog.chosen
        if entry is not None:
            if entry.key:
                settings.add_palette_recent(entry.key)
            # A command may ask in a dialog of its own, which must not stand within this one.
            QTimer.singleShot(0, self, entry.run)

    def _go_to(self, table: str, column: str, value: str) -> None:
        """Choose the rows of a place and bring them into view."""
        known = self._window.map_link.known()
        if known is None:
            return
        ids = ids_where(table_of(known, table), column, value)
        self._window.map_link.open_link(Link(value, table, ids))
        self._window.canvas.setFocus()
