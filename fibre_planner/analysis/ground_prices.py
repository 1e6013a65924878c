"""What digging each edge and joining each house costs, with the cheapest method allowed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from fibre_planner.analysis.costing import connection_quantities, costs_of, lead_in_quantities
from fibre_planner.analysis.plan_assembly import needed_codes
from fibre_planner.analysis.routing import dig_costs
from fibre_planner.analysis.selection import NetworkCosts
from fibre_planner.analysis.sizing import Material, read_material
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, TrenchGraph
from fibre_planner.analysis.streets.trench_methods import choose_methods
from fibre_planner.analysis.streets.trench_prices import Prices, graph_rules, read_prices
from fibre_planner.analysis.streets.wishes import lay_wishes, search_prices
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

_BASE = LEVELS.index("base")


def price_ground(
    bench: Workbench, project: Project, scenario: Scenario, joined: Joined
) -> tuple[Joined, NetworkCosts, tuple[Material, Prices]]:
    """Return what digging and joining houses costs, with the sizing rules and prices behind it.

    The graph comes first, with the cheapest method that is allowed on each edge.
    """
    milling = scenario.use_trenching
    material = bench.stage("material", read_material, scenario.reserve_share)
    prices = bench.stage("prices", _prices, project.catalogue, joined.graph, material, milling)
    joined = bench.stage("methods", _by_method, joined, prices, milling)
    joined = bench.stage("wishes", lay_wishes, joined, project.wishes, project.streets)
    costs = bench.stage(
        "costs", _network_costs, joined, prices, material, scenario.included_lead_in_m
    )
    return joined, costs, (material, prices)


def price_search(
    bench: Workbench, scenario: Scenario, joined: Joined, costs: NetworkCosts
) -> NetworkCosts:
    """Return what the search counts: the costs, but for streets that are blocked or preferred."""
    with_budget = scenario.budget_eur is not None
    counted = bench.stage("search prices", search_prices, costs.dig_eur, joined.graph, with_budget)
    return bench.stage("search costs", _counting, costs, counted)


def _counting(costs: NetworkCosts, counted: FloatArray) -> NetworkCosts:
    return costs if counted is costs.dig_eur else replace(costs, dig_eur=counted)


def _by_method(joined: Joined, prices: Prices, milling: bool) -> Joined:
    """Return the graph with the cheapest method allowed on each edge."""
    graph = choose_methods(joined.graph, prices, milling)
    return joined if graph is joined.graph else replace(joined, graph=graph)


def _prices(
    catalogue: pd.DataFrame, graph: TrenchGraph, material: Material, milling: bool
) -> Prices:
    edges = graph.edges
    columns = ["price_code", "factor_code", *(["slot_code"] if milling else [])]
    codes = {code for column in columns for code in edges[column].unique()}
    return read_prices(catalogue, needed_codes(material, codes))


def _network_costs(
    joined: Joined, prices: Prices, material: Material, included_m: float
) -> NetworkCosts:
    """Return what digging each edge and joining each house costs at base prices."""
    codes = graph_rules()["wide"]["surcharge_code"], graph_rules()["barrier"]["pit_code"]
    dig_eur = np.ascontiguousarray(dig_costs(joined.graph, prices, codes)[:, _BASE])
    lead_ins = joined.lead_ins(joined.frontage)
    own = costs_of(lead_in_quantities(lead_ins, material, included_m), prices)
    own += costs_of(connection_quantities(joined.units, material), prices)
    return NetworkCosts(dig_eur, np.ascontiguousarray(own[:, _BASE]))
