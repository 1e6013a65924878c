"""How soon the window is usable and a project is open: warm caches, processes of their own.

    python -m benchmarks.window [--project FILE] [--rounds N]

Without a project file, the published town of 22,000 addresses is imported for it.
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
import tempfile
import time
from pathlib import Path

from benchmarks.goals import tell
from benchmarks.machine import DATA, describe

LIMIT_S = 2.0
TOWN = "herrenberg-and-around"

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
from PySide6.QtCore import QEventLoop, QTimer
from fibre_planner.ui.application import Program, make_application
app = make_application([])
program = Program(app)
window = program.show_window()
program.session.recoveries()
app.processEvents()
# Else the loop would wait for ever, or turn idly and take the interpreter from the work.
tick = QTimer(interval=10)
tick.start()
waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
wall, given = time.perf_counter(), time.process_time()
window.commands.open_file(Path(sys.argv[1]))
while window.document.project is None or not window.canvas.is_idle():
    app.processEvents(waiting)
print(time.perf_counter() - wall, time.process_time() - given)
os._exit(0)
"""


_MAKE = """
import sys
from pathlib import Path
from fibre_planner import workflow
step = workflow.import_osm(workflow.create_project("town"), Path(sys.argv[1]))
workflow.save(workflow.coverage(step.project), Path(sys.argv[2]))
"""


def _run(code: str, *arguments: str) -> list[float]:
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are one of the caches
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
    used = statistics.median(given[1:])
    tell(
        f"window usable after the start (processor {used:.2f} s)",
        statistics.median(walls[1:]), LIMIT_S, "s",
    )  # fmt: skip


def measure_opening(project: Path, rounds: int) -> None:
    """Print how long opening a project takes, until its map is painted."""
    figures = [_run(_OPEN, str(project)) for _ in range(rounds + 1)][1:]
    walls, given = zip(*figures, strict=True)
    tell(
        f"opening {project.name} (processor {statistics.median(given):.2f} s)",
        statistics.median(walls), LIMIT_S, "s",
    )  # fmt: skip


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.window")
    parser.add_argument("--project", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        measure_start(options.rounds)
        project, source = options.project, DATA / "osm" / f"{TOWN}.osm.pbf"
        if project is None and source.is_file():
            project = Path(folder) / f"{TOWN}.gpkg"
            _run(_MAKE, str(source), str(project))
        if project is None:
            print("opening: skipped, there is no project and no published data")
        else:
            measure_opening(project, options.rounds)


if __name__ == "__main__":
    main()
