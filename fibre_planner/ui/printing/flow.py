"""From the menu to a printed map: ask, paint in the background, write the file, say where it is."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from fibre_planner.language import ntr, tr
from fibre_planner.progress import Report, part
from fibre_planner.ui import settings
from fibre_planner.ui.map.sketch import REPLACED_GROUPS
from fibre_planner.ui.printing import documents
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.ground import PaperGround
from fibre_planner.ui.printing.layout import Choice, Source, all_pages
from fibre_planner.ui.printing.paper import Paper
from fibre_planner.ui.printing.paper_types import load_paper_types
from fibre_planner.ui.printing.rows import table_of_fields
from fibre_planner.ui.printing.table_layout import PrintTable
from fibre_planner.ui.printing.writing import file_stem, files_of, write_map, write_table
from fibre_planner.ui.table.sources import title_of
from fibre_planner.ui.wording import sentences

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fibre_planner.ui.main_window import MainWindow
    from fibre_planner.ui.printing.dialog import PrintDialog
    from fibre_planner.ui.table.panel import TablePanel

_FILTERS = {"pdf": "PDF (*.pdf)", "png": "PNG (*.png)", "svg": "SVG (*.svg)"}


class PrintFlow(QObject):
    """Prints the map of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ground: PaperGround | None = None

    def ask(self, kind: str = "pdf") -> None:
        """Ask what to print and print it.

        kind: what the dialog begins with: pdf, png or svg.
        """
        source = self.source()
        if source is None:
            return
        dialog_room = importlib.import_module("fibre_planner.ui.printing.dialog")
        dialog: PrintDialog = dialog_room.PrintDialog(source, self._fields(), kind, self._window)
        to_printer: list[bool] = []
        dialog.print_wanted.connect(lambda: to_printer.append(True))
        dialog.preview.broke.connect(self._window.tell_fault)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        if self._ground is not None:
            self._ground.begin()
        choice = dialog.choice() if accepted else None
        dialog.deleteLater()  # else it would hold the scene for as long as the window is there
        if choice is None:
            self._end_ground()
            return
        if to_printer:
            self._print(source, choice)
        else:
            self._save(source, choice)

    def source(self) -> Source | None:
        """Return what there is to print now, None while nothing is open."""
        window = self._window
        project, canvas = window.document.project, window.canvas
        if project is None:
            return None
        selection = window.selection
        return Source(
            canvas.scene,
            canvas.groups - REPLACED_GROUPS if canvas.shows_sketch else canvas.groups,
            canvas.view.box(),
            project,
            window.document.plan,
            (selection.table, selection.ids),
            self._new_ground(),
        )

    def _new_ground(self) -> PaperGround | None:
        """Return the basemap for paper where one is shown on the map."""
        self._end_ground()
        shown = self._window.canvas.basemap
        if shown.is_shown and shown.source is not None:
            self._ground = PaperGround(shown.source, shown.crs, shown.folder, self)
        return self._ground

    def _end_ground(self) -> None:
        if self._ground is not None and self._window.jobs.is_busy:
            self._ground = None  # a job may print with it; it ends with the window
        elif self._ground is not None:
            self._ground.stop()
            self._ground.deleteLater()
            self._ground = None

    def _fields(self) -> Fields:
        window = self._window
        project, plan = window.document.project, window.document.plan
        if project is None:
            return Fields()
        return Fields(
            title=project.name,
            municipality=project.metadata.get("municipality", ""),
            date=QDate.currentDate().toString(Qt.DateFormat.ISODate),
            plan=plan.name if plan else "",
            proof=str(sentences().proof_sentence(plan.summary)) if plan else "",
            sources=project.metadata.get("attribution", "") or window.canvas.note,
        )

    def _save(self, source: Source, choice: Choice) -> None:
        path = self._ask_file(tr("Save map"), choice.fields.title, choice.kind)
        if path is None or not self._may_replace(files_of(path, choice), path):
            return
        self._window.commands.run(
            tr("Print map"),
            lambda report: write_map(source, choice, path, report),
            lambda files: self._tell(files, source.ground.note() if source.ground else ""),
        )

    def _may_replace(self, files: list[Path], asked: Path) -> bool:
        """Ask before files are replaced that the user has not named himself."""
        there = [file for file in files if file != asked and file.exists()]
        if not there:
            return True
        question = ntr(
            "{count} file of this series is there already, such as {file}. Replace it?",
            "{count} files of this series are there already, such as {file}. Replace them?",
            len(there),
        ).format(count=len(there), file=there[0].name)
        answer = QMessageBox.question(self._window, tr("Save map"), question)
        return answer == QMessageBox.StandardButton.Yes

    def _ask_file(self, heading: str, title: str, kind: str) -> Path | None:
        """Ask for the file to write to, None where the user does not want to."""
        suggested = Path(settings.last_folder()) / f"{file_stem(title)}.{kind}"
        name, _ = QFileDialog.getSaveFileName(self._window, heading, str(suggested), _FILTERS[kind])
        if not name:
            return None
        path = Path(name)
        settings.set_last_folder(path.parent)
        return path if path.suffix else path.with_suffix(f".{kind}")

    def ask_table(self, panel: TablePanel) -> None:
        """Ask for a file and print the rows of the attribute table, with the columns it shows."""
        title = title_of(panel.table_name)
        fields, rows = tuple(panel.model.fields), panel.wanted_rows()
        path = self._ask_file(tr("Print table"), title, "pdf")
        if path is not None:
            self.print_table(title, lambda: table_of_fields(title, fields, rows), path)

    def print_table(self, title: str, make: Callable[[], PrintTable], path: Path) -> None:
        """Write a table into a PDF in the background, on paper as it was chosen last.

        make: makes the table; it is called in the background.
        """
        load_paper_types()
        fields = self._fields()
        remembered = settings.print_choice
        fields = Fields(
            **{**vars(fields), "office": remembered("office"), "title": title,
               "author": remembered("author"), "file_number": remembered("file_number")}
        )  # fmt: skip
        paper = Paper(remembered("paper", "A4"), landscape=True)
        self._window.commands.run(
            tr("Print table"),
            lambda report: write_table(make(), paper, fields, path, report),
            lambda files: self._tell(files),
        )

    def _tell(self, files: list[Path], note: str = "") -> None:
        first = files[0]
        text = tr("Saved as {file}.").format(file=first.name)
        if len(files) > 1:
            text = tr("Saved as {count} files, the first one is {file}.").format(
                count=len(files), file=first.name
            )
        self._window.messages.show_message(
            "warning" if note else "success",
            text,
            note,
            button=tr("Open"),
            action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(first))),
        )

    def _print(self, source: Source, choice: Choice) -> None:
        support = importlib.import_module("PySide6.QtPrintSupport")
        if not support.QPrinterInfo.availablePrinterNames():
            self._window.messages.show_message(
                "warning",
                tr("No printer is installed on this computer."),
                tr("Save the map as PDF and print it elsewhere."),
            )
            self._end_ground()
            return
        printer: QPrinter = support.QPrinter(support.QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(choice.fields.title)
        documents.lay(printer, choice.paper)
        asked = support.QPrintDialog(printer, self._window)
        if asked.exec() != QDialog.DialogCode.Accepted:
            return

        def work(report: Report) -> None:
            pages = all_pages(source, choice, part(report, 0.0, 0.2))
            try:
                documents.print_pages(printer, pages, part(report, 0.2, 1.0))
            finally:
                if source.ground is not None:
                    source.ground.rest()

        self._window.commands.run(tr("Print map"), work, lambda _: self._tell_printed(source))

    def _tell_printed(self, source: Source) -> None:
        note = source.ground.note() if source.ground is not None else ""
        kind = "warning" if note else "success"
        self._window.messages.show_message(kind, tr("The map was sent to the printer."), note)
