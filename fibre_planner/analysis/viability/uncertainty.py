"""How far a gap depends on each price and assumption, and how far it may be off in all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from fibre_planner.analysis.viability.drivers import FloatArray
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.viability import Spread, ViabilityAssumptions

Balance = Callable[[FloatArray], FloatArray]
"""Values of the drivers (sets, drivers) → present cost less present revenue (sets,)."""


def tornado(drivers: pd.DataFrame, balance: Balance) -> pd.DataFrame:
    """Return what moving each driver alone to its low and its high value does, largest first.

    A driver without any effect is left out; equal swings keep the order of the drivers.
    """
    low, base, high = (drivers[level].to_numpy(float) for level in LEVELS)
    count = len(drivers)
    sets = np.tile(base, (2 * count, 1))
    at = np.arange(count)
    sets[at, at] = low
    sets[count + at, at] = high
    found = balance(sets)
    table = drivers[["code", "role", "unit", *LEVELS]].assign(
        gap_low_eur=found[:count],
        gap_high_eur=found[count:],
        swing_eur=np.abs(found[count:] - found[:count]),
    )
    order = np.argsort(-table["swing_eur"].to_numpy().round(2), kind="stable")
    table = table.iloc[order]
    return table.loc[table["swing_eur"].round(2) > 0.0].reset_index(drop=True)


def simulate(
    drivers: pd.DataFrame,
    balance: Balance,
    assumptions: ViabilityAssumptions,
    seed: int,
    together: Sequence[str],
) -> Spread:
    """Return the quantiles of the gap over random draws; the same seed gives the same figures.

    together: beginnings of codes whose drivers share one draw.
    """
    shape = (assumptions.samples, len(drivers))
    uniform = np.random.default_rng(seed).random(shape)
    for prefix in together:  # a handful
        alike = np.flatnonzero(drivers["code"].str.startswith(prefix).to_numpy())
        if len(alike):
            uniform[:, alike] = uniform[:, alike[:1]]
    # A list edited by hand may have a base price outside of its range.
    low, base, high = np.sort(drivers[list(LEVELS)].to_numpy(float), axis=1).T
    if assumptions.distribution == "triangular":
        values = triangular(uniform, low, base, high)
    else:
        values = low + uniform * (high - low)
    found = balance(values)
    gap = np.maximum(found, 0.0)
    quantiles = np.quantile(gap, [assumptions.quantile_low, assumptions.quantile_high])
    return Spread(
        samples=assumptions.samples,
        seed=seed,
        quantile_low=assumptions.quantile_low,
        quantile_high=assumptions.quantile_high,
        low_eur=float(quantiles[0]),
        high_eur=float(quantiles[1]),
        mean_eur=float(gap.mean()),
        viable_share=float((found <= 0.0).mean()),
    )


def triangular(
    uniform: FloatArray, low: FloatArray, mode: FloatArray, high: FloatArray
) -> FloatArray:
    """Return draws of triangular distributions from draws between 0 and 1 (sets, drivers).

    Where low and high are the same, so are all draws.
    """
    width = high - low
    turn = np.divide(mode - low, width, out=np.zeros_like(width), where=width > 0.0)
    rising = low + np.sqrt(uniform * width * (mode - low))
    falling = high - np.sqrt((1.0 - uniform) * width * (high - mode))
    return np.where(uniform < turn, rising, falling)
