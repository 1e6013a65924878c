"""Trenches and feeders fitted to each other: a little more trench may save much cable.

The cheapest trenches alone make long ways. In each round the feeders from POPs to cabinets look
for their cheapest ways, where a trench that is dug anyway costs only what they put into it; with
these ways for nothing, the trenches to the houses are searched once more. The round counts where
the whole costs less (optimiser notes, section 4, steps 4 and 5).

After an edit one round is enough: it begins with the trenches and cabinets of the former plan,
which have been fitted already. In a small town a fitting from the cheapest trenches takes no time
that anybody notices, so both are made and the cheaper one counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fibre_planner.analysis import steiner
from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.costing import costs_of, node_quantities, street_quantities
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.routing import Network, with_start
from fibre_planner.analysis.sizing import Material, cables_for, fibres_of, with_reserve
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Report, silent

_BASE = LEVELS.index("base")

_SHARED = 4.0
"""Feeders that share a new way, as a rule: measured, 4 gives the cheapest towns."""

_SMALL_TOWN = 500
"""Houses up to which a plan is also fitted anew after an edit."""

_PART_OF_TIME = 0.25
"""Share of the optimiser's time limit for the search of a round."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A former network that was fitted to its feeders, on the graph before sites are laid over it.

    edges: its trenches in streets; changed: (edges,) what costs another price since then or has
    other houses. cabinets, pops: their nodes.
    """

    edges: IntArray
    changed: BoolArray
    cabinets: IntArray
    pops: IntArray


def refit_trenches(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    before: tuple[Fitted, IntArray],
    money: tuple[FloatArray, Material, Prices],
    report: Report = silent,
) -> Equipment:
    """Return the equipment after an edit, fitted in one round that begins with a former network.

    before: the former network, and (edges,) the edge before sites that each edge comes from.
    money: (edges,) of digging, sizing rules, prices. report: may raise Cancelled.
    """
    former, parent = before
    dig_eur, material, prices = money
    dug = np.flatnonzero(np.isin(parent, former.edges))
    cost = dig_eur.copy()
    cost[dug] = 0.0
    ways = joined.graph.length_m * _SHARED
    cost += ways * _feeder_eur_m(len(former.cabinets), joined, material, prices)
    feeders = shortest_path_union(joined.graph, cost, former.cabinets, former.pops)
    changed = former.changed[parent]
    changed[np.setdiff1d(feeders, dug)] = True
    tree = _trenches(scenario, joined, (dug, changed), feeders, money, report)
    found = equip(project, scenario, joined, tree, material)
    kept = _as_it_was(joined, dug, dig_eur)
    if kept is None:
        return found
    same = equip(project, scenario, joined, kept, material)
    return min((same, found), key=lambda made: _cost_eur(joined, made, material, prices))


def _as_it_was(joined: Joined, dug: IntArray, dig_eur: FloatArray) -> RootedTree | None:
    """Return the former trenches, with the cheapest way to what is asked for beyond them.

    None where nothing is asked for, or they miss a house. Whoever moves a cabinet is to see that
    cabinet move, and not also what another search for trenches happens to find elsewhere.
    dug: edges of the former network; dig_eur: (edges,) of digging.
    """
    graph, roots = joined.graph, joined.roots
    if not joined.asked.wish_ids or len(roots) != 1:
        return None
    reached = np.unique(graph.ends[dug])
    if not np.isin(np.concatenate([joined.frontage, roots]), reached).all():
        return None
    missing = np.setdiff1d(joined.terminals(), reached)
    if len(missing):
        dug = np.union1d(dug, shortest_path_union(graph, dig_eur, missing, reached))
    return root_tree(graph.ends, graph.length_m, dug, roots)


def refit_feeders(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    before: tuple[Network, Equipment],
    dig_eur: FloatArray,
    tools: tuple[Material, Prices],
) -> tuple[Network, Equipment]:
    """Return network and equipment after an edit.

    before: the cheapest trenches after the edit, and the equipment fitted to the former network.
    dig_eur, tools: as in `fit_feeders`.
    """
    found, equipment = before
    again = (_with_tree(found, equipment.tree, dig_eur), equipment)
    if len(joined.row) > _SMALL_TOWN:
        return again
    plain = (found, equip(project, scenario, joined, found.tree, tools[0]))
    anew = fit_feeders(project, scenario, joined, plain, dig_eur, tools)
    return min(again, anew, key=lambda pair: _cost_eur(joined, pair[1], *tools))


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
        edges = network.tree.edge[network.tree.edge >= 0]
        changed = np.zeros(len(dig_eur), dtype=bool)
        changed[feeders] = True
        tree = _trenches(scenario, joined, (edges, changed), feeders, (dig_eur, *tools))
        fitted = equip(project, scenario, joined, tree, material)
        new_eur = _cost_eur(joined, fitted, material, prices)
        if new_eur >= cost_eur - 0.005:
            break
        network = _with_tree(network, tree, dig_eur)
        equipment, cost_eur = fitted, new_eur
    return network, equipment


def _with_tree(network: Network, tree: RootedTree, dig_eur: FloatArray) -> Network:
    """Return a network with other trenches and the bound it had."""
    trench_eur = float(dig_eur[tree.edge[tree.edge >= 0]].sum())
    proven = network.proven and trench_eur <= network.lower_bound_eur + 0.005
    return replace(network, tree=tree, cost_eur=trench_eur, proven=proven)


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
    nodes = tree.node[placed.place]
    cabinets = len(placed.new_cabinets)
    cost += graph.length_m * _SHARED * _feeder_eur_m(cabinets, joined, *tools)
    return shortest_path_union(graph, cost, nodes[:cabinets], nodes[cabinets:])


def _trenches(
    scenario: Scenario,
    joined: Joined,
    before: tuple[IntArray, BoolArray],
    feeders: IntArray,
    money: tuple[FloatArray, Material, Prices],
    report: Report = silent,
) -> RootedTree:
    """Return the cheapest trenches to all houses where those of the feeders cost nothing.

    before: edges to begin with, and (edges,) which have changed since those were found. report:
    may raise Cancelled.
    """
    graph, roots = joined.graph, joined.roots
    dig_eur, material, prices = money
    cost = dig_eur + graph.length_m * _least_eur_m(material, prices)
    cost[feeders] = 0.0
    ends, costs, start = with_start(graph.ends, cost, roots, graph.node_count)
    links = np.arange(len(graph.ends), len(ends))
    known = np.concatenate([before[0], feeders, links])
    changed = np.append(before[1], np.zeros(len(links), dtype=bool))
    found = steiner.solve(
        ends,
        costs,
        np.unique(joined.terminals()),
        start,
        _seconds(scenario),
        scenario.seed,
        report,
        start=np.unique(known),
        changed=changed,
    )
    chosen = found.edges[found.edges < len(graph.ends)]
    used = found.edges[found.edges >= len(graph.ends)] - len(graph.ends)
    return root_tree(graph.ends, graph.length_m, chosen, roots if len(roots) == 1 else roots[used])


def _seconds(scenario: Scenario) -> float | None:
    return None if scenario.seconds is None else scenario.seconds * _PART_OF_TIME


def _feeder_eur_m(cabinets: int, joined: Joined, material: Material, prices: Prices) -> float:
    """Return what the feeder of a mean cabinet costs per metre: cables, blowing, their ducts."""
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
