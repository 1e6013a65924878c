"""Where the shipped data files lie, in a checkout and in an installed package."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

RESOURCES = _ROOT / "resources"
SAMPLE_DATA = _ROOT / "sample_data"


def read_toml(path: Path) -> dict[str, Any]:
    """Read a shipped or user-edited TOML file."""
    with path.open("rb") as stream:
        return tomllib.load(stream)


def list_ids(folder: str, suffix: str = ".toml") -> list[str]:
    """Return the ids (file stems) of the data files in a resource folder, sorted."""
    return sorted(path.stem for path in (RESOURCES / folder).glob(f"*{suffix}"))
