"""POP areas of a real town: how many POPs, how long the ways, what the equipment costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

from fibre_planner import workflow
from fibre_planner.analysis.design import design
from fibre_planner.analysis.hierarchy import equipment as room
from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.cabinet_filling import fill_from_below
from fibre_planner.analysis.hierarchy.equipment import Equipment
from fibre_planner.analysis.hierarchy.feeder_rounds import fit_feeders
from fibre_planner.analysis.hierarchy.pops import PopChoice
from fibre_planner.analysis.hierarchy.untangling import passing
from fibre_planner.analysis.plan_assembly import bill_of
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.routing import Network
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.model.scenario import read_scenario

_EQUIPMENT = ("KB", "MT", "NV", "PO", "SC")
"""Beginnings of the codes of cables, ducts, cabinets, POPs and shafts."""


def show_town(path: Path) -> None:
    """Print the POP areas of a project file in three ways, all addresses to be reached."""
    project = workflow.open_project(path)
    scenario = replace(read_scenario("standard"), targets="all", feeder_rounds=0)
    made = design(project, scenario)
    tools = (made.kept["material"].value, made.kept["prices"].value)
    fitting = replace(scenario, feeder_rounds=read_scenario("standard").feeder_rounds)

    def equipped() -> tuple[Network, Equipment]:
        tree = made.network.tree
        return made.network, room.equip(project, scenario, made.served, tree, tools[0])

    def filled() -> tuple[Network, Equipment]:
        with patch.object(room, "place_pops", _filled_from_below):
            return equipped()

    def fitted() -> tuple[Network, Equipment]:
        first = equipped()
        return fit_feeders(project, fitting, made.served, first, made.costs.dig_eur, tools)

    print(f"{path.stem}: {made.plan.summary.units:,} units, {made.plan.summary.connected:,} houses")
    ways: dict[str, Callable[[], tuple[Network, Equipment]]] = {
        "POPs filled from below": filled,
        "cheapest POPs": equipped,
        "feeders fitted": fitted,
    }
    for name, make in ways.items():
        begun = time.process_time()
        network, found = make()
        seconds = time.process_time() - begun
        bill = bill_of(project, scenario, made.served, found, tools)
        cost = bill.items.set_index("code")["cost_base_eur"]
        cabinets = int(found.placed.new_cabinets.sum())
        inside = sum(value for code, value in cost.items() if str(code)[:2] in _EQUIPMENT)
        print(
            f"{name:23}{float(bill.total.base):14,.0f} EUR, equipment {inside:12,.0f}, "
            f"trench {network.cost_eur:12,.0f}, {found.placed.pop_count:3} POPs, "
            f"{cabinets:4} cabinets, {_ways(found)}, {seconds:.2f} s CPU"
        )


def _ways(found: Equipment) -> str:
    """Return mean and longest feeder, and how many houses lie behind those of another cabinet."""
    cabinet = np.full(len(found.tree.node), -1, dtype=np.int64)
    cabinet[found.lead_ins.place] = found.cabinet
    between = int(passing(found.tree, cabinet)[0].sum())
    feeder_m = found.feeder_m
    return f"feeders {feeder_m.mean():5,.0f} m / {feeder_m.max():6,.0f} m, {between:4} interleaved"


def _filled_from_below(
    tree: RootedTree, served: IntArray, choice: PopChoice, *_prices: object
) -> IntArray:
    """Return POPs that take up cabinets from the ends of the tree until they are full."""
    demand = CabinetDemand(served, np.zeros(len(tree.node)), choice.stands)
    return fill_from_below(tree, demand, CabinetRule(choice.capacity_units, np.inf, 1))
