"""Run all benchmarks, one after the other, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

ALL = (
    "whole_line",
    "million_addresses",
    "steiner",
    "budget",
    "cabinets",
    "resolve",
    "reports",
    "survey_matching",
    "window",
    "printing",
    "canvas",
)

if __name__ == "__main__":
    for name in ALL:
        print(f"\n== {name} ==", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
