"""Findings: what is wrong with the data, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From what stops a plan to what is only worth knowing."""


@dataclass(frozen=True)
class Finding:
    """One kind of trouble in one layer, with every row it concerns.

    code: stable name of the rule that found it, such as "duplicate_address".
    layer: name of the table the rows are in.
    rows: ids of the rows concerned, sorted.
    message, remedy: sentences in the user's language.
    place: x and y in metres of the project's CRS of the first row, if it has a place.
    cost_eur: what the trouble may cost if nobody mends it, 0 where it cannot be said.
    """

    code: str
    severity: Severity
    layer: str
    rows: tuple[str, ...]
    message: str
    remedy: str
    place: tuple[float, float] | None = None
    cost_eur: float = 0.0

    @property
    def count(self) -> int:
        """Return the number of rows concerned."""
        return len(self.rows)
