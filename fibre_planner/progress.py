"""How long work tells its progress and learns that it is no longer wanted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

Report = Callable[[float, str], None]
"""Called with the finished fraction (0 to 1) and a sentence; may raise Cancelled or Enough."""


class Cancelled(Exception):
    """Raised by a report callback when the user has cancelled the work."""


class Enough(Exception):
    """Raised by a report callback when the user has seen enough: finish with what there is.

    Work that improves step by step takes it as the end of its time: it returns the best result
    so far with what is proven about it, and asks no more. It never leaves such work.
    """


def silent(fraction: float, message: str) -> None:
    """Take a progress report and do nothing with it."""


def part(report: Report, start: float, end: float) -> Report:
    """Give a stage its share of a longer progress bar.

    start, end: fractions of the whole between which the stage's own 0 to 1 lies.
    """

    def scaled(fraction: float, message: str) -> None:
        report(start + (end - start) * min(max(fraction, 0.0), 1.0), message)

    return scaled


@dataclass
class Watched:
    """A report that remembers whether somebody had enough, and says so again from then on."""

    report: Report
    stopped: bool = False

    def __call__(self, fraction: float, message: str) -> None:
        """Tell the progress. May raise Cancelled or Enough."""
        if self.stopped:
            steady(self.report)(fraction, message)
            raise Enough
        try:
            self.report(fraction, message)
        except Enough:
            self.stopped = True
            raise


def steady(report: Report) -> Report:
    """Return a report for work that cannot be finished early: it keeps Enough back."""

    def told(fraction: float, message: str) -> None:
        with suppress(Enough):
            report(fraction, message)

    return told
