"""Figures of the coverage for lists and charts, made in the background whenever it has changed."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtCore import QObject, Signal

from fibre_planner.language import tr
from fibre_planner.ui.document import Document
from fibre_planner.ui.jobs import Job
from fibre_planner.ui.lull import Lull


class Figures(QObject):
    """Holds the figures of the newest coverage that are known.

    found: the result of tasks.figures, None while nothing is known or nothing is covered.

    Signals: changed() when found is another; broke(text of a traceback).
    """

    changed = Signal()
    broke = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._job: Job | None = None
        self._of: tuple[Any, ...] = ()
        self.found: Any = None
        self.lull = Lull(self._start, self)
        document.project_changed.connect(self.lull.begin)

    @property
    def is_current(self) -> bool:
        """Return whether the figures are those of the project that is shown."""
        return _same(self._of, self._wanted()) and self._job is None

    def stop(self) -> None:
        """Ask for no more figures, and wait for those that are being made."""
        self.lull.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait()

    def _wanted(self) -> tuple[Any, ...]:
        project = self._document.project
        if project is None or project.coverage.empty:
            return ()
        return project.addresses, project.coverage

    def _start(self) -> None:
        wanted, project = self._wanted(), self._document.project
        if self._job is not None or _same(self._of, wanted):
            return
        if not wanted or project is None:
            self._take((), None)
            return
        tasks: Any = importlib.import_module("fibre_planner.ui.tasks")
        job = Job(tr("Figures"), tasks.figures(project), self)
        job.ended.connect(self._end)
        job.succeeded.connect(lambda found: self._take(wanted, found))
        job.broke.connect(self.broke)
        job.finished.connect(job.deleteLater)
        self._job = job
        job.start()

    def _take(self, of: tuple[Any, ...], found: Any) -> None:
        self._of, self.found = of, found
        self.changed.emit()

    def _end(self) -> None:
        self._job = None
        self.lull.begin()  # the project may be another one by now


def _same(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))
