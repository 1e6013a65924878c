"""The limits from which the checks speak, read from `resources/checks/limits.toml`."""

from __future__ import annotations

from functools import cache

from fibre_planner.resources import RESOURCES, read_toml


@cache
def limit(name: str) -> float:
    """Return a limit by its name, in the unit its name ends with."""
    return float(read_toml(RESOURCES / "checks" / "limits.toml")[name]["value"])
