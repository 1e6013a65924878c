"""The main window: map in the middle, panels around it, one document, one job at a time."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fibre_planner.language import tr
from fibre_planner.ui import actions as action_table
from fibre_planner.ui import settings, theme
from fibre_planner.ui.basemap_flow import BasemapFlow
from fibre_planner.ui.budget_flow import BudgetFlow
from fibre_planner.ui.closing import Closing
from fibre_planner.ui.commands import Commands
from fibre_planner.ui.comparison_flow import ComparisonFlow
from fibre_planner.ui.dialogs.import_file import ImportDialog
from fibre_planner.ui.dialogs.preferences import PreferencesDialog
from fibre_planner.ui.drawing_flow import DrawingFlow
from fibre_planner.ui.dropping import Dropping
from fibre_planner.ui.glance_link import GlanceLink
from fibre_planner.ui.manual.flow import HelpFlow
from fibre_planner.ui.map.frame import MapFrame
from fibre_planner.ui.map_link import MapLink
from fibre_planner.ui.map_tools import MapTools
from fibre_planner.ui.mending import Mending
from fibre_planner.ui.menus import build_menus
from fibre_planner.ui.messages import FaultDialog, MessageBar
from fibre_planner.ui.new_project_flow import NewProjectFlow
from fibre_planner.ui.node_move_flow import NodeMoveFlow
from fibre_planner.ui.palette.flow import PaletteFlow
from fibre_planner.ui.panels.budget_panel import BudgetPanel
from fibre_planner.ui.panels.charts_panel import ChartsPanel
from fibre_planner.ui.panels.comparison_panel import ComparisonPanel, why_not
from fibre_planner.ui.panels.coverage_panel import CoveragePanel
from fibre_planner.ui.panels.docks import make_docks
from fibre_planner.ui.panels.findings_panel import FindingsPanel
from fibre_planner.ui.panels.inspector import Inspector
from fibre_planner.ui.panels.layers_panel import LayersPanel
from fibre_planner.ui.panels.plan_panel import PlanPanel
from fibre_planner.ui.panels.start_page import StartPage
from fibre_planner.ui.panels.task_strip import TaskStrip, sketch_hint
from fibre_planner.ui.plan_flow import PlanFlow
from fibre_planner.ui.printing.flow import PrintFlow
from fibre_planner.ui.reroute_flow import RerouteFlow
from fibre_planner.ui.selection import Selection
from fibre_planner.ui.selection_link import SelectionLink
from fibre_planner.ui.side_by_side import SideBySide
from fibre_planner.ui.swipe import Swipe
from fibre_planner.ui.table.panel import TablePanel
from fibre_planner.ui.table_link import TableLink
from fibre_planner.ui.task_list_flow import TaskListFlow
from fibre_planner.ui.what_if import WhatIf
from fibre_planner.ui.wish_flow import WishFlow
from fibre_planner.ui.workspaces import Workspaces

if TYPE_CHECKING:
    from fibre_planner.model.errors import PlannerError
    from fibre_planner.model.sketch import Sketch
    from fibre_planner.ui.session import Session


class MainWindow(QMainWindow):
    """Shows one session: its document on the map and in panels.

    Signals: restyle_wanted() when language or colours have changed and a new window is due.
    """

    restyle_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.document = session.document
        self.jobs = session.jobs
        self.selection = Selection(self)
        self._hidden_docks: frozenset[str] = frozenset()
        self.messages = MessageBar()
        self.start_page = StartPage()
        self.map_frame = MapFrame()
        self.canvas = self.map_frame.canvas
        self._make_panels()
        self.task_strip = TaskStrip(self.jobs, session.warm_up)
        self.commands = Commands(self.document, self.jobs, self.messages, self)
        self._make_pages()
        self.plan_flow = PlanFlow(self)
        self.budget_flow = BudgetFlow(self)
        self.comparison = ComparisonFlow(self)
        self.what_if = WhatIf(self)
        self.print_flow = PrintFlow(self)
        self.closing = Closing(self)
        self.new_project_flow = NewProjectFlow(self)
        self.dropping = Dropping(self)
        self.mending = Mending(self)
        self.task_list = TaskListFlow(self)
        self.basemap = BasemapFlow(self)
        self.selection_link = SelectionLink(self)
        self.drawing = DrawingFlow(self)
        self.wishes = WishFlow(self)
        self.rerouting = RerouteFlow(self)
        self.moving = NodeMoveFlow(self)
        self.map_tools = MapTools(self)
        self.table_link = TableLink(self)
        self.workspaces = Workspaces(self)
        self.palette_flow = PaletteFlow(self)
        self.help_flow = HelpFlow(self)
        self.swipe = Swipe(self)
        self.actions_by_name = build_menus(self)
        self.setStatusBar(self.task_strip)
        self.map_link = MapLink(self)
        self.side_by_side = SideBySide(self)
        self.basemap.connect()
        self._connect()
        self._restore_state()
        self._show_document()

    # --- building

    def _make_panels(self) -> None:
        self.layers_panel = LayersPanel()
        self.plan_panel = PlanPanel(self.document)
        self.coverage_panel = CoveragePanel(self.document)
        self.findings_panel = FindingsPanel(self.document)
        self.budget_panel = BudgetPanel(self.document)
        self.charts_panel = ChartsPanel()
        self.comparison_panel = ComparisonPanel()
        self.inspector = Inspector()
        self.table = TablePanel(self.document, self.selection, lambda: self.map_link.known())
        self.docks = make_docks(
            self,
            {
                "layers": (tr("Layers"), self.layers_panel),
                "plan": (tr("Plan"), self.plan_panel),
                "coverage": (tr("Coverage"), self.coverage_panel),
                "findings": (tr("Findings"), self.findings_panel),
                "inspector": (tr("Details"), self.inspector),
                "budget": (tr("Budget"), self.budget_panel),
                "charts": (tr("Charts"), self.charts_panel),
                "comparison": (tr("Comparison"), self.comparison_panel),
                "table": (tr("Table"), self.table),
            },
        )

    def _make_pages(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.map_views = QSplitter()
        self.map_views.setChildrenCollapsible(False)
        self.map_views.addWidget(self.map_frame)
        self.pages.addWidget(self.map_views)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.glance_link = GlanceLink(self)
        self.session.held_file.taken.connect(self.commands.tell_taken)
        document, page = self.document, self.start_page
        document.project_changed.connect(self._show_document)
        document.state_changed.connect(self._show_title)
        document.undo_stack.indexChanged.connect(self._show_undo)
        self.commands.sketches.arrived.connect(self._show_sketch)
        self.jobs.started.connect(self._enable)
        self.jobs.finished.connect(self._enable)
        self.jobs.finished.connect(self._end_sketch)
        self.jobs.failed.connect(self._tell_failure)
        self.jobs.cancelled.connect(self._tell_cancel)
        self.jobs.broke.connect(self.tell_fault)
        self.session.checker.broke.connect(self.tell_fault)
        self.canvas.failed.connect(self.tell_fault)
        page.sample_wanted.connect(self.commands.open_sample)
        page.new_wanted.connect(lambda: self.new_project())
        page.open_wanted.connect(self.open_project)
        page.file_wanted.connect(self.open_path)
        page.recovery_wanted.connect(self._restore)
        page.recovery_refused.connect(self._discard)
        self.plan_panel.plan_wanted.connect(self.plan_flow.ask)
        self.coverage_panel.coverage_wanted.connect(self.commands.coverage)

    # --- showing the state

    def _show_document(self) -> None:
        there = self.document.project is not None
        if not there:
            self.selection.clear()
        if not there and self.pages.currentIndex() == 1:
            self._hidden_docks = self._closed_docks()
        if there != (self.pages.currentIndex() == 1) or not there:
            for dock in self.docks.values():
                dock.setVisible(there and dock.objectName() not in self._hidden_docks)
        self.pages.setCurrentIndex(1 if there else 0)
        if not there:
            self.start_page.show_recent()
        self.map_tools.show_document()
        self._enable()
        self._show_title()
        self._show_undo()

    def _show_title(self) -> None:
        project, path = self.document.project, self.document.path
        if project is None:
            self.setWindowTitle("Fibre Planner")
        else:
            name = f"{project.name} ({path.name})" if path else project.name
            self.setWindowTitle(f"{name}[*] – Fibre Planner")
        self.setWindowModified(self.document.is_dirty)
        self._enable()

    def _enable(self, *_: object) -> None:
        project = self.document.project
        there = {
            "project": project is not None,
            "addresses": project is not None and not project.addresses.empty,
            "plan": self.document.plan is not None,
            "plans": project is not None and len(project.plans) > 1,
            "idle": not self.jobs.is_busy,
            "busy": self.jobs.is_busy,
            "finishable": self.jobs.current is not None and self.jobs.current.can_finish,
        }
        action_table.enable(
            self.actions_by_name, frozenset(name for name, yes in there.items() if yes)
        )
        action_table.explain(
            self.actions_by_name["compare"], why_not(len(project.plans) if project else 0)
        )
        self._show_undo()

    def _show_undo(self) -> None:
        stack = self.document.undo_stack
        nothing = tr("There is no such step.")
        for name, possible, step, plain, verb in (
            ("undo", stack.canUndo(), stack.undoText(), tr("Undo"), tr("Undo {step}")),
            ("redo", stack.canRedo(), stack.redoText(), tr("Redo"), tr("Redo {step}")),
        ):
            action = self.actions_by_name[name]
            action.setEnabled(possible)
            action.setProperty("reason", "" if possible else nothing)
            action.setText(verb.format(step=step).replace("&", "&&") if step else plain)
            action.setToolTip(action.text())

    def _show_sketch(self, sketch: Sketch) -> None:
        if self.jobs.is_busy:
            self.canvas.show_sketch(sketch)
            self.task_strip.show_sketch(sketch)
            self.map_frame.show_hint(sketch_hint(sketch))

    def _end_sketch(self, _job: object) -> None:
        self.commands.sketches.forget()
        if self.canvas.shows_sketch:
            self.canvas.show_sketch(None)
            self.map_frame.show_hint("")

    def tell_fault(self, details: str) -> None:
        """Say that the program made a mistake, after keeping unsaved work."""
        kept = (
            tr("Unsaved work was kept in a recovery file.")
            if self.session.autosave.keep_now()
            else ""
        )
        FaultDialog(details, kept, self).open()

    def _tell_failure(self, error: PlannerError, _title: str) -> None:
        self.messages.show_message("error", error.message, error.remedy)

    def _tell_cancel(self, title: str) -> None:
        self.messages.show_message(
            "note", tr("“{job}” was cancelled; the project is as it was.").format(job=title)
        )

    # --- commands with a question of their own

    def new_project(self, files: Sequence[Path] = ()) -> None:
        """Ask for files and make a project of them; some may be known already."""
        self.new_project_flow.ask(files)

    def open_project(self) -> None:
        """Ask for a project file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Open project"), settings.last_folder(), tr("Project") + " (*.gpkg)"
        )
        if name:
            settings.set_last_folder(Path(name).parent)
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a project file, after asking about unsaved work."""
        self.closing.unless_unsaved(lambda: self.commands.open_file(path))

    def import_file(self) -> None:
        """Ask for a file and how to read it, and import it."""
        dialog = ImportDialog(self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.commands.import_files([dialog.choice()])

    def import_these(self, files: Sequence[Path]) -> None:
        """Ask of each file how to read it, and import them as one step."""
        choices = []
        for file in files:  # a dialog each
            dialog = ImportDialog(self)
            dialog.look_at(file)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                choices.append(dialog.choice())
        if choices:
            self.commands.import_files(choices)

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

    def ask_preferences(self) -> None:
        """Ask for the settings of the program and take them over."""
        dialog = PreferencesDialog(self)
        before = settings.appearance()
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        dialog.keep()
        self.session.autosave.apply_settings()
        self.basemap.take_settings()
        if settings.appearance() != before:
            self._restyle()

    def change_language(self, code: str) -> None:
        """Speak another language from now on."""
        if code != settings.language():
            settings.set_language(code)
            self._restyle()

    def _restyle(self) -> None:
        if self.jobs.is_busy:
            self.messages.show_message("note", tr("The change shows when the work is done."))
        self.restyle_wanted.emit()

    def _restore(self, recovery: Any) -> None:
        def done() -> None:
            self.session.autosave.adopt(recovery)
            self.start_page.show_recoveries([])

        self.commands.open_recovery(recovery, done)

    def _discard(self, recovery: Any) -> None:
        importlib.import_module("fibre_planner.workflow").discard_recovery(recovery)
        self.start_page.show_recoveries(self.session.recoveries())

    # --- closing

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closing.allows(event):
            self.keep_state()
            self.close_down()

    def close_down(self) -> None:
        """End all maps of the window, their painting, and what else works beside it."""
        self.new_project_flow.end()
        self.palette_flow.end()
        self.side_by_side.close()
        self.swipe.close()
        self.canvas.close_down()

    def keep_state(self) -> None:
        """Remember size and panels, which are all hidden while nothing is open."""
        if self.document.project is not None:
            settings.set_window_geometry(self.saveGeometry())
            self.workspaces.keep()

    def _restore_state(self) -> None:
        known = settings.window_geometry()
        if known is None:
            self.resize(1500, 940)
        else:
            self.restoreGeometry(known)
        self.workspaces.show(with_groups=False)
        self._hidden_docks = self._closed_docks()

    def _closed_docks(self) -> frozenset[str]:
        """Return the panels the user has closed."""
        return frozenset(name for name, dock in self.docks.items() if dock.isHidden())

    def apply_theme(self) -> None:
        """Take over the colours that are set."""
        self.canvas.set_look(theme.map_look(settings.theme()))
