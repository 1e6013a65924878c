"""What no tree within a budget can collect, from bounds at many worths of a unit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.core import Core, Priced, price

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import FloatArray, IntArray

# Sums of a few million weights are known to this share of them.
_ROUNDING = 1e-12
# Worths nearer to each other than this factor tell the same.
_CLOSE = 1.004


@dataclass(eq=False)
class Envelope:
    """Lower bounds on cost and missed weight, for one worth of a unit after the other.

    Where the sum of cost and missed weight at some worth is at least a bound, a tree of at most
    a budget misses at least (bound - budget) / worth (Lagrangian relaxation of the budget).
    """

    core: Core
    amount: FloatArray  # (n,) weights, in units
    bounds: dict[float, float] = field(default_factory=dict)  # steps of the grid, by worth

    def ask(self, worth: float, tree: IntArray | None = None) -> Priced:
        """Bound the sum at a worth, in steps per unit, and keep the bound."""
        priced = price(self.core, self.amount * worth, tree)
        self.bounds[worth] = max(self.bounds.get(worth, -math.inf), priced.bound)
        return priced

    def copy(self) -> Envelope:
        """Return the same bounds, to which others may be added on another thread."""
        return Envelope(self.core, self.amount, dict(self.bounds))

    def take(self, other: Envelope) -> None:
        """Take over the bounds of a copy."""
        for worth, bound in other.bounds.items():
            self.bounds[worth] = max(self.bounds.get(worth, -math.inf), bound)

    def most(self, allowed: float) -> tuple[float, float]:
        """Return how many units a number of steps buys at most, and the worth that shows it."""
        total = math.fsum(self.amount) * (1.0 + _ROUNDING)
        best, at = total, 0.0
        for worth, bound in self.bounds.items():
            units = total - (bound - allowed) / worth
            if units < best:
                best, at = units, worth
        return best, at

    def sharpen(self, allowed: float, steps: int) -> None:
        """Ask about worths around the best one so far for a number of steps."""
        for _ in range(steps):
            _, at = self.most(allowed)
            if at <= 0.0:
                return
            known = np.array(sorted(self.bounds))
            k = int(np.searchsorted(known, at))
            below = at / known[k - 1] if k > 0 else 1.0
            above = known[k + 1] / at if k + 1 < known.size else 1.0
            if max(below, above) < _CLOSE:
                return
            self.ask(at * math.sqrt(above) if above >= below else at / math.sqrt(below))
