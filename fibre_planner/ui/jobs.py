"""Long work in the background: one job at a time, with progress, cancel and an answer."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Cancelled, Enough, Report

Work = Callable[[Report], Any]

_LEAST_SECONDS_BETWEEN_REPORTS = 0.04
_running: list[_Thread] = []
"""Threads that may still run: one that is deleted meanwhile, with its job, ends the program."""


class _Thread(QThread):
    """Runs a plain function; its signals arrive where the job lives."""

    reported = Signal(float, str)
    returned = Signal(object)
    raised = Signal(object, str)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._told = 0.0
        self.cancel = threading.Event()
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            result = self._work(self._report)
        except BaseException as error:  # must reach the window, whatever it is
            self.raised.emit(error, traceback.format_exc())
        else:
            self.returned.emit(result)

    def _report(self, fraction: float, message: str) -> None:
        if self.cancel.is_set():
            raise Cancelled
        if self.enough.is_set():
            raise Enough
        now = time.monotonic()
        if fraction >= 1.0 or now - self._told >= _LEAST_SECONDS_BETWEEN_REPORTS:
            self._told = now
            self.reported.emit(float(fraction), message)


class Job(QObject):
    """One piece of long work; create it, connect its signals, then start it.

    can_finish: the work improves step by step and takes Enough as the end of its time.
    link: where its result will be, see PastTask.

    Signals, all on the thread the job was made in: progressed(fraction, sentence); ended() when
    the thread is at its end; then exactly one of succeeded(result), failed(PlannerError),
    broke(text of a traceback), cancelled(); and last finished().
    """

    progressed = Signal(float, str)
    ended = Signal()
    succeeded = Signal(object)
    failed = Signal(object)
    broke = Signal(str)
    cancelled = Signal()
    finished = Signal()

    def __init__(
        self, title: str, work: Work, parent: QObject | None = None, *, can_finish: bool = False
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.can_finish = can_finish
        self.link = ""
        self.fraction = 0.0
        self.message = ""
        self.started = 0.0
        self._thread = _Thread(work)
        self._thread.setObjectName(f"job: {title}")
        self._outcome: Callable[[], None] = lambda: None
        self._thread.reported.connect(self._take_report)
        self._thread.returned.connect(self._take_result)
        self._thread.raised.connect(self._take_error)
        self._thread.finished.connect(self._end)

    def start(self) -> None:
        """Begin the work."""
        self.started = time.monotonic()
        _running[:] = [thread for thread in _running if not thread.isFinished()]
        _running.append(self._thread)
        self._thread.start()

    @property
    def is_cancelling(self) -> bool:
        """Return whether the work was asked to stop."""
        return self._thread.cancel.is_set()

    @property
    def seconds(self) -> float:
        """Return the time since the start."""
        return time.monotonic() - self.started if self.started else 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._thread.cancel.set()

    @property
    def is_finishing(self) -> bool:
        """Return whether the work was asked to finish with what it has."""
        return self._thread.enough.is_set()

    def finish_now(self) -> None:
        """Ask the work to search no further and to finish with the best it has found."""
        if self.can_finish:
            self._thread.enough.set()

    def wait(self) -> None:
        """Wait until the thread has ended."""
        self._thread.wait()

    def _take_report(self, fraction: float, message: str) -> None:
        self.fraction, self.message = fraction, message
        self.progressed.emit(fraction, message)

    def _take_result(self, result: object) -> None:
        self._outcome = lambda: self.succeeded.emit(result)

    def _take_error(self, error: BaseException, text: str) -> None:
        if isinstance(error, Cancelled):
            self._outcome = self.cancelled.emit
        elif isinstance(error, PlannerError):
            self._outcome = lambda: self.failed.emit(error)
        else:
            self._outcome = lambda: self.broke.emit(text)

    def _end(self) -> None:
        """Tell the outcome when the thread is at its end, so that a next job may start at once."""
        self._thread.wait()
        _running[:] = [thread for thread in _running if thread is not self._thread]
        self.ended.emit()
        outcome, self._outcome = self._outcome, lambda: None
        try:
            outcome()
        finally:
            self.finished.emit()


class Jobs(QObject):
    """Lets one job at a time change the project.

    Signals: started(Job); finished(Job) before its outcome is told; cancelled(title);
    failed(PlannerError, title); broke(text of a traceback).
    """

    started = Signal(object)
    finished = Signal(object)
    cancelled = Signal(str)
    failed = Signal(object, str)
    broke = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.current: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Return whether a job is running."""
        return self.current is not None

    def start(
        self, title: str, work: Work, done: Callable[[Any], None], *, can_finish: bool = False
    ) -> Job:
        """Run a function in the background and hand its result to `done` in the window's thread.

        can_finish: see Job. Raises PlannerError while another job is running.
        """
        if self.current is not None:
            raise PlannerError(
                tr("“{job}” is still running.").format(job=self.current.title),
                tr("Wait until it is done, or cancel it."),
            )
        job = Job(title, work, self, can_finish=can_finish)
        job.ended.connect(self._end)
        job.succeeded.connect(done)
        job.failed.connect(lambda error: self.failed.emit(error, title))
        job.broke.connect(self.broke)
        job.cancelled.connect(lambda: self.cancelled.emit(title))
        job.finished.connect(job.deleteLater)
        self.current = job
        self.started.emit(job)
        job.start()
        return job

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self.current is not None:
            self.current.cancel()

    def finish_now(self) -> None:
        """Ask the running job to finish with the best it has found."""
        if self.current is not None:
            self.current.finish_now()

    def _end(self) -> None:
        job, self.current = self.current, None
        self.finished.emit(job)
