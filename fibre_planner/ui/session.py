"""What lives as long as the program: the document, its jobs, its check and its autosave."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from fibre_planner.ui.autosave import Autosave
from fibre_planner.ui.checking import Checker
from fibre_planner.ui.document import Document
from fibre_planner.ui.figures import Figures
from fibre_planner.ui.held_file import HeldFile
from fibre_planner.ui.jobs import Jobs
from fibre_planner.ui.task_history import TaskHistory
from fibre_planner.ui.warm_up import WarmUp


class Session:
    """One document with everything that works on it; windows come and go around it."""

    def __init__(self) -> None:
        self.document = Document()
        self.jobs = Jobs()
        self.task_history = TaskHistory(self.jobs)
        self.warm_up = WarmUp()
        self.checker = Checker(self.document)
        self.figures = Figures(self.document)
        self.autosave = Autosave(self.document)
        self.held_file = HeldFile(self.document)

    def recoveries(self) -> Sequence[Any]:
        """Return the unsaved work that was kept when the program ended."""
        workflow: Any = importlib.import_module("fibre_planner.workflow")
        return list(workflow.pending_recoveries())

    def end(self) -> None:
        """Stop all that runs in the background and wait for it."""
        self.document.undo_stack.blockSignals(True)  # its end tells of steps no window can show
        self.jobs.cancel()
        if self.jobs.current is not None:
            self.jobs.current.wait()
        self.warm_up.wait()
        self.checker.stop()
        self.figures.stop()
        self.autosave.stop()
        self.held_file.let_go()
