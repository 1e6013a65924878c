"""From a project and a scenario to a plan: the stages in order, each kept for the next design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.budget import select_within_budget
from fibre_planner.analysis.costing import connection_quantities, costs_of, lead_in_quantities
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.phasing.dated_tables import with_years
from fibre_planner.analysis.phasing.phases import make_phases
from fibre_planner.analysis.phasing.terms import first_year_of
from fibre_planner.analysis.plan_assembly import PlanTables, assemble, needed_codes
from fibre_planner.analysis.plan_digest import inputs_digest
from fibre_planner.analysis.plan_summary import length_and_cost, summarise
from fibre_planner.analysis.readiness import make_ready
from fibre_planner.analysis.routing import Network, dig_costs, route
from fibre_planner.analysis.selection import (
    NetworkCosts,
    Selection,
    select,
    served_only,
    with_entry_prices,
)
from fibre_planner.analysis.sizing import Material, read_material
from fibre_planner.analysis.sketching import Onlooker
from fibre_planner.analysis.streets.colaying import fresh_sites, usable_sites
from fibre_planner.analysis.streets.house_joining import (
    Houses,
    Joined,
    choose_houses,
    join_houses,
)
from fibre_planner.analysis.streets.street_graph import build_trench_graph
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.analysis.streets.trench_prices import Prices, graph_rules, read_prices
from fibre_planner.analysis.workbench import Kept, Workbench
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import ShowSketch, unseen
from fibre_planner.progress import Report, silent, steady

_ID_LENGTH = 12
_BASE = LEVELS.index("base")


@dataclass(frozen=True, eq=False)
class Design:
    """A plan with everything that was worked out on the way to it.

    houses: the addresses to be reached. joined: the graph with all houses that can be joined;
    served: the same graph with those the selection serves. costs: of digging each edge of that
    graph and of each house of joined. baseline: edges of the union of shortest paths. kept: the
    stages, from which a design of an edited project takes over what its edit left alone.
    """

    project: Project
    scenario: Scenario
    houses: Houses
    joined: Joined
    costs: NetworkCosts
    selection: Selection
    served: Joined
    network: Network
    baseline: IntArray
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
    the project before an edit or of another scenario. show: called with the best network so far,
    whenever a better one is found.

    Raises PlannerError where there are no streets, no addresses to reach, none that can be
    reached, or prices are missing.
    """
    bench = Workbench(report, before.kept if before else {})
    tell = steady(report)  # only the search can be finished early
    day = day_of(created)
    tell(0.0, tr("Choosing the addresses …"))
    digest = bench.stage("digest", digest_of, project, scenario, day)
    houses = bench.stage("targets", choose_houses, project, scenario)
    tell(0.05, tr("Building the street graph …"))
    graph = bench.stage("graph", build_trench_graph, project, scenario, day)
    tell(0.25, tr("Joining addresses to streets …"))
    joined = bench.stage("frontages", join_houses, project, scenario, graph, houses)
    material = bench.stage("material", read_material, scenario.reserve_share)
    prices = bench.stage("prices", _prices, project.catalogue, joined, material)
    costs = bench.stage(
        "prices of edges", _network_costs, joined, prices, material, scenario.included_lead_in_m
    )
    tools = (material, prices)
    selection = _selection(bench, project, scenario, joined, costs, tools)
    served = bench.stage("served", served_only, joined, selection)
    tell(0.4, tr("Searching the cheapest network …"))
    network = selection.network or bench.stage(
        "network",
        partial(route, onlooker=Onlooker(bench.part(0.4, 0.75), show)),
        served.graph,
        costs.dig_eur,
        served.frontage,
        served.roots,
        scenario,
    )
    tell(0.75, tr("Comparing with shortest paths …"))
    baseline = bench.stage(
        "baseline",
        shortest_path_union,
        served.graph,
        costs.dig_eur,
        served.frontage,
        served.roots,
    )
    tell(0.8, tr("Placing cabinets, ducts and cables …"))
    equipment = bench.stage("equipment", equip, project, scenario, served, network.tree, material)
    tell(0.9, tr("Working out the cost …"))
    tables = bench.stage("cost", assemble, project, scenario, houses, served, equipment, tools)
    if scenario.yearly_budget_eur is not None:
        report(0.95, tr("Putting the building into years …"))
        money = (tables.expenses, prices)
        phases = bench.stage(
            "phases", make_phases, scenario, project.sites, served, equipment, money, day
        )
        tables = with_years(tables, phases, project, served, equipment)
    paths = length_and_cost(baseline, served.graph.length_m, costs.dig_eur)
    summary = summarise(tables, served, equipment, network, paths, bench.seconds)
    summary = replace(summary, budget=selection.budget)
    tell(1.0, tr("The plan is made."))
    plan = Plan(
        plan_id=f"plan-{digest[:_ID_LENGTH]}",
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
    )
    return Design(
        project=project,
        scenario=scenario,
        houses=houses,
        joined=joined,
        costs=costs,
        selection=selection,
        served=served,
        network=network,
        baseline=baseline,
        equipment=equipment,
        tables=tables,
        plan=plan,
        kept=bench.kept,
    )


def _selection(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    joined: Joined,
    costs: NetworkCosts,
    tools: tuple[Material, Prices],
) -> Selection:
    """Return which houses are served: all, or those that the scenario's budget buys."""
    if scenario.budget_eur is None:
        return bench.stage("selection", select, joined)
    report = steady(bench.part(0.3, 0.75))
    make_ready(report)
    choose = partial(select_within_budget, report=report)
    return bench.stage("selection", choose, project, scenario, joined, costs, tools)


def day_of(created: str) -> dt.date | None:
    """Return the day of a plan's time, None where it has none."""
    return dt.date.fromisoformat(created[:10]) if created else None


def digest_of(project: Project, scenario: Scenario, day: dt.date | None) -> str:
    """Return the fingerprint of all inputs of a plan; of the day only what it decides."""
    open_sites = project.sites["site_id"].to_numpy(object)[usable_sites(project.sites, day)]
    fresh = project.sites["site_id"].to_numpy(object)[fresh_sites(project.sites, day)]
    further = [*open_sites, "", *fresh]
    if scenario.yearly_budget_eur is not None:
        further += ["", str(first_year_of(scenario, day))]
    return inputs_digest(project, scenario, further)


def _prices(catalogue: object, joined: Joined, material: Material) -> Prices:
    edges = joined.graph.edges
    codes = {*edges["price_code"], *edges["factor_code"]}
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
