"""POPs along the trench tree at least cost, and which cabinets each of them feeds.

A POP serves cabinets as a cabinet serves houses, so the same exact sweep finds the places: it
weighs the price of a POP against the cables to a farther one, within units per POP and the
longest feeder.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.asked_cabinets import place_with_asked
from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.cabinet_prices import pop_costs
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class PopChoice:
    """What POPs must keep to and where they may stand; n nodes of the tree.

    capacity_units: of a new POP. cabinet_units: of a full cabinet. max_feeder_m: longest way from
    a POP to a cabinet. leads_per_unit: mean. stands: (n,) units that POPs which are given or exist
    can take. penalty_eur: (n,) on top of the price of a POP where none should stand. asked: places
    where one is to stand.
    """

    capacity_units: int
    cabinet_units: int
    max_feeder_m: float
    leads_per_unit: float
    stands: IntArray
    penalty_eur: FloatArray
    asked: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def place_pops(
    tree: RootedTree,
    served: IntArray,
    choice: PopChoice,
    catalogue: pd.DataFrame,
    material: Material,
) -> IntArray:
    """Return, per node of the tree, the place of the POP that feeds a cabinet there; -1 for none.

    served: (n,) units of the cabinets at a node. Since cables cost the same for every metre, the
    cheapest places are among cabinets, branchings and roots, so only these are searched.
    """
    keep = (served > 0) | (choice.stands > 0)
    keep[choice.asked] = True
    small, place = tree.reduced(keep)
    capacities = choice.cabinet_units, choice.capacity_units
    costs = pop_costs(small, capacities, choice.leads_per_unit, catalogue, material)
    costs.site_eur[:] += choice.penalty_eur[place]
    demand = CabinetDemand(served[place], np.zeros(len(place)), choice.stands[place])
    rule = CabinetRule(choice.capacity_units, choice.max_feeder_m, 1)
    asked = np.searchsorted(place, choice.asked)
    found = place_with_asked(small, demand, rule, costs, asked)
    pop = np.full(len(tree.node), -1, dtype=np.int64)
    pop[place] = np.where(found >= 0, place[found], -1)
    return pop


def standing_pops(
    project: Project, scenario: Scenario, joined: Joined, tree: RootedTree
) -> IntArray:
    """Return the units that POPs which are given or exist can take, per node of the tree."""
    stands = np.zeros(len(tree.node), dtype=np.int64)
    if not joined.pops.given:
        return stands
    known = project.nodes.set_index("node_id")["capacity_units"]
    at_root = {int(tree.node[i]): i for i in np.flatnonzero(tree.parent < 0).tolist()}
    # Few rows; several POPs may join the street at one place.
    for node, name in zip(joined.pop_nodes.tolist(), joined.pops.node_ids, strict=True):
        capacity = int(known[name]) if name else 0
        place = at_root.get(node, -1)
        if place >= 0:
            stands[place] += capacity if capacity > 0 else scenario.units_per_pop
    return stands


def units_at(places: IntArray, units: IntArray) -> IntArray:
    """Return the units that arrive at each place; places: (n,) of each node's, -1 for none."""
    result = np.zeros(len(units), dtype=np.int64)
    has = places >= 0
    np.add.at(result, places[has], units[has])
    return result
