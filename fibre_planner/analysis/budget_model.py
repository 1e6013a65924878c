"""The choice of addresses within a budget as arrays: a graph with one edge for each house.

Only what every network needs is in the costs: digging, house connections and the least equipment
they can do with. So no network that reaches the same houses costs less than the model says, and a
bound on what the model can buy is one on what any plan can buy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.bill import percentage_codes
from fibre_planner.analysis.hierarchy.equipment import usable_capacity
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.selection import NetworkCosts
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

_BASE = LEVELS.index("base")


@dataclass(frozen=True, eq=False)
class BudgetModel:
    """Arrays for the choice of addresses; costs are base prices in EUR, percentages included.

    ends, costs: (m,) edges of the graph first, then links from the start to several roots, then
    one for each house. weights: (n,) of all vertices, the houses' last. fixed_eur: what a plan
    costs before its first house.
    """

    ends: IntArray
    costs: FloatArray
    weights: FloatArray
    root: int
    graph_edges: int
    houses: int
    fixed_eur: float

    @property
    def first_house(self) -> int:
        """Return the vertex of the first house."""
        return len(self.weights) - self.houses

    @property
    def house_weights(self) -> FloatArray:
        """Return the weight of each house."""
        return self.weights[self.first_house :]

    def served(self, inside: BoolArray) -> BoolArray:
        """Return the houses (houses,) among the vertices (n,) of a tree."""
        return inside[self.first_house :]

    def tree(self, joined: Joined, edges: IntArray) -> RootedTree:
        """Return the trenches in streets of a tree, given by its edges in the model."""
        chosen = edges[edges < self.graph_edges]
        links = edges[(edges >= self.graph_edges) & (edges < len(self.ends) - self.houses)]
        roots = joined.roots[links - self.graph_edges] if len(joined.roots) > 1 else joined.roots
        return root_tree(joined.graph.ends, joined.graph.length_m, chosen, roots)

    def edges_of(self, joined: Joined, tree: RootedTree, served: BoolArray) -> IntArray:
        """Return the edges in the model of a network and the houses it serves."""
        links = np.empty(0, dtype=np.int64)
        if len(joined.roots) > 1:
            used = np.isin(joined.roots, tree.node[tree.parent < 0])
            links = self.graph_edges + np.flatnonzero(used)
        own = len(self.ends) - self.houses + np.flatnonzero(served)
        return np.concatenate([np.sort(tree.edge[tree.edge >= 0]), links, own])


def budget_model(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    costs: NetworkCosts,
    weights: FloatArray,
    tools: tuple[Material, Prices],
) -> BudgetModel:
    """Return the choice of addresses as arrays. weights: (houses,); tools: sizing and prices."""
    material, prices = tools
    factor = surcharge_factor(material, prices)
    graph, count, houses = joined.graph, joined.graph.node_count, len(joined.row)
    links = joined.roots if len(joined.roots) > 1 else joined.roots[:0]
    root = count if len(links) else int(joined.roots[0])
    first_house = count + min(len(links), 1)
    own = np.column_stack([joined.frontage, first_house + np.arange(houses)])
    starts = np.column_stack([np.full(len(links), root), links])
    cabinet_eur = base_price(prices, material.rules["cabinet"]["price_code"])
    per_unit = cabinet_eur / usable_capacity(scenario, material)
    if (project.nodes["kind"] == "cabinet").any():  # existing ones may serve for nothing
        per_unit = 0.0
    # Where no place is given, a POP may end up away from the root, with nothing in between.
    per_m = least_line_eur_m(material, prices) if joined.pops.given else 0.0
    own_eur = costs.own_eur + joined.units * per_unit
    pop_eur = base_price(prices, material.rules["pop"]["price_code"])
    fixed_eur = 0.0 if any(joined.pops.node_ids) else pop_eur * factor
    return BudgetModel(
        ends=np.concatenate([graph.ends, starts, own]),
        costs=factor
        * np.concatenate([costs.dig_eur + graph.length_m * per_m, np.zeros(len(links)), own_eur]),
        weights=np.concatenate([np.zeros(first_house), weights]),
        root=root,
        graph_edges=len(graph.ends),
        houses=houses,
        fixed_eur=fixed_eur,
    )


def surcharge_factor(material: Material, prices: Prices) -> float:
    """Return total over construction at base prices: planning, documentation, contingency."""
    factor = 1.0
    for codes in percentage_codes(material):
        factor *= 1.0 + sum(base_price(prices, code) for code in codes) / 100.0
    return factor


def least_line_eur_m(material: Material, prices: Prices) -> float:
    """Return the price of the cheapest bundle and cable, blown in, that a trench may hold."""
    bundles = [bundle[2] for bundle in material.bundles] + [material.rules["feeder"]["price_code"]]
    duct = min(base_price(prices, code) for code in bundles)
    cable = min(base_price(prices, code) for code in material.cable_codes)
    return duct + cable + base_price(prices, material.rules["blowing"]["price_code"])


def base_price(prices: Prices, code: str) -> float:
    """Return the base price of a position."""
    return float(prices[code][_BASE])
