"""Repeatable chance: every subject draws from its own seed, so one edit leaves the rest alone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

SEED = "Weidenfurt 2026"

Item = TypeVar("Item")


class Chance:
    """A stream of random draws that is the same on every machine and Python version.

    Only `Random.random` is used, because it alone is promised to stay the same.
    """

    def __init__(self, subject: str) -> None:
        self._random = Random(f"{SEED}:{subject}")

    def between(self, low: float, high: float) -> float:
        """Return a number from low to high."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def happens(self, share: float) -> bool:
        """Return True in this share of the cases."""
        return self._random.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[int(self._random.random() * len(items))]
