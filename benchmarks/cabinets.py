"""Cabinets on a grown town of 28,000 homes: the cheapest sites against filling from below.

    python -m benchmarks.cabinets [HOMES] [--town PROJECT ...]

Both get the same trench tree, capacity and longest lead, and pay catalogue prices for cabinets,
feeders and leads. Cutting puts each cabinet where its branch is full; filling also moves it to
the middle of what it serves. Compiling, which is done once after the installation, is not timed.

A town is a project file: there the POP areas are compared as well, filled from below against the
cheapest places, and the trenches as they are against those fitted to the feeders.
"""

from __future__ import annotations

import argparse
import itertools
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.machine import describe, peak_memory_mib
from benchmarks.pop_areas import show_town
from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetCosts,
    CabinetDemand,
    CabinetRule,
    cabinet_counts,
    placement_cost_eur,
)
from fibre_planner.analysis.hierarchy.cabinet_filling import fill_from_below
from fibre_planner.analysis.hierarchy.cabinet_prices import cabinet_costs
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.model.catalogue import read_catalogue

CAPACITY_UNITS = 125
HOMES_PER_POP = 4000
RULE = CabinetRule(CAPACITY_UNITS, 1000.0, 10)


def grown_tree(homes: int, seed: int = 0) -> tuple[RootedTree, IntArray]:
    """Return a trench tree over a grid of streets, and the units at each of its nodes.

    Plots lie every 8 to 24 m along streets of 150 m; one in five has a house of 2 to 12 units,
    the others one unit each.
    """
    rng = np.random.default_rng(seed)
    plots = 8
    side = max(int(np.sqrt(homes / (1.8 * plots * 1.3))), 2)
    ends: list[tuple[int, int]] = []
    used = side * side
    # Each street is made along its plots, so this is a loop over streets.
    for corner in range(1, side * side):
        row, column = divmod(corner, side)
        to_left = column > 0 and (row == 0 or rng.random() < 0.5)
        chain = [corner - 1 if to_left else corner - side, *range(used, used + plots), corner]
        ends += itertools.pairwise(chain)
        used += plots
        if rng.random() < 0.3:
            chain = [corner, *range(used, used + plots)]
            ends += itertools.pairwise(chain)
            used += plots
    length_m = rng.integers(8, 25, len(ends)).astype(float)
    tree = root_tree(np.array(ends), length_m, np.arange(len(ends)), np.array([0]))
    units = np.where(rng.random(used) < 0.2, rng.integers(2, 13, used), 1)
    units[: side * side] = 0
    # As many homes as asked for, on the first plots.
    units[np.cumsum(units) > homes] = 0
    return tree, units[tree.node]


def _costs(tree: RootedTree, units: IntArray) -> CabinetCosts:
    """Return costs with feeders to POPs filled from below."""
    count = len(units)
    demand = CabinetDemand(units, np.zeros(count), np.zeros(count, dtype=np.int64))
    pop = fill_from_below(tree, demand, CabinetRule(HOMES_PER_POP, np.inf, 1))
    feeder_m = tree.way_to_m(np.unique(pop[pop >= 0]))
    houses = (units > 0).astype(np.int64)
    material, catalogue = read_material(0.15), read_catalogue("hessen-2024")
    return cabinet_costs(tree, (units, houses), feeder_m, CAPACITY_UNITS, catalogue, material)


def main() -> None:
    """Print what cabinets cost on a grown town, and POP areas in towns of project files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("homes", nargs="?", type=int, default=28_000)
    parser.add_argument("--town", type=Path, action="append", default=[], help="project file")
    call = parser.parse_args()
    print(describe())
    grown_town(call.homes)
    for path in call.town:
        show_town(path)
    print(f"peak memory {peak_memory_mib():.0f} MiB")


def grown_town(homes: int) -> None:
    """Place the cabinets of a grown town in three ways and print what each costs."""
    small, small_units = grown_tree(500)
    tree, units = grown_tree(homes)
    count = len(units)
    demand = CabinetDemand(units, np.zeros(count), np.zeros(count, dtype=np.int64))
    costs = _costs(tree, units)
    at_small = CabinetDemand(small_units, np.zeros(len(small_units)), np.zeros_like(small_units))
    place_cabinets(small, at_small, RULE, _costs(small, small_units))
    ways = {
        "cut at capacity": lambda: fill_from_below(
            tree, demand, replace(RULE, centring_units=2 * CAPACITY_UNITS)
        ),
        "filled from below": lambda: fill_from_below(tree, demand, RULE),
        "cheapest sites": lambda: place_cabinets(tree, demand, RULE, costs),
    }
    print(f"{units.sum():,} homes in {(units > 0).sum():,} houses, {count:,} nodes")
    first = 0.0
    for name, place in ways.items():
        begun = time.perf_counter()
        cabinet = place()
        seconds = time.perf_counter() - begun
        cost = placement_cost_eur(tree, demand, RULE, costs, cabinet)
        first = first or cost
        served = np.bincount(cabinet[cabinet >= 0], weights=units[cabinet >= 0]).astype(np.int64)
        cabinets = int(cabinet_counts(served, CAPACITY_UNITS).sum())
        print(
            f"{name:18} {cost:12,.0f} EUR  {cost / first - 1.0:+7.1%}  {cabinets:4} cabinets"
            f"  {seconds:5.2f} s"
        )


if __name__ == "__main__":
    main()
