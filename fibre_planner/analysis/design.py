"""From a project and a scenario to a plan: the stages in order, each kept for the next design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.budget import select_within_budget
from fibre_planner.analysis.former_choice import Former, FormerChoice, former_choice
from fibre_planner.analysis.former_network import changed_since, start_from
from fibre_planner.analysis.ground_prices import price_ground, price_search
from fibre_planner.analysis.groundwork import Groundwork, lay_ground
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.hierarchy.feeder_rounds import Fitted, fit_feeders, refit_feeders
from fibre_planner.analysis.phasing.dated_tables import with_years
from fibre_planner.analysis.phasing.phases import make_phases
from fibre_planner.analysis.plan_assembly import (
    PlanTables,
    assemble,
    lead_in_trenches,
)
from fibre_planner.analysis.plan_digest import inputs_digest, layer_digest, plan_id_of
from fibre_planner.analysis.plan_summary import length_and_cost, summarise
from fibre_planner.analysis.readiness import make_ready
from fibre_planner.analysis.routing import (
    Found,
    Network,
    Terrain,
    found_of,
    network_of,
    search_network,
)
from fibre_planner.analysis.selection import (
    NetworkCosts,
    Selection,
    select,
    served_only,
    with_entry_prices,
)
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.sketching import Onlooker
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.analysis.workbench import Kept, Workbench
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import ShowSketch, unseen
from fibre_planner.progress import Report, part, silent, steady

_BASE = LEVELS.index("base")


@dataclass(frozen=True, eq=False)
class Design:
    """A plan with everything that was worked out on the way to it.

    ground: streets with houses and POPs, before and after sites are laid over them. joined: the
    latter, with all houses that can be joined; served: with those the selection serves. costs:
    of digging each edge of that graph and of each house of joined; counted: what the search counts
    for it, which differs in blocked and preferred streets. found: the network as the
    search gave it, on the graph before sites; network: on the graph of joined. kept: the stages.
    """

    project: Project
    scenario: Scenario
    ground: Groundwork
    joined: Joined
    costs: NetworkCosts
    counted: NetworkCosts
    selection: Selection
    served: Joined
    found: Found
    network: Network
    equipment: Equipment
    tables: PlanTables
    plan: Plan
    kept: Mapping[str, Kept]


def design_network(
    project: Project,
    scenario: Scenario,
    report: Report = silent,
    *,
    created: str = "",
    before: Design | None = None,
    show: ShowSketch = unseen,
) -> Plan:
    """Return the plan of a scenario: the cheapest network found, its equipment, bill and figures.

    The parameters and errors are those of `design`.
    """
    return design(project, scenario, report, created=created, before=before, show=show).plan


def resolve_trenches(
    project: Project,
    scenario: Scenario,
    before: Design,
    report: Report = silent,
    *,
    created: str = "",
) -> Found:
    """Return the cheapest network found after an edit, without equipment, bill and tables.

    What digging it costs, and the bound, answer what a site or a price is worth; both are what
    the search counts, so blocked streets count more and preferred ones less than billed.
    before: the design of the project before the edit. created, report and errors: as in `design`.
    """
    bench = Workbench(steady(report), before.kept)
    return _routes(bench, project, scenario, day_of(created), before, Onlooker(report)).found


def design(
    project: Project,
    scenario: Scenario,
    report: Report = silent,
    *,
    created: str = "",
    before: Design | None = None,
    show: ShowSketch = unseen,
) -> Design:
    """Return the plan of a scenario and the stages it was made in.

    created: time of the plan in UTC (ISO 8601); its day decides which construction sites are
    over and which surfaces are fresh. Left empty, all dates count. before: a former design, of
    the project before an edit or of another scenario; what the edit left alone is taken over, and
    the search begins with its network. show: called with the best network so far, whenever a
    better one is found. report: may raise Cancelled, or Enough to end the search with that.

    Raises PlannerError where there are no streets, no addresses to reach, none that can be
    reached, or prices are missing.
    """
    bench = Workbench(steady(report), before.kept if before else {})
    day = day_of(created)
    digest = _digest(bench, project, scenario, day)
    onlooker = Onlooker(part(report, 0.4, 0.75), show)
    way = _routes(bench, project, scenario, day, before, onlooker)
    ground, served, found, network = way.ground, way.served, way.found, way.network
    joined, selection, terrain = way.joined, way.selection, found.terrain
    bench.report(0.75, tr("Comparing with shortest paths …"))
    paths = bench.stage(
        "baseline",
        shortest_path_union,
        terrain.graph,
        terrain.cost_eur,
        terrain.frontages,
        terrain.roots,
    )
    bench.report(0.8, tr("Placing cabinets, ducts and cables …"))
    former = bench.stage("former", partial(_fitted_before, before=before), found)
    network, equipment = _equipped(bench, project, scenario, way, former)
    bench.report(0.9, tr("Working out the cost …"))
    leads = _lead_ins(bench, project, served, way.tools[0])
    tables = bench.stage(
        "cost", assemble, project, scenario, ground.houses, served, equipment, way.tools, leads
    )
    if scenario.yearly_budget_eur is not None:
        bench.report(0.95, tr("Putting the building into years …"))
        money = (tables.expenses, way.tools[1])
        phases = bench.stage(
            "phases", make_phases, scenario, project.sites, served, equipment, money, day
        )
        tables = with_years(tables, phases, project, served, equipment)
    uncut_eur = _of_uncut(way.costs[0], ground.parent, len(terrain.graph.ends))
    baseline = length_and_cost(paths, terrain.graph.length_m, uncut_eur)
    network, least_eur = way.at_prices(network)
    summary = summarise(tables, served, equipment, network, baseline, bench.seconds)
    summary = replace(
        summary,
        budget=selection.budget,
        least_trench_eur=least_eur,
        least_trench_proven=found.proven,
    )
    bench.report(1.0, tr("The plan is made."))
    plan = Plan(
        plan_id=plan_id_of(digest, found.based_on),
        scenario=scenario,
        created=created,
        inputs_digest=digest,
        summary=summary,
        trenches=tables.trenches,
        nodes=tables.nodes,
        addresses=with_entry_prices(project, tables.addresses, joined, selection),
        items=tables.bill.items,
        rules=tables.rules,
        phases=tables.phases,
        based_on=found.based_on,
    )
    return Design(
        project=project,
        scenario=scenario,
        ground=ground,
        joined=joined,
        costs=way.costs[0],
        counted=way.costs[1],
        selection=selection,
        served=served,
        found=found,
        network=network,
        equipment=equipment,
        tables=tables,
        plan=plan,
        kept=bench.kept,
    )


def _equipped(
    bench: Workbench, project: Project, scenario: Scenario, way: _Routes, former: Fitted | None
) -> tuple[Network, Equipment]:
    """Return the network with its equipment, fitted to each other where nothing forbids it."""
    dig_eur, tools = way.costs[1].dig_eur, way.tools
    fits = way.selection.network is None and scenario.feeder_rounds > 0
    given = (project, scenario, way.served)
    if fits and former is not None:
        first = (way.network, former, way.ground.parent)
        return bench.stage("feeders again", refit_feeders, *given, first, dig_eur, tools)
    equipment = bench.stage("equipment", equip, *given, way.network.tree, tools[0])
    if not fits:
        return way.network, equipment
    both = (way.network, equipment)
    return bench.stage("feeders", fit_feeders, *given, both, dig_eur, tools)


def _lead_ins(
    bench: Workbench, project: Project, served: Joined, material: Material
) -> pd.DataFrame:
    """Return the rows of lead-ins, which a change of sites or prices leaves alone."""
    at = (served.street, served.row)
    lead_ins = (served.lead_in_lines, served.lead_in_m, served.crossed_m, served.units)
    given = (project.streets, project.addresses, at, lead_ins, material)
    return bench.stage("lead-ins", lead_in_trenches, *given)


def _fitted_before(found: Found, *, before: Design | None) -> Fitted | None:
    """Return the fitted network of the plan a search began with, None on other streets.

    Kept with what was found, so that it is that of the plan the new one names.
    """
    if before is None or found.based_on != before.plan.plan_id:
        return None
    graph, placed = before.found.terrain.graph, before.equipment.placed
    if graph is not found.terrain.graph:
        return None
    tree = before.network.tree
    cabinets, pops = np.split(tree.node[placed.place], [len(placed.new_cabinets)])
    # Where a site cut an edge is no place of the uncut graph.
    cabinets, pops = cabinets[cabinets < graph.node_count], pops[pops < graph.node_count]
    if not len(cabinets) or not len(pops):
        return None
    edges = np.unique(before.ground.parent[tree.edge[tree.edge >= 0]])
    return Fitted(edges, changed_since(before.found.terrain, found.terrain), cabinets, pops)


@dataclass(frozen=True, eq=False)
class _Routes:
    """The stages up to the network. tools: sizing rules and prices.

    costs: of digging and joining houses, and what the search counts for it.
    """

    ground: Groundwork
    joined: Joined
    tools: tuple[Material, Prices]
    costs: tuple[NetworkCosts, NetworkCosts]
    selection: Selection
    served: Joined
    found: Found
    network: Network

    def at_prices(self, network: Network) -> tuple[Network, float]:
        """Return a network of the search and its least trench cost, at prices.

        What it is above its bound stays: the bound is that of networks that follow the wishes.
        """
        prices, counted = self.costs
        if counted is prices:
            return network, self.found.cost_eur
        extra = counted.dig_eur - prices.dig_eur
        edge = network.tree.edge
        extra_eur = float(extra[edge[edge >= 0]].sum())
        cost_eur = network.cost_eur - extra_eur
        bound_eur = max(network.lower_bound_eur - extra_eur, 0.0)
        chosen = np.zeros(len(self.found.terrain.graph.ends), dtype=bool)
        chosen[self.found.edges] = True
        least_eur = self.found.cost_eur - float(extra[chosen[self.ground.parent]].sum())
        network = replace(network, cost_eur=cost_eur, lower_bound_eur=bound_eur)
        return network, min(least_eur, cost_eur)


def _routes(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    day: dt.date | None,
    before: Design | None,
    onlooker: Onlooker,
) -> _Routes:
    """Return the cheapest network found that serves what the scenario asks for."""
    ground = lay_ground(bench, project, scenario, day)
    uncut = ground.uncut.graph
    joined, costs, tools = price_ground(bench, project, scenario, ground.joined)
    counted = price_search(bench, scenario, joined, costs)
    uncut_eur = bench.stage("uncut costs", _of_uncut, counted, ground.parent, len(uncut.ends))
    everywhere = Terrain(ground.sections, uncut, uncut_eur, joined.frontage, joined.roots)
    former = _former(before, scenario.budget_eur, project, joined, everywhere, ground.parent)
    choose = partial(select_within_budget, report=onlooker.report, former=former)
    selection = _selection(bench, project, scenario, (joined, counted, tools), choose)
    served = bench.stage("served", served_only, joined, selection)
    both = (costs, counted)
    terrain = bench.stage(
        "terrain", Terrain, ground.sections, uncut, uncut_eur, served.frontage, served.roots
    )
    if selection.network is not None:
        found = bench.stage("network", found_of, selection.network, terrain, ground.parent)
        found = replace(found, based_on=selection.based_on, stopped=selection.stopped)
        return _Routes(ground, joined, tools, both, selection, served, found, selection.network)
    bench.report(0.4, tr("Searching the cheapest network …"))
    start = start_from(before.found, terrain, before.plan.plan_id) if before else None
    search = partial(search_network, start=start, onlooker=onlooker)
    found = bench.stage("network", search, terrain, scenario.seconds, scenario.seed)
    if found.stopped:
        del bench.kept["network"]  # the next design is to search on
    network = bench.stage("tree", network_of, found, joined.graph, ground.parent)
    return _Routes(ground, joined, tools, both, selection, served, found, network)


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


def _former(
    before: Design | None,
    budget_eur: float | None,
    project: Project,
    joined: Joined,
    terrain: Terrain,
    parent: IntArray,
) -> FormerChoice | None:
    """Return what a former design served, as it is on a terrain that has all houses.

    None without a budget, where nothing is to be chosen.
    """
    if before is None or budget_eur is None:
        return None
    old, new = (one.addresses["address_id"].to_numpy(object) for one in (before.project, project))
    former = Former(before.found, old[before.served.row], before.plan.plan_id)
    return former_choice(former, terrain, parent, new[joined.row])


def day_of(created: str) -> dt.date | None:
    """Return the day of a plan's time, None where it has none."""
    return dt.date.fromisoformat(created[:10]) if created else None


def _digest(bench: Workbench, project: Project, scenario: Scenario, day: dt.date | None) -> str:
    """Return the digest of all inputs, that of each layer kept for the next design."""

    def of_layer(name: str, frame: pd.DataFrame) -> str:
        return bench.stage(f"digest of {name}", layer_digest, frame)

    return inputs_digest(project, scenario, day, of_layer)


def _of_uncut(costs: NetworkCosts, parent: IntArray, count: int) -> FloatArray:
    """Return what digging each of so many uncut edges costs, the sum of its pieces."""
    return np.bincount(parent, weights=costs.dig_eur, minlength=count).astype(np.float64)
