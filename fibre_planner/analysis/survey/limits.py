"""The limits of matching replies with addresses, read from `resources/surveys/matching.toml`."""

from __future__ import annotations

from functools import cache

from fibre_planner.resources import RESOURCES, read_toml


@cache
def matching_limit(name: str) -> float:
    """Return a limit by its name, in the unit its name ends with."""
    return float(read_toml(RESOURCES / "surveys" / "matching.toml")[name])
