"""Looks for trouble in the data whenever the project has changed, without being asked."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QObject, Signal

from fibre_planner.language import tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.lull import Lull


class Checker(QObject):
    """Runs the check once the map is painted; a newer project makes an older check pointless.

    Signals: broke(text of a traceback).
    """

    broke = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._job: Job | None = None
        self._again = False
        self.lull = Lull(self._start, self)
        document.project_changed.connect(self.lull.begin)

    def check_again(self) -> None:
        """Check the project once more although it is the same."""
        self._document.forget_findings()
        self.lull.begin()

    def stop(self) -> None:
        """Ask a running check to stop and wait for it."""
        self.lull.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _start(self) -> None:
        project = self._document.project
        if project is None or self._document.is_checked:
            return
        if self._job is not None:
            self._job.cancel()
            self._again = True
            return
        tasks: Any = importlib.import_module("fibre_planner.ui.tasks")
        job = Job(tr("Check"), tasks.check(project), self)
        job.ended.connect(self._end)
        job.succeeded.connect(lambda found: self._document.set_findings(project, found))
        job.broke.connect(self.broke)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def _end(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.lull.begin()
