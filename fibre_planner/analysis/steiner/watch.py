"""The solver works in a thread of its own, so that whoever waits is told and heard all the while.

A compiled kernel may run for a second and cannot be asked to stop. The caller's thread therefore
only waits, reports several times a second, and leaves with the best tree when its time is over.
"""

from __future__ import annotations

import contextvars
import math
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.progress import Cancelled, Enough, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    Better = Callable[[Tree], None]

PAUSE_SECONDS = 0.1
# A kernel under way gets so long to end, in seconds and as a share of the time limit.
PATIENCE_SECONDS = 0.2
PATIENCE = 0.03
# A tree this much cheaper than the one shown before is worth showing, though not at all times.
CLEARLY = 1e-4
SHOW_SECONDS = 0.3


class Watch:
    """What the work tells those who wait for it, and what they tell the work."""

    def __init__(self, seconds: float | None) -> None:
        self.begun = time.perf_counter()
        self.until = None if seconds is None else self.begun + seconds
        self.best: Callable[[], Tree] | None = None
        """Returns the best tree so far; the work sets it once there is one."""
        self.news: SimpleQueue[tuple[float, str] | Tree | BaseException] = SimpleQueue()
        self._stopped_at: float | None = None
        self._cancelled = False

    @property
    def goes_on(self) -> bool:
        """Whether the work has time left; always, where it counts steps in place of time."""
        in_time = self.until is None or time.perf_counter() < self.until
        return in_time and self._stopped_at is None

    @property
    def stopped(self) -> bool:
        """Whether those who wait want the best tree now, or nothing any more."""
        return self._stopped_at is not None

    @property
    def spent(self) -> float:
        """The part of the time limit that is over; 0 where there is none, 1 after a stop."""
        if self.stopped:
            return 1.0
        if self.until is None:
            return 0.0
        return (time.perf_counter() - self.begun) / max(self.until - self.begun, 1e-9)

    @property
    def patience(self) -> float:
        """Seconds from now on after which those who wait should take what there is."""
        now = time.perf_counter()
        if self._stopped_at is not None:
            return self._stopped_at + PATIENCE_SECONDS - now
        if self.until is None:
            return math.inf
        return self.until + PATIENCE * (self.until - self.begun) - now

    def tell(self, fraction: float, message: str) -> None:
        """Tell how far the work has come; raises Cancelled if nobody waits any more."""
        if self._cancelled:
            raise Cancelled
        self.news.put((fraction, message))

    def stop(self) -> None:
        """Ask the work to end at its next step with the best tree."""
        self._stopped_at = time.perf_counter()

    def cancel(self) -> None:
        """Ask the work to end at its next step with nothing."""
        self._stopped_at = time.perf_counter()
        self._cancelled = True


def attend(
    work: Callable[[Watch], Tree], watch: Watch, report: Report, better: Better | None
) -> Tree:
    """Do some work in a thread, pass on its news, and return its tree or the best one in time.

    Raises what the work raises, and what report or better raise, except Enough.
    """

    def run() -> None:
        try:
            watch.news.put(work(watch))
        # Whatever it is, it belongs to the caller.
        except BaseException as error:
            watch.news.put(error)

    within = contextvars.copy_context()
    Thread(target=lambda: within.run(run), name="trench tree").start()
    audience = _Audience(report, better)
    try:
        while True:
            news = _next(watch, audience.last)
            if isinstance(news, Tree):
                return news
            if isinstance(news, BaseException):
                raise news
            if watch.best is not None and watch.patience <= 0.0:
                return watch.best()
            if audience.listens and audience.has_enough(news, watch):
                watch.stop()
    except BaseException:
        watch.cancel()
        raise


def _next(watch: Watch, last: tuple[float, str]) -> tuple[float, str] | Tree | BaseException:
    """Return what the work tells next; while it is silent, what it told last."""
    pause = PAUSE_SECONDS
    if watch.best is not None:
        pause = min(max(watch.patience, 0.001), pause)
    try:
        return watch.news.get(timeout=pause)
    except Empty:
        return last


class _Audience:
    """Those who wait: they hear the news until they have heard enough."""

    def __init__(self, report: Report, better: Better | None) -> None:
        self.report = report
        self.better = better
        self.listens = True
        self.last = (0.0, "")
        self.shown: Tree | None = None
        self.show_from = 0.0

    def has_enough(self, news: tuple[float, str], watch: Watch) -> bool:
        """Pass the news on; returns whether they want to hear no more."""
        self.last = news
        try:
            if news[1]:
                self.report(*news)
            now = time.perf_counter()
            if self.better is not None and watch.best is not None and now >= self.show_from:
                self.show_from = now + SHOW_SECONDS
                self._show(watch.best(), self.better)
        except Enough:
            self.listens = False
        return not self.listens

    def _show(self, tree: Tree, better: Better) -> None:
        if self._is_news(tree):
            self.shown = tree
            better(tree)

    def _is_news(self, tree: Tree) -> bool:
        """Tell whether a tree is clearly better than the last one shown, or first bounded."""
        shown = self.shown
        if shown is None or tree.cost < shown.cost * (1.0 - CLEARLY):
            return True
        return tree.lower_bound > 0.0 and shown.lower_bound == 0.0
