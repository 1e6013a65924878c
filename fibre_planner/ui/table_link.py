"""Joins the attribute table with map, messages and commands of its window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from fibre_planner.language import tr
from fibre_planner.ui import settings
from fibre_planner.ui.commands import in_job
from fibre_planner.ui.table.rows_file import CSV, WORKBOOK, write_rows
from fibre_planner.ui.table.sources import title_of

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
        table.file_wanted.connect(self.ask_file)
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

    def ask_file(self) -> None:
        """Ask for a file and write the rows of the table into it."""
        window, table = self._window, self._window.table
        suggested = Path(settings.last_folder()) / f"{title_of(table.table_name)}{WORKBOOK}"
        kinds = {
            f"{tr('Workbook')} (*{WORKBOOK})": WORKBOOK,
            f"{tr('CSV file')} (*{CSV})": CSV,
        }
        name, kind = QFileDialog.getSaveFileName(
            window, tr("Save rows"), str(suggested), ";;".join(kinds)
        )
        if name:
            path = Path(name)
            settings.set_last_folder(path.parent)
            if path.suffix.lower() not in kinds.values():
                path = path.with_name(f"{path.name}{kinds.get(kind, WORKBOOK)}")
            self.write_file(path)

    def write_file(self, path: Path) -> None:
        """Write the rows of the table into a file, in a job."""
        table, messages = self._window.table, self._window.messages
        fields, rows = table.model.fields, table.rows_wanted()

        def done(written: Path) -> None:
            messages.show_message(
                "success", tr("The rows are written as {file}.").format(file=written.name)
            )

        title, name = tr("Save rows"), title_of(table.table_name)
        work = in_job(lambda: lambda _report: write_rows(name, fields, rows, path))
        self._window.commands.run(title, work, done)
