"""Start of the program: without arguments the window, with arguments the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

from fibre_planner import cli


def open_window(path: Path | None, demo: bool) -> int:
    """Open the window; Qt is loaded only now, so that the command line starts without it."""
    from fibre_planner.ui.application import run_window

    return run_window(path, demo)


def main() -> None:
    """Run the program and end the process with its exit code."""
    sys.exit(cli.run(sys.argv[1:], open_window))


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a program packed into one file is its own interpreter
    main()
