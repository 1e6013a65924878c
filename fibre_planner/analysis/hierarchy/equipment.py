"""What goes into the trenches: cabinets, leads, feeders, and the trenches as one builds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from fibre_planner.analysis.costing import LeadIns, house_cables
from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetDemand,
    CabinetRule,
    cabinet_counts,
)
from fibre_planner.analysis.hierarchy.cabinet_filling import fill_from_below
from fibre_planner.analysis.hierarchy.cabinet_prices import cabinet_costs
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.plan_tables import PlacedNodes, place_name, told_apart
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.sizing import Loads, Material, edge_loads, fibres_of
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.analysis.trench_sections import TrenchSections, join_sections
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Equipment:
    """A network with its cabinets and cables.

    cabinet, pop: (houses,) places of each house's cabinet and POP in the tree. nodes: cabinets,
    then POPs;
    node_place: their places in the tree; new_cabinets, new_pops: how many are to be built there.
    """

    tree: RootedTree
    lead_ins: LeadIns
    cabinet: IntArray
    pop: IntArray
    loads: Loads
    sections: TrenchSections
    houses_below: IntArray
    units_below: IntArray
    nodes: PlacedNodes
    node_place: IntArray
    new_cabinets: IntArray
    new_pops: IntArray
    pop_count: int


def usable_capacity(scenario: Scenario, material: Material) -> int:
    """Return the units a new cabinet is filled with, so that the reserve stays free."""
    return max(int(scenario.cabinet_capacity / (1.0 + material.reserve_share) + 1e-9), 1)


def equip(
    project: Project, scenario: Scenario, joined: Joined, tree: RootedTree, material: Material
) -> Equipment:
    """Return the network of a tree with cabinets, cables and trenches."""
    count = len(tree.node)
    place = tree.place_of(joined.frontage)
    lead_ins = joined.lead_ins(place)
    units = np.bincount(place, weights=joined.units, minlength=count).astype(np.int64)
    drop_m = np.zeros(count)
    np.maximum.at(drop_m, place, lead_ins.length_m)
    existing, existing_ids = _existing_cabinets(project, scenario, joined, tree, material)
    demand = CabinetDemand(units, drop_m, existing)
    usable = usable_capacity(scenario, material)
    centring_units = material.rules["cabinet"]["centring_units"]
    rule = CabinetRule(usable, scenario.max_drop_m, centring_units)
    houses = np.bincount(place, minlength=count)
    # Feeders are priced to where POPs would stand if every house were a cabinet.
    nearby = np.where(units > 0, np.arange(count), -1)
    pop_place = np.unique(_place_pops(scenario, joined, tree, nearby, units)[0])
    feeder_m = tree.way_to_m(pop_place[pop_place >= 0])
    prices = cabinet_costs(tree, (units, houses), feeder_m, usable, project.catalogue, material)
    cabinet = place_cabinets(tree, demand, rule, prices)
    pop, pop_units = _place_pops(scenario, joined, tree, cabinet, units)
    fibres = np.bincount(place, weights=fibres_of(joined.units, material), minlength=count)
    cables = np.zeros((count, len(material.cable_codes)), dtype=np.int64)
    np.add.at(cables, place, house_cables(joined.units, material))
    fibres = fibres.astype(np.int64)
    loads = edge_loads(tree, (cabinet, pop), houses, fibres, cables, material)
    cabinet_place = np.unique(cabinet[cabinet >= 0])
    stops = np.zeros(count, dtype=bool)
    stops[cabinet_place] = True
    stops[pop[pop >= 0]] = True
    names = project.streets["name"].to_numpy(object)[joined.graph.edges["street"].to_numpy()]
    sections = join_sections(joined.graph, tree, names, loads.trunk, stops)
    rows, new_cabinets = _cabinet_rows(
        scenario, joined, tree, (cabinet, units), (existing, existing_ids), usable
    )
    pop_place = np.flatnonzero(pop_units)
    pop_rows, new_pops, pop_count = _pop_rows(scenario, joined, tree, pop_units)
    xy = joined.graph.xy[tree.node]
    nodes = pd.concat([rows, pop_rows], ignore_index=True)
    nodes["node_id"] = told_apart(nodes["node_id"].tolist())
    return Equipment(
        tree=tree,
        lead_ins=lead_ins,
        cabinet=cabinet[place],
        pop=pop[cabinet[place]],
        loads=loads,
        sections=sections,
        houses_below=tree.below(houses),
        units_below=tree.below(units),
        nodes=PlacedNodes(
            nodes,
            xy[np.concatenate([cabinet_place, pop_place])],
        ),
        node_place=np.concatenate([cabinet_place, pop_place]),
        new_cabinets=new_cabinets,
        new_pops=new_pops,
        pop_count=pop_count,
    )


def _existing_cabinets(
    project: Project, scenario: Scenario, joined: Joined, tree: RootedTree, material: Material
) -> tuple[IntArray, dict[int, str]]:
    """Return usable units of existing cabinets per node of the tree, and their ids."""
    units = np.zeros(len(tree.node), dtype=np.int64)
    ids: dict[int, str] = {}
    nodes = project.nodes.loc[project.nodes["kind"] == "cabinet"]
    if nodes.empty:
        return units, ids
    reach_m = material.rules["cabinet"]["join_distance_m"]
    xy = np.column_stack([nodes.geometry.x, nodes.geometry.y])
    distance_m, at = cKDTree(joined.graph.xy[tree.node]).query(xy)
    capacity = nodes["capacity_units"].to_numpy(np.int64)
    capacity = np.where(capacity > 0, capacity, scenario.cabinet_capacity)
    usable = np.floor(capacity / (1.0 + material.reserve_share) + 1e-9).astype(np.int64)
    # Few rows; the first of several cabinets at one place gives its name.
    for near, place, number, name in zip(
        distance_m <= reach_m, at.tolist(), usable.tolist(), nodes["node_id"], strict=True
    ):
        if near:
            units[place] += number
            ids.setdefault(place, name)
    return units, ids


def _cabinet_rows(
    scenario: Scenario,
    joined: Joined,
    tree: RootedTree,
    served: tuple[IntArray, IntArray],
    existing: tuple[IntArray, dict[int, str]],
    usable: int,
) -> tuple[pd.DataFrame, IntArray]:
    """Return the rows of the cabinets and how many are to be built at each place.

    served: per node of the tree, the place of its cabinet and its units.
    """
    cabinet, units = served
    has = cabinet >= 0
    at = np.unique(cabinet[has])
    here = np.bincount(cabinet[has], weights=units[has], minlength=len(tree.node))
    here = here[at].astype(np.int64)
    stands = existing[0][at]
    new = cabinet_counts(np.maximum(here - stands, 0), usable)
    ids = place_name("cabinet", joined.graph.xy[tree.node[at]])
    names = [existing[1].get(p, name) for p, name in zip(at.tolist(), ids, strict=True)]
    rows = pd.DataFrame(
        {
            "node_id": names,
            "kind": "cabinet",
            "units": here,
            "capacity_units": stands + new * scenario.cabinet_capacity,
            "existing": stands > 0,
        }
    )
    return rows, new


def _place_pops(
    scenario: Scenario, joined: Joined, tree: RootedTree, cabinet: IntArray, units: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the POP of each cabinet and the units each POP serves, per node of the tree.

    POPs are filled up like cabinets. One that is given or exists stays where it is, and takes
    what it can; the others stand in the middle of what they serve.
    """
    served = np.zeros(len(tree.node), dtype=np.int64)
    np.add.at(served, cabinet[cabinet >= 0], units[cabinet >= 0])
    given = np.zeros(len(tree.node), dtype=np.int64)
    if joined.pops.given:
        given[tree.parent < 0] = scenario.units_per_pop
    rule = CabinetRule(scenario.units_per_pop, np.inf, 1)
    demand = CabinetDemand(served, np.zeros(len(tree.node)), given)
    pop = fill_from_below(tree, demand, rule)
    pop_units = np.zeros(len(tree.node), dtype=np.int64)
    np.add.at(pop_units, pop[pop >= 0], served[pop >= 0])
    return pop, pop_units


