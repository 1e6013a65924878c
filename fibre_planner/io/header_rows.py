"""Headers of two rows: groups above, names below, as merged cells leave them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from typing import Any

from fibre_planner.io.cell_values import normal
from fibre_planner.resources import RESOURCES

_LEAST_KNOWN = 0.5
"""Share of the lower names that must be known names of columns, lest a row of data is lost."""


def joined_header(first: Sequence[str], second: Sequence[Any]) -> list[str] | None:
    """Return the names of two header rows in one, None where the second row is data.

    The second row names columns that the first leaves blank (what stands beside a merged cell),
    and leaves blank some that the first names. Where both name a column, the lower name counts.
    """
    lower = ["" if cell is None else str(cell).strip() for cell in second]
    width = max(len(first), len(lower))
    upper = [*first, *[""] * (width - len(first))]
    lower += [""] * (width - len(lower))
    names = [name for name in lower if name]
    fills = any(low and not up for low, up in zip(lower, upper, strict=True))
    leaves = any(up and not low for low, up in zip(lower, upper, strict=True))
    texts = all(isinstance(cell, str) or cell is None for cell in second)
    if not (names and fills and leaves and texts):
        return None
    if sum(normal(name) in _known_names() for name in names) < _LEAST_KNOWN * len(names):
        return None
    return [low or up for low, up in zip(lower, upper, strict=True)]


@cache
def _known_names() -> frozenset[str]:
    """Return every name of a column that any layer knows."""
    found = set()
    for path in (RESOURCES / "columns").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found |= {normal(row["synonym"]) for row in csv.DictReader(stream) if "target" in row}
    return frozenset(found)
