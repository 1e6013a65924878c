"""Costs as whole multiples of one step, so that sums of them are exact in floating point.

Two equal trees then have equal costs however their edges are added up, reductions may compare
without tolerances, and a bound may be rounded up to the next step.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.compiled import FloatArray

# 2^48 steps for the dearest tree leave room for sums of a few of them below 2^53.
_STEPS_BITS = 48


@dataclass(frozen=True, eq=False)
class Grid:
    """Costs in steps; one step is worth 2 ** exponent / factor."""

    cost: FloatArray  # (m,) whole numbers
    factor: float
    exponent: int
    exact: bool  # no cost had to be rounded

    def slack(self, total: float) -> float:
        """Return how many steps bound and cost of a tree may differ and still count as equal.

        Rounded costs are known to less than that themselves.
        """
        return 0.0 if self.exact else 1e-10 * total

    def bound_in_costs(self, bound: float, edge_count: int) -> float:
        """Turn a bound in steps into one in costs, less what rounding may have added.

        edge_count: the most edges a tree can have.
        """
        if self.exact:
            return bound / self.factor
        return math.ldexp(max(0.0, bound - 0.5 * edge_count), self.exponent)


def to_grid(cost: FloatArray, dearest: float) -> Grid:
    """Round costs to a grid fine enough that the error stays below a billionth of the total.

    dearest: cost of some feasible tree; edges above it are in no cheapest tree and are cut down
    to just above it, so that one huge price does not blur the small ones.
    Whole numbers and numbers with up to three decimals are kept as they are.
    """
    if dearest <= 0.0:
        # Zero edges alone join the terminals: any positive cost is as bad as another.
        return Grid(np.where(cost > 0.0, 1.0, 0.0), 1.0, 0, exact=True)
    over = cost > dearest
    cap = math.ceil(dearest) * 2.0
    for factor in (1.0, 10.0, 100.0, 1000.0):
        if cap * factor >= 2.0**_STEPS_BITS:
            break
        scaled = np.where(over, cap, cost) * factor
        whole = np.rint(scaled)
        if np.all(np.abs(scaled - whole) <= 1e-12 * scaled):
            return Grid(whole, factor, 0, exact=True)
    exponent = math.frexp(dearest)[1] - _STEPS_BITS
    capped = np.where(over, 2.0 * dearest, cost)
    return Grid(np.rint(np.ldexp(capped, -exponent)), 1.0, exponent, exact=False)
