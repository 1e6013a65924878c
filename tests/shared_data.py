"""Where tests find the published data sets that are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(
    os.environ.get("FIBRE_PLANNER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)


def shared_file(name: str) -> Path:
    """Return the path of a published data file; skips the test where it is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"published data file {name} is not here; set FIBRE_PLANNER_DATA to its folder")
    return path
