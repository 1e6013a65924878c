"""Weights as whole units, which a search over exact amounts needs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.compiled import FloatArray, IntArray

# Weights of up to so many units each are kept as they are; others are rounded up.
MOST_UNITS = 100_000


@dataclass(frozen=True, eq=False)
class Units:
    """Weights (n,) in whole units of a step."""

    number: IntArray  # (n,) rounded up
    step: float
    exact: bool  # no weight had to be rounded

    def rounded_down(self, weight: float) -> float:
        """Return the greatest sum of weights that is not above a number."""
        if not self.exact or not math.isfinite(weight):
            return weight
        return math.floor(weight / self.step + 1e-9) * self.step


def to_units(weight: FloatArray) -> Units:
    """Find the largest step of which all weights are multiples; up to three decimals count."""
    dearest = float(weight.max(initial=0.0))
    if dearest <= 0.0:
        return Units(np.zeros(weight.shape, np.int64), 1.0, exact=True)
    for factor in (1.0, 10.0, 100.0, 1000.0):
        scaled = weight * factor
        whole = np.rint(scaled)
        if scaled.max() > 2.0**40 or np.any(np.abs(scaled - whole) > 1e-12 * scaled):
            continue
        number = whole.astype(np.int64)
        divisor = int(np.gcd.reduce(number))
        number = number // divisor
        if number.max() <= MOST_UNITS:
            return Units(number, divisor / factor, exact=True)
    step = dearest / 1000.0
    return Units(np.ceil(weight / step).astype(np.int64), step, exact=False)
