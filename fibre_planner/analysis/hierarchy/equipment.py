"""What goes into the trenches: cabinets, leads, feeders, and the trenches as one builds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from fibre_planner.analysis.costing import LeadIns, house_cables
from fibre_planner.analysis.hierarchy.asked_cabinets import place_with_asked, use_all
from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetDemand,
    CabinetRule,
)
from fibre_planner.analysis.hierarchy.cabinet_filling import fill_from_below
from fibre_planner.analysis.hierarchy.cabinet_prices import cabinet_costs
from fibre_planner.analysis.hierarchy.node_rows import NodeRows, Placed, node_rows
from fibre_planner.analysis.hierarchy.pops import (
    PopChoice,
    place_pops,
    standing_pops,
    units_at,
)
from fibre_planner.analysis.hierarchy.sites import PENALTY_EUR, moved_to_allowed
from fibre_planner.analysis.hierarchy.untangling import untangled
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.sizing import Loads, Material, edge_loads, fibres_of
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.trench_sections import TrenchSections, join_sections
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Equipment:
    """A network with its cabinets and cables.

    cabinet, pop: (houses,) places of each house's cabinet and POP in the tree. feeder_m: (houses,)
    way between the two. placed: cabinets, then POPs. allowed: (n,) whether one of them may stand at
    a node of the tree. houses_through, units_through: (n,) whose way to their POP uses the edge to
    the parent.
    """

    tree: RootedTree
    lead_ins: LeadIns
    cabinet: IntArray
    pop: IntArray
    feeder_m: FloatArray
    loads: Loads
    sections: TrenchSections
    houses_through: IntArray
    units_through: IntArray
    placed: NodeRows
    allowed: BoolArray


@dataclass(frozen=True, eq=False)
class _Homes:
    """What hangs at each node of the tree (n,): units, houses, and the longest lead-in."""

    units: IntArray
    houses: IntArray
    drop_m: FloatArray


def usable_capacity(scenario: Scenario, material: Material) -> int:
    """Return the units a new cabinet is filled with, so that the reserve stays free."""
    return max(int(scenario.cabinet_capacity / (1.0 + material.reserve_share) + 1e-9), 1)


def cabinet_capacities(nodes: pd.DataFrame, scenario: Scenario) -> IntArray:
    """Return the units existing cabinets hold; one of unknown size counts as a new one."""
    capacity = nodes["capacity_units"].to_numpy(np.int64)
    return np.asarray(np.where(capacity > 0, capacity, scenario.cabinet_capacity))


def usable_share(capacity: IntArray, material: Material) -> IntArray:
    """Return the units cabinets are filled with, so that the reserve stays free."""
    return np.floor(capacity / (1.0 + material.reserve_share) + 1e-9).astype(np.int64)


def equip(
    project: Project, scenario: Scenario, joined: Joined, tree: RootedTree, material: Material
) -> Equipment:
    """Return the network of a tree with cabinets, cables and trenches."""
    count = len(tree.node)
    place = tree.place_of(joined.frontage)
    lead_ins = joined.lead_ins(place)
    units = np.bincount(place, weights=joined.units, minlength=count).astype(np.int64)
    houses = np.bincount(place, minlength=count)
    drop_m = np.zeros(count)
    np.maximum.at(drop_m, place, lead_ins.length_m)
    allowed = joined.may_stand[tree.node]
    homes = _Homes(units, houses, drop_m)
    placed = _placed(project, scenario, joined, (tree, allowed), homes, material)
    cabinet, pop = placed.cabinet, placed.pop
    fibres = np.bincount(place, weights=fibres_of(joined.units, material), minlength=count)
    cables = np.zeros((count, len(material.cable_codes)), dtype=np.int64)
    np.add.at(cables, place, house_cables(joined.units, material))
    loads = edge_loads(tree, (cabinet, pop), houses, fibres.astype(np.int64), cables, material)
    stops = np.zeros(count, dtype=bool)
    stops[cabinet[cabinet >= 0]] = True
    stops[pop[pop >= 0]] = True
    names = project.streets["name"].to_numpy(object)[joined.graph.edges["street"].to_numpy()]
    mine = cabinet[place]
    return Equipment(
        tree=tree,
        lead_ins=lead_ins,
        cabinet=mine,
        pop=pop[mine],
        feeder_m=tree_distance_m(tree, mine, pop[mine]),
        loads=loads,
        sections=join_sections(joined.graph, tree, names, loads.trunk, stops),
        houses_through=tree.through(place, pop[mine], np.ones_like(place)),
        units_through=tree.through(place, pop[mine], joined.units),
        placed=node_rows(scenario, joined, tree, placed, usable_capacity(scenario, material)),
        allowed=allowed,
    )


def _placed(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    ground: tuple[RootedTree, BoolArray],
    homes: _Homes,
    material: Material,
) -> Placed:
    """Return where cabinets and POPs stand. ground: the tree, and where they may stand on it."""
    tree, allowed = ground
    units, houses = homes.units, homes.houses
    usable = usable_capacity(scenario, material)
    stands = standing_pops(project, scenario, joined, tree)
    existing, ids = _existing_cabinets(project, scenario, joined, tree, material)
    demand = CabinetDemand(units, homes.drop_m, existing)
    rule = CabinetRule(usable, scenario.max_drop_m, material.rules["cabinet"]["centring_units"])
    penalty_eur = np.where(allowed, 0.0, PENALTY_EUR)
    per_unit = float(houses.sum() / max(units.sum(), 1))
    asked, asked_pops = (_asked(joined, tree, pops=pops) for pops in (False, True))
    choice = PopChoice(
        scenario.units_per_pop,
        usable,
        scenario.max_feeder_m,
        per_unit,
        stands,
        penalty_eur,
        asked_pops,
    )
    # Feeders are priced to where POPs would stand if cabinets were filled from below.
    first = units_at(fill_from_below(tree, demand, rule), units)
    early = place_pops(tree, first, choice, project.catalogue, material)
    feeder_m = tree.way_to_m(np.unique(early[early >= 0]))
    prices = cabinet_costs(tree, (units, houses), feeder_m, usable, project.catalogue, material)
    prices.site_eur[:] += penalty_eur
    cabinet = place_with_asked(tree, demand, rule, prices, asked)
    cabinet = use_all(tree, demand, rule, untangled(tree, demand, rule, cabinet), asked)
    cabinet = moved_to_allowed(
        tree, cabinet, homes.drop_m, allowed | (existing > 0), scenario.max_drop_m
    )
    pop = place_pops(tree, units_at(cabinet, units), choice, project.catalogue, material)
    return Placed(units, cabinet, pop, existing, ids, stands)


def _asked(joined: Joined, tree: RootedTree, *, pops: bool) -> IntArray:
    """Return the places of a tree at which PoPs, or cabinets, are asked for."""
    return np.flatnonzero(np.isin(tree.node, joined.asked.nodes(pops=pops)))


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
    usable = usable_share(cabinet_capacities(nodes, scenario), material)
    # Few rows; the first of several cabinets at one place gives its name.
    for near, place, number, name in zip(
        distance_m <= reach_m, at.tolist(), usable.tolist(), nodes["node_id"], strict=True
    ):
        if near:
            units[place] += number
            ids.setdefault(place, name)
    return units, ids