def _pop_rows(
    scenario: Scenario, joined: Joined, tree: RootedTree, pop_units: IntArray
) -> tuple[pd.DataFrame, IntArray, int]:
    """Return the rows of the POPs, how many are built at each place, and how many in all."""
    place = np.flatnonzero(pop_units)
    here = pop_units[place]
    needed = np.maximum(-(-here // scenario.units_per_pop), 1)
    ids = place_name("pop", joined.graph.xy[tree.node[place]])
    known = _existing_pop_ids(joined, tree.node[place])
    exists = np.array([name != "" for name in known], dtype=bool)
    rows = pd.DataFrame(
        {
            "node_id": [name or new for name, new in zip(known, ids, strict=True)],
            "kind": "pop",
            "units": here,
            "capacity_units": needed * scenario.units_per_pop,
            "existing": exists,
        }
    )
    return rows, needed - exists, int(needed.sum())


def _existing_pop_ids(joined: Joined, node: IntArray) -> list[str]:
    """Return the id of the existing POP at each node, empty for a new one."""
    by_node: dict[int, str] = {}
    for root, name in zip(joined.pop_nodes.tolist(), joined.pops.node_ids, strict=True):
        by_node.setdefault(root, name)
    return [by_node.get(number, "") for number in node.tolist()]
