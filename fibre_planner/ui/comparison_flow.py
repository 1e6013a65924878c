"""Comparing two plans in the window: choosing them, the job, the map and the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from fibre_planner.language import tr
from fibre_planner.ui import settings
from fibre_planner.ui.commands import in_job, tasks
from fibre_planner.ui.map.picking import Hit

if TYPE_CHECKING:
    from fibre_planner.model.comparison import Comparison
    from fibre_planner.model.project import Project
    from fibre_planner.ui.main_window import MainWindow

_AROUND_M = 30.0
_WIDTH_PX = 470


class ComparisonFlow(QObject):
    """Holds the comparison that is shown, None while none is.

    Signals: changed() when another comparison, or none, is shown; section_shown(id) when a
    stretch of trench is marked on the map.
    """

    changed = Signal()
    section_shown = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.comparison_panel
        self.found: Comparison | None = None
        self._panel.plans_chosen.connect(self.compare)
        self._panel.row_wanted.connect(self._show_row)
        self._panel.workbook_wanted.connect(self._write_workbook)
        self._panel.end_wanted.connect(self._leave)
        window.document.project_changed.connect(self._follow)

    def ask(self) -> None:
        """Bring the panel to the front and compare the plan that is shown with the one before."""
        self._bring_forward()
        project, shown = self._window.document.project, self._window.document.plan
        if project is None or shown is None or len(project.plans) < 2:
            return
        ids = [plan.plan_id for plan in project.plans]
        after = max(ids.index(shown.plan_id), 1)
        self.compare(ids[after - 1], ids[after])

    def _bring_forward(self) -> None:
        """Show the panel, wide enough for its tables."""
        self._window.show_panel("comparison")
        dock = self._window.docks["comparison"]
        if not dock.isFloating() and dock.width() < _WIDTH_PX:
            self._window.resizeDocks([dock], [_WIDTH_PX], Qt.Orientation.Horizontal)

    def compare(self, one_id: str, other_id: str) -> None:
        """Compare two plans of the project and show what differs."""
        project = self._window.document.project
        if project is None:
            return
        work = in_job(lambda: tasks().compare(project, one_id, other_id))
        self._window.commands.run(
            tr("Compare plans"), work, lambda found: self._take(project, found)
        )

    def _take(self, project: Project, found: Comparison) -> None:
        if self._window.document.project is project:
            self.show(found)

    def show(self, found: Comparison) -> None:
        """Show a comparison in panel and map."""
        self.found = found
        project = self._window.document.project
        assert project is not None
        self._panel.show_comparison(project, found)
        self._bring_forward()
        self.changed.emit()

    def _leave(self) -> None:
        self.end()
        self._window.docks["comparison"].hide()
        self._window.show_panel("plan")

    def end(self) -> None:
        """Show one plan again."""
        shown, self.found = self.found, None
        self._panel.show_plans(self._window.document.project)
        if shown is not None:
            self._window.canvas.select(())
            self.changed.emit()

    def _follow(self) -> None:
        """Keep the comparison while both plans are there, else end it."""
        project = self._window.document.project
        plans = project.plans if project else ()
        found = self.found
        if found is not None and all(
            any(plan is kept for kept in plans) for plan in (found.one, found.other)
        ):
            self._panel.list_plans(plans)
            return
        self.end()

    def _show_row(self, kind: str, row_id: str) -> None:
        """Bring what a row of the panel is about onto the map."""
        found, canvas = self.found, self._window.canvas
        project = self._window.document.project
        if found is None or project is None:
            return
        if kind == "sections":
            shape = found.sections.geometry[found.sections["section_id"] == row_id]
            canvas.select((Hit("comparison", "comparison", row_id, 0.0),))
            self.section_shown.emit(row_id)
        elif kind == "nodes":
            shape = found.nodes.geometry[found.nodes["node_id"] == row_id]
        else:
            shape = project.addresses.geometry[project.addresses["address_id"] == row_id]
        west, south, east, north = shape.total_bounds.tolist()
        if west != west:  # NaN: the row has no place
            return
        if kind != "sections":
            canvas.target = (west, south)
        canvas.show_box((west - _AROUND_M, south - _AROUND_M, east + _AROUND_M, north + _AROUND_M))

    def _write_workbook(self) -> None:
        """Ask for a file and write the comparison into it."""
        project, found = self._window.document.project, self.found
        if project is None or found is None:
            return
        suggested = Path(settings.last_folder()) / f"{project.name}-{tr('comparison')}.xlsx"
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Write the comparison"), str(suggested), tr("Workbook") + " (*.xlsx)"
        )
        if not name:
            return
        settings.set_last_folder(Path(name).parent)

        def done(path: Path) -> None:
            self._window.messages.show_message(
                "success",
                tr("The comparison is written as {file}.").format(file=path.name),
                button=tr("Open the folder"),
                action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
            )

        work = in_job(lambda: tasks().write_comparison(project, found, Path(name)))
        self._window.commands.run(tr("Write the comparison"), work, done)
