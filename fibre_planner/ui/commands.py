"""What the commands do: ask what is needed, start the job, take its result into the document."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui import settings
from fibre_planner.ui.dialogs.coverage import CoverageDialog
from fibre_planner.ui.dialogs.reports import ReportsDialog
from fibre_planner.ui.document import Document
from fibre_planner.ui.jobs import Jobs, Work
from fibre_planner.ui.messages import MessageBar
from fibre_planner.ui.sketches import Sketches
from fibre_planner.ui.wording import numbers

if TYPE_CHECKING:
    from fibre_planner.model.scenario import Scenario

OSM_FILTER = "*.osm.pbf *.pbf *.osm *.osm.gz"


def tasks() -> Any:
    """Return the functions of the work; loading them takes a second, so it is left to jobs."""
    return importlib.import_module("fibre_planner.ui.tasks")


def in_job(make: Callable[[], Work]) -> Work:
    """Return work that is looked up only when the job runs, off the window's thread."""
    return lambda report: make()(report)


class Commands:
    """Carries out commands for one window."""

    def __init__(self, document: Document, jobs: Jobs, bar: MessageBar, window: QWidget) -> None:
        self.sketches = Sketches(window)
        self._document = document
        self._jobs = jobs
        self._bar = bar
        self._window = window

    # --- whole projects

    def open_file(self, path: Path) -> None:
        """Load a project file and show it."""

        def done(project: Any) -> None:
            self._document.show(project, path)
            settings.add_recent(path)

        self.run(
            tr("Open {name}").format(name=path.name), in_job(lambda: tasks().open_file(path)), done
        )

    def tell_taken(self, sentence: str) -> None:
        """Say that somebody else has the shown file open."""
        remedy = tr("Look at it here; to change it, save it under another name.")
        self._bar.show_message("note", sentence, remedy)

    def open_recovery(self, recovery: Any, done: Callable[[], None]) -> None:
        """Load work that was kept when the program ended; it stays unsaved."""

        def show(project: Any) -> None:
            self._document.show(project, recovery.original, saved=False)
            done()
            self._bar.show_message(
                "note",
                tr("Unsaved work on “{name}” is restored.").format(name=recovery.name),
                tr("Save it to keep it."),
            )

        work = in_job(lambda: tasks().open_file(recovery.path))
        self.run(tr("Restore unsaved work"), work, show)

    def open_sample(self) -> None:
        """Build the sample town and show it; its plan follows while one looks around."""

        def show(project: Any) -> None:
            self._document.show(project, None)
            work = tasks().standard_plan(project, self.sketches.show, self._document.designs.keep)
            self.run(
                tr("Plan"), work, lambda after: add(project, after), can_finish=True, link="plan"
            )

        def add(project: Any, planned: Any) -> None:
            if self._document.project is project:  # untouched: nothing that asks to be saved
                self._document.show(planned, None, same=True)

        self.run(tr("Sample town"), in_job(lambda: tasks().sample()), show)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the project under its name, or ask for one."""
        if self._document.path is None:
            self.save_as(then)
        else:
            self._save_to(self._document.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a name and save the project."""
        project = self._document.project
        if project is None:
            return
        stem = project.name.replace("/", "-") or tr("project")
        suggested = str(self._document.path or Path(settings.last_folder()) / f"{stem}.gpkg")
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save project"), suggested, tr("Project") + " (*.gpkg)"
        )
        if name:
            path = Path(name)
            settings.set_last_folder(path.parent)
            self._save_to(path if path.suffix else path.with_suffix(".gpkg"), then)

    def _save_to(self, path: Path, then: Callable[[], object] | None) -> None:
        project = self._document.project
        if project is None:
            return

        def done(_: object) -> None:
            self._document.mark_saved(project, path)
            settings.add_recent(path)
            if then is not None:
                then()
            else:
                self._bar.show_message("success", tr("Saved as {file}.").format(file=path.name))

        self.run(tr("Save"), tasks().save_file(project, path), done, link=f"folder:{path.parent}")

    # --- steps of the work

    def import_osm(self) -> None:
        """Ask for an OpenStreetMap file and import it."""
        path = self._ask_file(tr("Import OpenStreetMap"), "OpenStreetMap", OSM_FILTER)
        if path is not None:
            choice = tasks().ImportChoice(path, "osm")
            self.import_files([choice])

    def import_files(self, choices: list[Any]) -> None:
        """Import files into the project as one undo step."""
        project = self._document.project
        names = ", ".join(choice.path.name for choice in choices)

        def done(step: Any) -> None:
            if self.take(tr("Import {file}").format(file=names), project, step.project):
                self._tell_step(step)

        self.run(
            tr("Import {file}").format(file=names),
            tasks().import_files(project, choices),
            done,
            link="findings",
        )

    def coverage(self) -> None:
        """Ask for a rule set and judge every address by it."""
        project = self._document.project
        if project is None:
            return
        dialog = CoverageDialog(project.metadata.get("ruleset", ""), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.judge(dialog.ruleset_id())

    def judge(self, ruleset_id: str, then: Callable[[], object] | None = None) -> None:
        """Judge every address by a rule set, and go on with something else where one wants."""
        project = self._document.project

        def done(after: Any) -> None:
            if self.take(tr("Coverage"), project, after):
                self._bar.show_message("success", tr("Coverage is computed."))
                if then is not None:
                    then()

        self.run(tr("Coverage"), tasks().coverage(project, ruleset_id), done, link="coverage")

    def plan(self, scenario: Scenario) -> None:
        """Design a network for a scenario."""
        project = self._document.project

        def done(after: Any) -> None:
            if self.take(tr("Plan"), project, after):
                self._tell_plan(after.plans[-1].summary)

        keep = self._document.designs.keep
        work = tasks().plan(project, scenario, self.sketches.show, keep=keep)
        self.run(tr("Plan"), work, done, can_finish=True, link="plan")

    def reports(self) -> None:
        """Ask for kinds and folder and write the reports."""
        document = self._document
        folder = document.path.parent if document.path else Path(settings.last_folder())
        dialog = ReportsDialog(folder, document.plan, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        folder = dialog.folder()
        settings.set_last_folder(folder)
        plan_id = document.plan.plan_id if document.plan else None

        def done(files: list[Path]) -> None:
            text = ntr(
                "{count} report is written: {names}.",
                "{count} reports are written: {names}.",
                len(files),
            )
            self._bar.show_message(
                "success",
                text.format(count=len(files), names=", ".join(file.name for file in files)),
                button=tr("Open the folder"),
                action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            )

        work = tasks().reports(document.project, plan_id, folder, dialog.kinds())
        self.run(tr("Reports"), work, done, link=f"folder:{folder}")

    # --- together

    def run(
        self,
        title: str,
        work: Any,
        done: Callable[[Any], None],
        *,
        can_finish: bool = False,
        link: str = "",
    ) -> None:
        """Start a job; say so where another one is running. link: see PastTask."""
        try:
            self._jobs.start(title, work, done, can_finish=can_finish).link = link
        except PlannerError as error:
            self._bar.show_message("warning", error.message, error.remedy)

    def take(self, name: str, before: Any, after: Any) -> bool:
        """Take a result as an undo step; say so where the project has changed meanwhile."""
        if self._document.change(name, before, after):
            return True
        self._bar.show_message(
            "warning",
            tr(
                "The project has changed while “{job}” was running; its result was not taken over."
            ).format(job=name),
            tr("Start it again."),
        )
        return False

    def _tell_step(self, step: Any) -> None:
        write = numbers()
        rejected = int(step.counts.get("rejected", 0))
        project = step.project
        text = tr("The project now has {addresses} addresses and {streets} streets.").format(
            addresses=write.format_number(len(project.addresses)),
            streets=write.format_number(len(project.streets)),
        )
        if rejected:
            text += " " + ntr(
                "{count} row was refused; the reason is kept with it.",
                "{count} rows were refused; the reasons are kept with them.",
                rejected,
            ).format(count=write.format_number(rejected))
        returned = step.returned
        self._bar.show_message(
            "note" if rejected or returned else "success",
            text,
            " ".join(step.notes[:2]),
            button=tr("Delete them again") if returned else "",
            action=(lambda: self._delete_again(returned)) if returned else None,
        )

    def _delete_again(self, returned: Mapping[str, tuple[str, ...]]) -> None:
        """Delete rows that an import has brought back, as one step."""
        from fibre_planner.model.editing import remove_rows

        before = after = self._document.project
        if before is None or after is None or self._jobs.is_busy:
            return
        for table, ids in returned.items():  # a handful of layers
            after = remove_rows(after, table, ids)
        self._document.change(tr("Delete them again"), before, after)

    def _tell_plan(self, summary: Any) -> None:
        write = numbers()
        self._bar.show_message(
            "success",
            tr("The plan connects {connected} of {addresses} addresses for {cost}.").format(
                connected=write.format_number(summary.connected),
                addresses=write.format_number(summary.addresses),
                cost=write.format_money(summary.cost_eur.base),
            ),
        )

    def _ask_file(self, title: str, kind: str, patterns: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, title, settings.last_folder(), f"{kind} ({patterns})"
        )
        if not name:
            return None
        settings.set_last_folder(Path(name).parent)
        return Path(name)
