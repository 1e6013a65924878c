"""A sketch: the best trench network found so far, to be looked at while the search goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Sketch:
    """The trenches in streets at one moment of the search.

    lines: LineStrings in the project's CRS. cost_eur: of digging them, at base prices.
    lower_bound_eur: no network digs for less; 0 as long as nothing is proven.
    preliminary: the answer of the simple method, while the optimiser is still being prepared.
    """

    lines: npt.NDArray[Any]
    cost_eur: float
    lower_bound_eur: float = 0.0
    preliminary: bool = False

    @property
    def gap(self) -> float | None:
        """Return how far the cost may be above the cheapest, None as long as it is not known."""
        if self.lower_bound_eur <= 0.0:
            return None
        return max(self.cost_eur / self.lower_bound_eur - 1.0, 0.0)


ShowSketch = Callable[[Sketch], None]
"""Called from the thread that works, whenever a better network is found; must return at once."""


def unseen(sketch: Sketch) -> None:
    """Take a sketch and do nothing with it."""
