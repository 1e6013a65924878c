"""The stages up to the network: ground, prices, who is served, and the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fibre_planner.analysis.budget import select_within_budget
from fibre_planner.analysis.former_choice import Former, former_choice
from fibre_planner.analysis.ground_prices import price_ground, price_search
from fibre_planner.analysis.groundwork import Groundwork, lay_ground
from fibre_planner.analysis.hierarchy.place_finding import find_places, with_places
from fibre_planner.analysis.readiness import make_ready
from fibre_planner.analysis.routing import (
    Found,
    Network,
    Start,
    Terrain,
    found_of,
    network_of,
    search_network,
)
from fibre_planner.analysis.selection import NetworkCosts, Selection, select, served_only
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.sketching import Onlooker
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Way:
    """The stages up to the search for a network. tools: sizing rules and prices.

    costs: of digging and joining houses; counted: what the search counts for it.
    """

    ground: Groundwork
    joined: Joined
    tools: tuple[Material, Prices]
    costs: NetworkCosts
    counted: NetworkCosts
    selection: Selection
    served: Joined
    terrain: Terrain

    def at_prices(self, network: Network, found: Found) -> tuple[Network, float]:
        """Return a network of the search and its least trench cost, at prices.

        What it is above its bound stays: the bound is that of networks that follow the wishes.
        """
        prices, counted = self.costs, self.counted
        if counted is prices:
            return network, found.cost_eur
        extra = counted.dig_eur - prices.dig_eur
        edge = network.tree.edge
        extra_eur = float(extra[edge[edge >= 0]].sum())
        cost_eur = network.cost_eur - extra_eur
        bound_eur = max(network.lower_bound_eur - extra_eur, 0.0)
        chosen = np.zeros(len(found.terrain.graph.ends), dtype=bool)
        chosen[found.edges] = True
        least_eur = found.cost_eur - float(extra[chosen[self.ground.parent]].sum())
        network = replace(network, cost_eur=cost_eur, lower_bound_eur=bound_eur)
        return network, min(least_eur, cost_eur)


def way_to_search(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    day: dt.date | None,
    former: Former | None,
    onlooker: Onlooker,
) -> Way:
    """Return the ground on which a network is to serve what the scenario asks for.

    former: what a former design served, for a choice within a budget to begin with.
    """
    ground = lay_ground(bench, project, scenario, day)
    uncut = ground.uncut.graph
    joined, costs, tools = price_ground(bench, project, scenario, ground.joined)
    counted = price_search(bench, scenario, joined, costs)
    uncut_eur = bench.stage("uncut costs", of_uncut, counted, ground.parent, len(uncut.ends))
    everywhere = Terrain(ground.sections, uncut, uncut_eur, joined.frontage, joined.roots)
    choice = None
    if former is not None and scenario.budget_eur is not None:
        ids = project.addresses["address_id"].to_numpy(object)[joined.row]
        choice = former_choice(former, everywhere, ground.parent, ids)
    choose = partial(select_within_budget, report=onlooker.report, former=choice)
    selection = _selection(bench, project, scenario, (joined, counted, tools), choose)
    served = bench.stage("served", served_only, joined, selection)
    asked = bench.stage("asked places", find_places, ground.uncut, project.node_wishes)
    served = bench.stage("asked", with_places, served, asked)
    terrain = bench.stage(
        "terrain", Terrain, ground.sections, uncut, uncut_eur, served.terminals(), served.roots
    )
    return Way(ground, joined, tools, costs, counted, selection, served, terrain)


def searched(
    bench: Workbench, scenario: Scenario, way: Way, start: Start | None, onlooker: Onlooker
) -> tuple[Found, Network]:
    """Return the cheapest network found, on the graph before sites and on that of all houses."""
    chosen, terrain, parent = way.selection, way.terrain, way.ground.parent
    if chosen.network is not None:
        found = bench.stage("network", found_of, chosen.network, terrain, parent)
        found = replace(found, based_on=chosen.based_on, stopped=chosen.stopped)
        return found, chosen.network
    bench.report(0.4, tr("Searching the cheapest network …"))
    search = partial(search_network, start=start, onlooker=onlooker)
    found = bench.stage("network", search, terrain, scenario.seconds, scenario.seed)
    if found.stopped:
        # The next design is to search on.
        del bench.kept["network"], bench.kept["former"]
    return found, bench.stage("tree", network_of, found, way.joined.graph, parent)


def _selection(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    ground: tuple[Joined, NetworkCosts, tuple[Material, Prices]],
    choose: Callable[..., Selection],
) -> Selection:
    """Return which houses are served: all, or those that the scenario's budget buys.

    ground: houses on the graph, costs, and tools; choose: what makes the choice within a budget.
    """
    if scenario.budget_eur is None:
        return bench.stage("selection", select, ground[0])
    make_ready(bench.part(0.3, 0.4))
    selection = bench.stage("selection", choose, project, scenario, *ground)
    if selection.stopped:
        del bench.kept["selection"]  # the next design is to search on
    return selection


def of_uncut(costs: NetworkCosts, parent: IntArray, count: int) -> FloatArray:
    """Return what digging each of so many uncut edges costs, the sum of its pieces."""
    return np.bincount(parent, weights=costs.dig_eur, minlength=count).astype(np.float64)
