"""How soon the window is usable and a project is open: warm caches, processes of their own.

    python -m benchmarks.window [--project FILE] [--rounds N]

The start is timed from the birth of the process to the first painted window that takes input;
the opening from the command to the project with its map painted. Beside the wall clock
stands the time this process was given, which says more on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.machine import describe

_START = """
import time
from fibre_planner.ui.application import Program, make_application
app = make_application([])
window = Program(app)
shown = window.show_window()
app.processEvents()
print(time.process_time())
import os
os._exit(0)
"""

_OPEN = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from fibre_planner.ui.application import Program, make_application
app = make_application([])
program = Program(app)
window = program.show_window()
program.session.recoveries()
app.processEvents()
wall, given = time.perf_counter(), time.process_time()
window.commands.open_file(Path(sys.argv[1]))
while window.document.project is None or not window.canvas.is_idle():
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
print(time.perf_counter() - wall, time.process_time() - given)
os._exit(0)
"""


def _run(code: str, *arguments: str) -> list[float]:
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=surroundings,
    )
    return [float(word) for word in done.stdout.split()]


def measure_start(rounds: int) -> None:
    """Print how long the way to the first window takes, the first round left out."""
    walls, given = [], []
    for _ in range(rounds + 1):  # the first round warms the caches
        begun = time.perf_counter()
        (used,) = _run(_START)
        walls.append(time.perf_counter() - begun)
        given.append(used)
    print(
        f"first window: {statistics.median(walls[1:]):.2f} s wall,"
        f" {statistics.median(given[1:]):.2f} s of the processor"
    )


def measure_opening(project: Path, rounds: int) -> None:
    """Print how long opening a project takes, until its map is painted."""
    figures = [_run(_OPEN, str(project)) for _ in range(rounds + 1)][1:]
    walls, given = zip(*figures, strict=True)
    print(
        f"opening {project.name}: {statistics.median(walls):.2f} s wall,"
        f" {statistics.median(given):.2f} s of the processor"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(describe())
    measure_start(options.rounds)
    if options.project is not None:
        measure_opening(options.project, options.rounds)
