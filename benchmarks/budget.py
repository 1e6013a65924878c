"""What budgets buy on a grown town: a tree and a bound for each stop of the curve.

    python -m benchmarks.budget [--side SIDE ...] [--seconds S]

A town of 15 x 15 crossings has about 10,000 edges, one of 46 x 46 about 100,000. Every home has 1
to 12 units and a lead-in of its own; the stops lie between 10 and 95 % of what joining all homes
costs. Without --seconds the work is counted in steps. Compiling, which is done once after the
installation, is not timed.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from benchmarks.graphs import grown_town
from benchmarks.machine import describe, peak_memory_mib

SIDES = (15, 46)
SHARES = (0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95)


def run(side: int, seconds: float | None) -> None:
    """Print the curve of one town."""
    from fibre_planner.analysis import prize, steiner

    ends, costs, homes = grown_town(side)
    vertices = int(ends.max()) + 1
    homes = homes[steiner.reachable(ends, vertices, homes, root=0)]
    weights = np.zeros(vertices)
    weights[homes] = np.random.default_rng(1).integers(1, 13, homes.size)
    full = steiner.solve(ends, costs, homes, root=0, seconds=0.0).cost
    prize.warm_up()
    begun, begun_cpu = time.perf_counter(), time.process_time()
    budgets = np.array(SHARES) * full
    stops = prize.budget_curve(ends, costs, weights, 0, budgets, seconds=seconds)
    spent, spent_cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    units = int(weights.sum())
    print(f"{len(costs):,} edges, {len(homes):,} homes with {units:,} units, in cents")
    print(f"{'share':>6} {'budget':>14} {'cost':>14} {'units':>9} {'at most':>9} {'gap':>8} worth")
    for share, stop in zip(SHARES, stops, strict=True):
        print(
            f"{share:6.0%} {stop.budget:14,.0f} {stop.cost:14,.0f} {stop.weight:9,.0f}"
            f" {stop.weight_bound:9,.0f} {stop.gap:8.3%} {stop.worth:7,.1f}"
        )
    worst = max(stop.gap for stop in stops)
    print(
        f"largest gap {worst:.3%}; {spent:.1f} s, {spent_cpu:.1f} s of CPU time;"
        f" peak memory {peak_memory_mib():.0f} MiB"
    )
    begun = time.perf_counter()
    prices = prize.entry_prices(ends, costs, weights, 0, stops[0].edges)
    out = int(np.isfinite(prices.enters_at[homes]).sum() - stops[0].inside[homes].sum())
    print(f"prices of entry of {out:,} homes outside in {time.perf_counter() - begun:.2f} s")


def main() -> None:
    """Run the chosen towns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--side", type=int, nargs="+", default=list(SIDES), help="crossings")
    parser.add_argument("--seconds", type=float, help="time limit of each curve")
    chosen = parser.parse_args()
    print(describe())
    for side in chosen.side:
        run(side, chosen.seconds)


if __name__ == "__main__":
    main()
