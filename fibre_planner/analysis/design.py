"""From a project and a scenario to a plan: the stages in order, each kept for the next design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.former_choice import Former
from fibre_planner.analysis.former_network import start_from
from fibre_planner.analysis.groundwork import Groundwork
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.hierarchy.feeder_rounds import (
    Fitted,
    fit_feeders,
    refit_feeders,
    refit_trenches,
)
from fibre_planner.analysis.network_stages import Way, of_uncut, searched, way_to_search
from fibre_planner.analysis.phasing.dated_tables import with_years
from fibre_planner.analysis.phasing.phases import make_phases
from fibre_planner.analysis.plan_assembly import (
    PlanTables,
    assemble,
    lead_in_trenches,
)
from fibre_planner.analysis.plan_digest import inputs_digest, layer_digest, plan_id_of
from fibre_planner.analysis.plan_summary import length_and_cost, summarise
from fibre_planner.analysis.routing import (
    Found,
    Network,
    Start,
    Terrain,
)
from fibre_planner.analysis.selection import (
    NetworkCosts,
    Selection,
    with_entry_prices,
)
from fibre_planner.analysis.side_work import beside
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.sketching import Onlooker
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.workbench import Kept, Workbench
from fibre_planner.language import tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.sketch import ShowSketch, unseen
from fibre_planner.progress import Report, part, silent, steady


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
    onlooker = Onlooker(report)
    way = way_to_search(bench, project, scenario, day_of(created), _former(before), onlooker)
    start = start_from(before.found, way.terrain, before.plan.plan_id)
    return searched(bench, scenario, way, start, onlooker)[0]


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
    way = way_to_search(bench, project, scenario, day, _former(before), onlooker)
    ground, joined, served, selection = way.ground, way.joined, way.served, way.selection
    terrain = way.terrain
    start = start_from(before.found, terrain, before.plan.plan_id) if before else None
    former = _former_trenches(bench, scenario, way, start, before)
    with beside(partial(_fitted_again, bench, project, scenario, way, former)) as again:
        found, network = searched(bench, scenario, way, start, onlooker)
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
        network, equipment = _equipped(bench, project, scenario, way, (network, again()))
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
    uncut_eur = of_uncut(way.costs, ground.parent, len(terrain.graph.ends))
    baseline = length_and_cost(paths, terrain.graph.length_m, uncut_eur)
    network, least_eur = way.at_prices(network, found)
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
        costs=way.costs,
        counted=way.counted,
        selection=selection,
        served=served,
        found=found,
        network=network,
        equipment=equipment,
        tables=tables,
        plan=plan,
        kept=bench.kept,
    )


def _former(before: Design | None) -> Former | None:
    """Return what a former design served."""
    if before is None:
        return None
    ids = before.project.addresses["address_id"].to_numpy(object)
    return Former(before.found, ids[before.served.row], before.plan.plan_id)


def _fits(scenario: Scenario, selection: Selection) -> bool:
    """Return whether trenches and feeders may be fitted to each other."""
    return selection.network is None and scenario.feeder_rounds > 0


def _fitted_again(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    way: Way,
    former: Fitted | None,
    report: Report,
) -> Equipment | None:
    """Return the equipment fitted in one round to a former network, None where there is none."""
    if former is None or not _fits(scenario, way.selection):
        return None
    before, money = (former, way.ground.parent), (way.counted.dig_eur, *way.tools)
    make = partial(refit_trenches, report=report)
    return bench.stage("trenches again", make, project, scenario, way.served, before, money)


def _equipped(
    bench: Workbench,
    project: Project,
    scenario: Scenario,
    way: Way,
    found: tuple[Network, Equipment | None],
) -> tuple[Network, Equipment]:
    """Return the network with its equipment, fitted to each other where nothing forbids it.

    found: the cheapest network, and the equipment fitted to a former one.
    """
    network, again = found
    money = (way.counted.dig_eur, way.tools)
    given = (project, scenario, way.served)
    if again is not None:
        return bench.stage("feeders again", refit_feeders, *given, (network, again), *money)
    equipment = bench.stage("equipment", equip, *given, network.tree, way.tools[0])
    if not _fits(scenario, way.selection):
        return network, equipment
    return bench.stage("feeders", fit_feeders, *given, (network, equipment), *money)


def _lead_ins(
    bench: Workbench, project: Project, served: Joined, material: Material
) -> pd.DataFrame:
    """Return the rows of lead-ins, which a change of sites or prices leaves alone."""
    at = (served.street, served.row)
    lead_ins = (served.lead_in_lines, served.lead_in_m, served.crossed_m, served.units)
    given = (project.streets, project.addresses, at, lead_ins, material)
    return bench.stage("lead-ins", lead_in_trenches, *given)


def _former_trenches(
    bench: Workbench,
    scenario: Scenario,
    way: Way,
    start: Start | None,
    before: Design | None,
) -> Fitted | None:
    """Return the fitted network of the plan a search begins with, None without a search.

    Kept as long as what was found, so that it is that of the plan the new one names.
    """
    if way.selection.network is not None:
        return None
    make = partial(_fitted_before, start=start, before=before)
    return bench.stage("former", make, way.terrain, scenario.seconds, scenario.seed)


def _fitted_before(
    terrain: Terrain,
    _seconds: float | None,
    _seed: int,
    *,
    start: Start | None,
    before: Design | None,
) -> Fitted | None:
    """Return the fitted network of a former design, None on other streets."""
    if before is None or start is None:
        return None
    graph, placed = before.found.terrain.graph, before.equipment.placed
    if graph is not terrain.graph:
        return None
    tree = before.network.tree
    cabinets, pops = np.split(tree.node[placed.place], [len(placed.new_cabinets)])
    # Where a site cut an edge is no place of the uncut graph.
    cabinets, pops = cabinets[cabinets < graph.node_count], pops[pops < graph.node_count]
    if not len(cabinets) or not len(pops):
        return None
    edges = np.unique(before.ground.parent[tree.edge[tree.edge >= 0]])
    return Fitted(edges, start.changed, cabinets, pops)


def day_of(created: str) -> dt.date | None:
    """Return the day of a plan's time, None where it has none."""
    return dt.date.fromisoformat(created[:10]) if created else None


def _digest(bench: Workbench, project: Project, scenario: Scenario, day: dt.date | None) -> str:
    """Return the digest of all inputs, that of each layer kept for the next design."""

    def of_layer(name: str, frame: pd.DataFrame) -> str:
        return bench.stage(f"digest of {name}", layer_digest, frame)

    return inputs_digest(project, scenario, day, of_layer)
