"""Has the optimiser compiled after the installation, beside the window and never in its way."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from fibre_planner.ui.jobs import Job

_LOOK_MS = 300


class WarmUp(QObject):
    """Watches the process that compiles; it is no job of the document and disturbs none.

    The process outlives the window, so that closing the program loses nothing.

    Signals: changed() when it begins or ends.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_running = False
        self._job: Job | None = None
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._look)

    def begin(self) -> None:
        """Start it if it is needed; looking is work for a thread, as it loads the optimiser."""
        if self._job is not None or self.is_running:
            return
        job = Job("warm-up", lambda _: _workflow().prepare_in_background(), self)
        job.succeeded.connect(self._began)
        job.finished.connect(self._forget_job)
        self._job = job
        job.start()

    def stop(self) -> None:
        """End it; what is compiled is kept, and the next start or plan goes on from there."""
        if self.is_running:
            _workflow().stop_preparing()
            self._look()

    def wait(self) -> None:
        """Wait until nothing of it runs within this program; the process itself goes on."""
        self._watch.stop()
        if self._job is not None:
            self._job.wait()

    def _began(self, is_needed: bool) -> None:
        if is_needed:
            self.is_running = True
            self._watch.start()
            self.changed.emit()

    def _forget_job(self) -> None:
        self._job = None

    def _look(self) -> None:
        if not _workflow().is_preparing():
            self._watch.stop()
            self.is_running = False
            self.changed.emit()


def _workflow() -> Any:
    return importlib.import_module("fibre_planner.workflow")
