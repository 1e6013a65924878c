"""Compile the kernels of the choice of addresses before they are needed."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.prize.core import make_core, price
from fibre_planner.analysis.prize.curve import budget_curve
from fibre_planner.analysis.prize.entry import enter
from fibre_planner.analysis.prize.prices import entry_prices
from fibre_planner.analysis.prize.trees import grown, guide_of, loosened
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent


def warm_up(report: Report = silent) -> None:
    """Compile every kernel with a tiny town, so that later calls start at once."""
    report(0.0, tr("Compiling the choice of addresses, once after the installation"))
    side = 6
    number = np.arange(side * side).reshape(side, side)
    along = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    across = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    lead_ins = np.stack((number.ravel(), number.ravel() + number.size), axis=1)
    ends = np.concatenate((along, across, lead_ins))
    rng = np.random.default_rng(1)
    costs = rng.integers(10, 99, len(ends))
    weights = np.concatenate((np.zeros(number.size), rng.integers(1, 9, number.size)))
    stop = budget_curve(ends, costs, weights, 0, [float(costs.sum()) / 5.0])[0]
    entry_prices(ends, costs, weights, 0, stop.edges)
    # The tiny town may be proven before it needs all of them.
    area = enter(ends, costs, weights, 0)
    core = make_core(area.problem, area.full)
    guide = guide_of(core, price(core, area.weight * 20.0, area.full), 0.1)
    grown(area.problem, loosened(area.problem, area.full, guide, rng))
    report(1.0, tr("The choice of addresses is ready"))
