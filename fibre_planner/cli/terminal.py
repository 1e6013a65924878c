"""What the terminal shows beside a command's result, and whether there is a screen at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from io import TextIOWrapper
from typing import Any

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.progress import Report

_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


def say(text: str) -> None:
    """Write a line to stderr, so that stdout carries the result alone."""
    sys.stderr.write(text + "\n")


def as_json(values: Mapping[str, Any]) -> str:
    """Return values as one line of JSON that any terminal or file can take as it is."""
    unicode = (sys.stdout.encoding or "").lower() in ("utf-8", "utf8")
    return json.dumps(values, ensure_ascii=not unicode)


def print_result(text: str) -> None:
    """Write a command's result to stdout; signs that the terminal does not know are spelled out.

    Raises PlannerError where it cannot be written, and nothing where the reader has gone.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)  # noqa: T201  # the command's result
    except BrokenPipeError:
        _silence_stdout()
    except OSError as error:
        _silence_stdout()
        raise PlannerError(
            tr("The result could not be written: {reason}.").format(reason=error.strerror),
            tr("The work itself is done and saved; write the result somewhere else."),
        ) from error


def _silence_stdout() -> None:
    """Keep Python from writing what is left at its end, which would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def lacks_screen() -> bool:
    """Return whether it is certain without asking Qt that no window can be opened here."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in names)


def has_screen() -> bool:
    """Return whether a window can be opened here.

    Asked in a process of its own, because Qt ends the process that has no display.
    """
    if lacks_screen():
        return False
    found = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, check=False)
    return found.returncode == 0


def progress_line(seconds_between: float = 0.1) -> Report:
    """Return a report that shows progress on stderr: one changing line, or a few lines in a log.

    seconds_between: least time between two lines of a terminal.
    """
    terminal = sys.stderr.isatty()
    last_twentieth = -1
    last_time = 0.0

    def show(fraction: float, message: str) -> None:
        nonlocal last_twentieth, last_time
        if terminal:
            now = time.monotonic()
            if now - last_time >= seconds_between or fraction >= 1.0:
                last_time = now
                end = "\n" if fraction >= 1.0 else ""
                sys.stderr.write(f"\r\x1b[K{fraction:4.0%}  {message}{end}")
                sys.stderr.flush()
        elif int(fraction * 20) != last_twentieth:
            last_twentieth = int(fraction * 20)
            say(f"{fraction:4.0%}  {message}")

    return show
