"""What became of the long work of this session: duration, outcome, and where its result is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from fibre_planner.language import mark, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.ui.jobs import Job, Jobs

DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
OUTCOMES = {DONE: mark("done"), FAILED: mark("failed"), CANCELLED: mark("cancelled")}
_MOST = 200


@dataclass(frozen=True)
class PastTask:
    """One piece of work that is over.

    outcome: done, failed or cancelled. sentence: why it failed, else empty.
    link: where its result is: a panel, or “folder:” with a path; empty where there is nothing.
    """

    title: str
    seconds: float
    outcome: str
    sentence: str = ""
    link: str = ""


class TaskHistory(QObject):
    """Follows the jobs of a session; the newest task is the first.

    Signals: changed() after another task is over.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.tasks: list[PastTask] = []
        jobs.started.connect(self._follow)

    def _follow(self, job: Job) -> None:
        job.succeeded.connect(lambda _: self._note(job, DONE))
        job.cancelled.connect(lambda: self._note(job, CANCELLED))
        job.failed.connect(lambda error: self._note(job, FAILED, _sentence(error)))
        job.broke.connect(lambda _: self._note(job, FAILED, tr("The program made a mistake.")))

    def _note(self, job: Job, outcome: str, sentence: str = "") -> None:
        link = job.link if outcome == DONE else ""
        self.tasks.insert(0, PastTask(job.title, job.seconds, outcome, sentence, link))
        del self.tasks[_MOST:]
        self.changed.emit()


def _sentence(error: PlannerError) -> str:
    return f"{error.message} {error.remedy}".strip()


def clock_text(seconds: float) -> str:
    """Return a duration as minutes and seconds, such as 1:05."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def left_text(job: Job) -> str:
    """Return how long a job may still take at its pace so far, empty while that is unknown."""
    if not 0.05 < job.fraction < 1 or job.seconds < 4:
        return ""
    left = job.seconds / job.fraction * (1 - job.fraction)
    if left >= 90:
        return tr("about {minutes} min left").format(minutes=round(left / 60))
    return tr("about {seconds} s left").format(seconds=max(round(left), 1))
