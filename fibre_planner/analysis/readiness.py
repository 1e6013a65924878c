"""Kernels are compiled once after the installation, by one process at a time.

A window has this done by a process of its own: compiling in one of its threads holds the
interpreter lock for half a second at a time, in which the window stands still (measured: 17 times
over 100 ms, the longest 520 ms; beside a process of its own 15 ms at most).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import fibre_planner
from fibre_planner.analysis import compiled, warming
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent, steady

LOWER_PRIORITY = 10
_PAUSE_SECONDS = 0.2
_TURN = "turn"

_helper: subprocess.Popen[bytes] | None = None
_beginning = threading.Lock()


def is_ready() -> bool:
    """Tell whether all kernels are compiled, so that the optimiser starts at once."""
    return warming.is_warm()


def make_ready(
    report: Report = silent, compile_all: Callable[[Report], None] | None = None
) -> None:
    """Compile all kernels unless they are; where another process is at it, wait for it.

    compile_all: what compiles them, by default warm_up. report may raise Cancelled.
    """
    if is_ready():
        return
    report = steady(report)  # half an optimiser is none
    while is_preparing() and not is_ready():
        _wait(report)
    with _turn(report):
        if not is_ready():
            (compile_all or warming.warm_up)(report)


def prepare_in_background(call: Sequence[str] | None = None) -> bool:
    """Have the kernels compiled by a process of its own; return whether one is at it.

    The process has low priority and outlives this one. What it has compiled is kept function by
    function, so that nothing is lost where it is stopped. call: the program to start, by default
    this one with the command `prepare`.
    """
    global _helper
    if is_ready():
        return False
    with _beginning:
        if not is_preparing():
            try:
                _helper = _start(call or _own_call())
            except OSError:
                # No process can be started: the first plan compiles for itself.
                return False
    return True


def is_preparing() -> bool:
    """Tell whether the process begun by prepare_in_background is still at work."""
    return _helper is not None and _helper.poll() is None


def stop_preparing() -> None:
    """End the process begun by prepare_in_background; what it has compiled is kept."""
    if _helper is not None and _helper.poll() is None:
        _helper.terminate()
        _helper.wait()


def lower_priority() -> None:
    """Let all other programs go first from now on, where the system knows of that."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(LOWER_PRIORITY)


def _own_call() -> list[str]:
    """Return how this program is started with the command that compiles all kernels."""
    # A program that was packed into one file is its own interpreter.
    way = [] if getattr(sys, "frozen", False) else ["-m", "fibre_planner"]
    return [sys.executable, *way, "prepare", "--background"]


def _start(call: Sequence[str]) -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        call,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=flags,
        # The end of the terminal or an interrupt there is not meant for it.
        start_new_session=True,
    )


def _environment() -> Mapping[str, str]:
    """Return the environment in which the same package is found, from wherever it is run."""
    home = str(Path(fibre_planner.__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home}


def _wait(report: Report) -> None:
    report(0.0, tr("The optimiser is being prepared, once after the installation …"))
    threading.Event().wait(_PAUSE_SECONDS)


@contextmanager
def _turn(report: Report) -> Iterator[None]:
    """Hold the right to compile, which the system takes back when a process ends.

    Where no folder can be written to nobody else's work could be used, so nobody waits.
    """
    try:
        compiled.FOLDER.mkdir(parents=True, exist_ok=True)
        stream = (compiled.FOLDER / _TURN).open("ab")
    except OSError:
        yield
        return
    with stream:
        while not _take(stream):
            _wait(report)
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[bytes]) -> bool:
        """Take the lock of an open file for as long as it is open, if it is free."""
        try:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(stream: IO[bytes]) -> bool:
        """Take the lock of an open file for as long as it is open, if it is free."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: two may compile the same, which costs time only.
            return True
        return True
