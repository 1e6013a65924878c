"""What a figure was measured on: machine, time and memory."""

from __future__ import annotations

import datetime as dt
import os
import platform
import resource
import sys
from pathlib import Path

DATA = Path(
    os.environ.get("FIBRE_PLANNER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
"""Folder of the published data sets; FIBRE_PLANNER_DATA names another one."""


def peak_memory_mib() -> float:
    """Return the highest memory this process has held so far."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 2**10


def describe() -> str:
    """Return one line on machine, Python and date."""
    model = platform.processor() or platform.machine()
    return (
        f"{dt.date.today().isoformat()}, {os.cpu_count()} cores, {model}, "
        f"{platform.system()}, Python {platform.python_version()}"
    )
