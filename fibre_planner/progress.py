"""How long work tells its progress and learns that it is no longer wanted."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float, str], None]
"""Called with the finished fraction (0 to 1) and a sentence; may raise Cancelled."""


class Cancelled(Exception):
    """Raised by a report callback when the user has cancelled the work."""


def silent(fraction: float, message: str) -> None:
    """Take a progress report and do nothing with it."""


def part(report: Report, start: float, end: float) -> Report:
    """Give a stage its share of a longer progress bar.

    start, end: fractions of the whole between which the stage's own 0 to 1 lies.
    """

    def scaled(fraction: float, message: str) -> None:
        report(start + (end - start) * min(max(fraction, 0.0), 1.0), message)

    return scaled
