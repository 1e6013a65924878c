"""From a project and a scenario to a plan: the stages in order."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.hierarchy.equipment import Equipment, equip
from fibre_planner.analysis.plan_assembly import PlanTables, assemble, needed_codes
from fibre_planner.analysis.plan_digest import inputs_digest
from fibre_planner.analysis.routing import Network, dig_costs, route
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.colaying import fresh_sites, usable_sites
from fibre_planner.analysis.streets.house_joining import Joined, choose_houses, join_houses
from fibre_planner.analysis.streets.street_graph import build_trench_graph
from fibre_planner.analysis.streets.trench_graph import FloatArray, TrenchGraph
from fibre_planner.analysis.streets.trench_prices import Prices, graph_rules, read_prices
from fibre_planner.language import tr
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan, PlanSummary
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Report, part, silent

_ID_LENGTH = 12


def design_network(
    project: Project, scenario: Scenario, report: Report = silent, *, created: str = ""
) -> Plan:
    """Return the plan of a scenario: the cheapest network found, its equipment, bill and figures.

    created: time of the plan in UTC (ISO 8601); its day decides which construction sites are
    over and which surfaces are fresh. Left empty, all dates count.

    Raises PlannerError where there are no streets, no addresses to reach, none that can be
    reached, or prices are missing.
    """
    seconds: dict[str, float] = {}
    day = day_of(created)
    report(0.0, tr("Choosing the addresses …"))
    with _timed(seconds, "targets"):
        digest = digest_of(project, scenario, day)
        houses = choose_houses(project, scenario)
    report(0.05, tr("Building the street graph …"))
    with _timed(seconds, "graph"):
        graph = build_trench_graph(project, scenario, day)
    report(0.25, tr("Joining addresses to streets …"))
    with _timed(seconds, "frontages"):
        joined = join_houses(project, scenario, graph, houses)
        material = read_material(scenario.reserve_share)
        prices = read_prices(project.catalogue, needed_codes(material, _trench_codes(graph)))
        dig_eur = _dig_costs(joined.graph, prices)
    report(0.4, tr("Searching the cheapest network …"))
    with _timed(seconds, "network"):
        network = route(
            joined.graph, dig_eur, joined.frontage, joined.roots, scenario, part(report, 0.4, 0.75)
        )
    report(0.75, tr("Comparing with shortest paths …"))
    with _timed(seconds, "baseline"):
        baseline = shortest_path_union(joined.graph, dig_eur, joined.frontage, joined.roots)
    report(0.8, tr("Placing cabinets, ducts and cables …"))
    with _timed(seconds, "equipment"):
        equipment = equip(project, scenario, joined, network.tree, material)
    report(0.9, tr("Working out the cost …"))
    with _timed(seconds, "cost"):
        tables = assemble(project, scenario, houses, joined, equipment, (material, prices))
    paths = (float(joined.graph.length_m[baseline].sum()), float(dig_eur[baseline].sum()))
    summary = _summary(tables, joined, equipment, network, paths, seconds)
    report(1.0, tr("The plan is made."))
    return Plan(
        plan_id=f"plan-{digest[:_ID_LENGTH]}",
        scenario=scenario,
        created=created,
        inputs_digest=digest,
        summary=summary,
        trenches=tables.trenches,
        nodes=tables.nodes,
        addresses=tables.addresses,
        items=tables.bill.items,
        rules=tables.rules,
    )


def day_of(created: str) -> dt.date | None:
    """Return the day of a plan's time, None where it has none."""
    return dt.date.fromisoformat(created[:10]) if created else None


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - begun


def digest_of(project: Project, scenario: Scenario, day: dt.date | None) -> str:
    """Return the fingerprint of all inputs of a plan; of the day only what it decides."""
    open_sites = project.sites["site_id"].to_numpy(object)[usable_sites(project.sites, day)]
    fresh = project.sites["site_id"].to_numpy(object)[fresh_sites(project.sites, day)]
    return inputs_digest(project, scenario, [*open_sites, "", *fresh])


def _trench_codes(graph: TrenchGraph) -> set[str]:
    return {*graph.edges["price_code"], *graph.edges["factor_code"]}


def _dig_costs(graph: TrenchGraph, prices: Prices) -> FloatArray:
    """Return what digging each edge costs at base prices, in EUR."""
    codes = graph_rules()["wide"]["surcharge_code"], graph_rules()["barrier"]["pit_code"]
    return np.ascontiguousarray(dig_costs(graph, prices, codes)[:, LEVELS.index("base")])


def _summary(
    tables: PlanTables,
    joined: Joined,
    equipment: Equipment,
    network: Network,
    paths: tuple[float, float],
    seconds: dict[str, float],
) -> PlanSummary:
    """Return the figures. paths: metres and EUR of the union of shortest paths in streets."""
    reasons, counts = np.unique(joined.reason[joined.reason != ""].astype(str), return_counts=True)
    street_m = float(equipment.sections.length_m.sum())
    lead_in_m = float(equipment.lead_ins.length_m.sum())
    return PlanSummary(
        addresses=len(joined.reason),
        connected=len(joined.row),
        unconnected=dict(zip(reasons.tolist(), counts.tolist(), strict=True)),
        units=int(joined.units.sum()),
        trench_m=street_m + lead_in_m,
        street_trench_m=street_m,
        lead_in_m=lead_in_m,
        cabinets=int((tables.nodes["kind"] == "cabinet").sum()),
        pops=equipment.pop_count,
        cost_eur=tables.bill.total,
        trench_cost_eur=network.cost_eur,
        lower_bound_eur=network.lower_bound_eur,
        gap=network.gap,
        proven=network.proven,
        shortest_path_baseline_m=paths[0] + lead_in_m,
        shortest_path_baseline_eur=paths[1],
        seconds=seconds,
    )
