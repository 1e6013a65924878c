"""The stages up to the graph a network is searched on: streets, houses, POPs, sites."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

import pandas as pd

from fibre_planner.analysis.hierarchy.pop_site import choose_pops
from fibre_planner.analysis.hierarchy.sites import with_sites
from fibre_planner.analysis.streets.colaying import dated_stretches, fresh_sites, usable_sites
from fibre_planner.analysis.streets.frontages import barrier_shapes, find_frontages, see_kerbs
from fibre_planner.analysis.streets.house_joining import (
    Houses,
    Joined,
    choose_houses,
    join_houses,
)
from fibre_planner.analysis.streets.private_ground import settle_on_ground, without_passages
from fibre_planner.analysis.streets.site_laying import lay_stretches
from fibre_planner.analysis.streets.street_graph import (
    lasting_graph,
    near_addresses,
    street_pieces,
    street_sections,
)
from fibre_planner.analysis.streets.trench_graph import IntArray, TrenchGraph
from fibre_planner.analysis.streets.trench_prices import street_rules
from fibre_planner.analysis.workbench import Workbench
from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Groundwork:
    """Streets with houses and POPs on them.

    sections: of streets between two meetings. uncut: the graph before sites and fresh surfaces
    are laid over it, which a change of sites leaves alone. joined: the same with its edges cut
    where a site begins or ends; nodes have the same numbers. parent: (edges of joined,) edge of
    the uncut graph each comes from, ascending.
    """

    houses: Houses
    sections: TrenchGraph
    uncut: Joined
    joined: Joined
    parent: IntArray


def lay_ground(
    bench: Workbench, project: Project, scenario: Scenario, day: dt.date | None
) -> Groundwork:
    """Return streets with houses and POPs on them.

    day: from which sites count as over and surfaces as fresh; None leaves all dates be.
    Raises PlannerError where nothing can be planned.
    """
    addresses, streets, areas = project.addresses, project.streets, project.areas
    bench.report(0.0, tr("Choosing the addresses …"))
    houses = bench.stage(
        "targets", choose_houses, addresses, _coverage(project, scenario), scenario.targets
    )
    bench.report(0.05, tr("Building the street graph …"))
    rules = bench.stage("street rules", street_rules, streets)
    sections = bench.stage("sections", street_sections, streets, rules)
    wide_m = scenario.wide_street_m
    lasting = (project.ducts, areas)
    pieces = bench.stage(
        "pieces", street_pieces, sections, rules, lasting, scenario.use_ducts, wide_m
    )
    near = bench.stage("built-up", near_addresses, pieces, addresses)
    graph = bench.stage("graph", lasting_graph, pieces, near, streets, rules, wide_m)
    bench.report(0.25, tr("Joining addresses to streets …"))
    place = _pop_place(project, scenario)
    pops = bench.stage(
        "POPs", choose_pops, project.nodes, place, graph, houses.points, houses.units
    )
    barriers = bench.stage("barriers", barrier_shapes, areas, streets, rules)
    reached = (pops.reachable, pops.in_public)
    kerbs = bench.stage(
        "kerbs", see_kerbs, graph, streets, reached, barriers, scenario.snap_distance_m
    )
    find = partial(find_frontages, former=bench.former("frontages"))
    found = bench.stage("frontages", find, houses.points, houses.name_key, kerbs)
    settled = bench.stage("private ground", settle_on_ground, found)
    whole = bench.stage("houses", join_houses, houses, settled, pops)
    yards = bench.stage("yards", without_passages, whole)
    grounds = (areas, project.buildings)
    uncut = bench.stage("places", with_sites, yards, yards.graph, *grounds)
    usable = usable_sites(project.sites, day) & scenario.use_sites
    stretches = bench.stage(
        "sites",
        dated_stretches,
        sections,
        project.sites,
        areas,
        usable,
        fresh_sites(project.sites, day),
    )
    laid = bench.stage("laying", lay_stretches, uncut.graph, stretches)
    joined = bench.stage("joined", with_sites, uncut, laid.graph, *grounds)
    return Groundwork(houses, sections, uncut, joined, laid.parent)


def _coverage(project: Project, scenario: Scenario) -> pd.DataFrame | None:
    """Return what decides about the targets, None where all addresses are."""
    return None if scenario.targets == "all" else project.coverage


def _pop_place(project: Project, scenario: Scenario) -> tuple[float, float] | None:
    """Return where the network begins: as the scenario says, else at the one PoP wished for."""
    if scenario.pop_x is not None and scenario.pop_y is not None:
        return scenario.pop_x, scenario.pop_y
    wished = project.node_wishes.geometry[project.node_wishes["kind"] == "pop"]
    if len(wished) != 1 or (project.nodes["kind"] == "pop").any() or wished.is_empty.any():
        return None
    return float(wished.iloc[0].x), float(wished.iloc[0].y)
