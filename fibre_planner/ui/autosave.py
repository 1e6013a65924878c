"""Keeps unsaved work in a recovery file from time to time, and before a fault is shown."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from PySide6.QtCore import QObject, QTimer

from fibre_planner.ui import settings
from fibre_planner.ui.document import Document
from fibre_planner.ui.jobs import Job

_MS_PER_MINUTE = 60_000


class Autosave(QObject):
    """Writes a recovery file of a dirty document in the background."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._job: Job | None = None
        self._kept: Any = None
        self._recovery: Any = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        document.state_changed.connect(self._drop_if_saved)
        self.apply_settings()

    def apply_settings(self) -> None:
        """Take over how often work is kept."""
        minutes = settings.autosave_minutes()
        if minutes:
            self._timer.start(minutes * _MS_PER_MINUTE)
        else:
            self._timer.stop()

    def keep(self) -> Job | None:
        """Write a recovery file unless there is nothing new to keep; return the job doing it."""
        project = self._document.project
        if self._job is not None or project is None or not self._document.is_dirty:
            return None
        if self._kept is project:
            return None
        path = self._document.path
        workflow = importlib.import_module("fibre_planner.workflow")
        job = Job("autosave", lambda _report: workflow.autosave(project, path), self)
        job.ended.connect(self._end)
        job.succeeded.connect(lambda recovery: self._note(project, recovery))
        job.failed.connect(lambda error: logging.getLogger(__name__).warning("%s", error))
        job.broke.connect(logging.getLogger(__name__).warning)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()
        return job

    def keep_now(self) -> bool:
        """Write a recovery file at once; return whether unsaved work is kept."""
        project = self._document.project
        if project is None or not self._document.is_dirty:
            return False
        try:
            workflow = importlib.import_module("fibre_planner.workflow")
            self._note(project, workflow.autosave(project, self._document.path))
        except Exception:  # this is called while another fault is shown
            logging.getLogger(__name__).exception("the recovery file could not be written")
            return False
        return True

    def drop(self) -> None:
        """Delete the recovery file of work that was saved or given up on purpose."""
        recovery, self._recovery, self._kept = self._recovery, None, None
        if recovery is not None:
            importlib.import_module("fibre_planner.workflow").discard_recovery(recovery)

    def adopt(self, recovery: Any) -> None:
        """Take charge of the recovery file that the document was restored from."""
        self._recovery, self._kept = recovery, self._document.project

    def stop(self) -> None:
        """End the timer and wait for a recovery file that is being written."""
        self._timer.stop()
        if self._job is not None:
            self._job.wait()

    def _note(self, project: Any, recovery: Any) -> None:
        self._kept, self._recovery = project, recovery

    def _end(self) -> None:
        self._job = None

    def _drop_if_saved(self) -> None:
        if not self._document.is_dirty:
            self.drop()
