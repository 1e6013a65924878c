"""Trenches and feeders fitted to each other: a little more trench may save much cable.

The cheapest trenches alone make long ways. In each round the feeders from POPs to cabinets look
for their cheapest ways, where a trench that is dug anyway costs only what they put into it; with
these ways for nothing, the trenches to the houses are searched once more. The round counts where
the whole costs less (optimiser notes, section 4, steps 4 and 5).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fibre_planner.analysis import steiner
from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.costing import costs_of, node_quantities, street_quantities
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.routing import Network, with_start
from fibre_planner.analysis.sizing import Material, cables_for, fibres_of, with_reserve
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

_BASE = LEVELS.index("base")

_SHARED = 4.0
"""Feeders that share a new way, as a rule: measured, 4 gives the cheapest towns."""

_PART_OF_TIME = 0.25
"""Share of the optimiser's time limit for the search of a round."""


def fit_feeders(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    before: tuple[Network, Equipment],
    dig_eur: FloatArray,
    tools: tuple[Material, Prices],
) -> tuple[Network, Equipment]:
    """Return network and equipment after the scenario's rounds; never dearer than before.

    dig_eur: (edges,) of digging; tools: sizing rules and prices. The network keeps its lower bound.
    """
    network, equipment = before
    material, prices = tools
    cost_eur = _cost_eur(joined, equipment, material, prices)
    for _ in range(scenario.feeder_rounds):
        feeders = _feeder_edges(joined, equipment, dig_eur, tools)
        tree = _trenches(scenario, joined, network.tree, feeders, (dig_eur, material, prices))
        fitted = equip(project, scenario, joined, tree, material)
        new_eur = _cost_eur(joined, fitted, material, prices)
        if new_eur >= cost_eur - 0.005:
            break
        trench_eur = float(dig_eur[tree.edge[tree.edge >= 0]].sum())
        proven = network.proven and trench_eur <= network.lower_bound_eur + 0.005
        network = replace(network, tree=tree, cost_eur=trench_eur, proven=proven)
        equipment, cost_eur = fitted, new_eur
    return network, equipment


def _cost_eur(joined: Joined, equipment: Equipment, material: Material, prices: Prices) -> float:
    """Return what trenches in streets, cables, cabinets and POPs cost; house connections apart."""
    parts = (
        street_quantities(
            joined.graph, equipment.tree, equipment.sections, equipment.loads, material
        ),
        node_quantities(equipment.placed.new_cabinets, equipment.placed.new_pops, material),
    )
    return float(sum(costs_of(part, prices)[:, _BASE].sum() for part in parts))


def _feeder_edges(
    joined: Joined,
    equipment: Equipment,
    dig_eur: FloatArray,
    tools: tuple[Material, Prices],
) -> IntArray:
    """Return the edges on the cheapest ways of feeders from POPs to cabinets.

    A new trench is on such a way where it saves more cable for a few cabinets than it costs.
    """
    graph, tree, placed = joined.graph, equipment.tree, equipment.placed
    cost = dig_eur.copy()
    cost[tree.edge[tree.edge >= 0]] = 0.0
    cost += graph.length_m * _SHARED * _feeder_eur_m(joined, equipment, *tools)
    nodes = tree.node[placed.place]
    cabinets = len(placed.new_cabinets)
    return shortest_path_union(graph, cost, nodes[:cabinets], nodes[cabinets:])


def _trenches(
    scenario: Scenario,
    joined: Joined,
    before: RootedTree,
    feeders: IntArray,
    money: tuple[FloatArray, Material, Prices],
) -> RootedTree:
    """Return the cheapest trenches to all houses where those of the feeders cost nothing."""
    graph, roots = joined.graph, joined.roots
    dig_eur, material, prices = money
    cost = dig_eur + graph.length_m * _least_eur_m(material, prices)
    cost[feeders] = 0.0
    ends, costs, start = with_start(graph.ends, cost, roots, graph.node_count)
    links = np.arange(len(graph.ends), len(ends))
    known = np.concatenate([before.edge[before.edge >= 0], feeders, links])
    changed = np.zeros(len(ends), dtype=bool)
    changed[feeders] = True
    found = steiner.solve(
        ends,
        costs,
        np.unique(joined.frontage),
        start,
        _seconds(scenario),
        scenario.seed,
        start=np.unique(known),
        changed=changed,
    )
    chosen = found.edges[found.edges < len(graph.ends)]
    used = found.edges[found.edges >= len(graph.ends)] - len(graph.ends)
    return root_tree(graph.ends, graph.length_m, chosen, roots if len(roots) == 1 else roots[used])


def _seconds(scenario: Scenario) -> float | None:
    return None if scenario.seconds is None else scenario.seconds * _PART_OF_TIME


def _feeder_eur_m(
    joined: Joined, equipment: Equipment, material: Material, prices: Prices
) -> float:
    """Return what the feeder of a mean cabinet costs per metre: cables, blowing, their ducts."""
    cabinets = len(equipment.placed.new_cabinets)
    units = -(-int(joined.units.sum()) // cabinets)
    houses = -(-len(joined.units) // cabinets)
    fibres = fibres_of(np.array([units]), material) + (houses - 1) * material.fibres_per_building
    cables = cables_for(with_reserve(fibres, material.reserve_share), material)[0]
    feeder = material.rules["feeder"]
    duct = float(prices[feeder["price_code"]][_BASE]) / float(feeder["ducts"])
    beside = _blowing(material, prices) + duct * (1.0 + material.reserve_share)
    each = [float(prices[code][_BASE]) + beside for code in material.cable_codes]
    return float(cables @ np.array(each))


def _least_eur_m(material: Material, prices: Prices) -> float:
    """Return what lies in every trench at least, per metre: the smallest bundle and cable."""
    codes = (material.bundles[-1][2], material.cable_codes[0])
    return sum(float(prices[code][_BASE]) for code in codes) + _blowing(material, prices)


def _blowing(material: Material, prices: Prices) -> float:
    return float(prices[material.rules["blowing"]["price_code"]][_BASE])
