"""From the assistant to the new project, and on to what is to follow."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from fibre_planner.ui.assistant.dialog import NewProjectAssistant

if TYPE_CHECKING:
    from fibre_planner.ui.main_window import MainWindow


class NewProjectFlow(QObject):
    """Runs the assistant for one window; the open project stays until the new one is there.

    dialog: the assistant while it is open.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: NewProjectAssistant | None = None

    def ask(self, files: Sequence[Path] = ()) -> None:
        """Open the assistant, with files that are known already on its list."""
        if self.dialog is not None:  # one at a time: its map would go on painting for nobody
            self.dialog.add_files(files)
            return
        window = self._window
        dialog = NewProjectAssistant(window, window.basemap.source)
        dialog.look.broke.connect(window.tell_fault)
        dialog.accepted.connect(self._make)
        dialog.rejected.connect(self.end)
        dialog.add_files(files)
        self.dialog = dialog
        dialog.open()

    def _make(self) -> None:
        """Take what was made; where unsaved work is not to be given up, the assistant stays."""
        dialog = self.dialog
        assert dialog is not None
        trial, way, ruleset_id = dialog.trial, dialog.last.way(), dialog.last.ruleset_id()
        if self._window.closing.unless_unsaved(lambda: self._take(trial, way, ruleset_id)):
            self.end()
        else:
            dialog.open()

    def end(self) -> None:
        """Throw the assistant away, also when the window goes while it is open."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.close_down()
            dialog.deleteLater()

    def _take(self, trial: Any, way: str, ruleset_id: str) -> None:
        """Show the project, and start what is to follow."""
        window = self._window
        window.document.show(trial.project, None, saved=False)
        if way == "look":
            return
        window.commands.judge(ruleset_id, self._plan if way == "plan" else None)

    def _plan(self) -> None:
        project = self._window.document.project
        if project is not None:
            workflow = importlib.import_module("fibre_planner.workflow")
            self._window.commands.plan(workflow.scenario_for(project))
