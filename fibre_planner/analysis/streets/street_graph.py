"""From the street layer to the graph of what may be dug, where and at which price.

What lasts is worked out first: where streets meet, where ducts and barriers lie, which side has a
trench. Construction sites and fresh surfaces, which come and go, are laid over it at the end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.colaying import (
    STRETCH_KINDS,
    dated_stretches,
    fresh_sites,
    lasting_stretches,
    mark_pieces,
    read_rules,
    usable_sites,
)
from fibre_planner.analysis.streets.noding import node_streets
from fibre_planner.analysis.streets.site_laying import lay_stretches
from fibre_planner.analysis.streets.street_sides import double_wide_streets
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    TrenchGraph,
    split_edges,
)
from fibre_planner.analysis.streets.trench_methods import slot_codes
from fibre_planner.analysis.streets.trench_prices import graph_rules, street_rules, trench_positions
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Pieces:
    """Streets in pieces no longer than a rule allows, and what lies there for good.

    kind: (edges,) index into STRETCH_KINDS, -1 for none; what: id of the duct or barrier.
    """

    graph: TrenchGraph
    kind: IntArray
    what: Any


def build_trench_graph(project: Project, scenario: Scenario, day: dt.date | None) -> TrenchGraph:
    """Return the streets of a project as a graph of what may be dug.

    day: from which sites count as over and surfaces as fresh; None leaves all dates be.
    Raises PlannerError where no street may be dug.
    """
    rules = street_rules(project.streets)
    sections = street_sections(project.streets, rules)
    pieces = street_pieces(
        sections,
        rules,
        (project.ducts, project.areas),
        scenario.use_ducts,
        scenario.wide_street_m,
    )
    near = near_addresses(pieces, project.addresses)
    graph = lasting_graph(pieces, near, project.streets, rules, scenario.wide_street_m)
    sites = project.sites
    stretches = dated_stretches(
        sections,
        sites,
        project.areas,
        usable_sites(sites, day) & scenario.use_sites,
        fresh_sites(sites, day),
    )
    return lay_stretches(graph, stretches).graph


def street_sections(streets: Any, rules: pd.DataFrame) -> TrenchGraph:
    """Return the diggable streets cut where they meet.

    rules: street_rules of the streets. Raises PlannerError where no street may be dug.
    """
    _need_streets(streets, rules)
    noding = graph_rules()["noding"]
    rows = np.flatnonzero(rules["diggable"])
    sections = node_streets(
        streets.geometry.to_numpy()[rows],
        streets["level"].to_numpy(np.int64)[rows],
        touch_m=noding["touch_m"],
        snap_ends_m=noding["snap_ends_m"],
    )
    if not len(sections.lines):
        raise PlannerError(
            tr("No street has a usable line."), tr("Import the streets once more and check them.")
        )
    length_m = shapely.length(sections.lines)
    edges = pd.DataFrame(
        {
            "street": rows[sections.street],
            "section": np.arange(len(length_m)),
            "from_m": 0.0,
            "to_m": length_m,
            "lane": 0,
        }
    )
    return TrenchGraph(sections.xy, sections.ends, sections.lines, length_m, edges)


def _need_streets(streets: pd.DataFrame, rules: pd.DataFrame) -> None:
    if streets.empty:
        raise PlannerError(
            tr("The project has no streets."),
            tr("Import streets first, for example from OpenStreetMap."),
        )
    if not rules["diggable"].any():
        raise PlannerError(
            tr("None of the streets may be dug."),
            tr("Check the column road_class of the streets."),
        )


def street_pieces(
    sections: TrenchGraph,
    rules: pd.DataFrame,
    lasting: tuple[Any, Any],
    use_ducts: bool,
    wide_street_m: float,
) -> Pieces:
    """Return the sections cut at ducts and barriers, and evenly so that no piece is too long.

    rules: street_rules of the streets. lasting: the layers ducts and areas.
    """
    stretches = lasting_stretches(sections.lines, *lasting, use_ducts=use_ducts)
    width_m = rules["width_m"].to_numpy()[sections.edges["street"].to_numpy()]
    edge, measure_m = _cuts(sections, stretches, width_m >= wide_street_m)
    split = split_edges(sections, edge, measure_m)
    kind, what = mark_pieces(stretches, split.parent, _middles(split.graph))
    return Pieces(split.graph, kind, what)


def _cuts(
    graph: TrenchGraph, stretches: pd.DataFrame, wide: BoolArray
) -> tuple[IntArray, FloatArray]:
    """Return where to cut: at the ends of stretches, and evenly so that no piece is too long."""
    longest = np.where(
        wide,
        graph_rules()["wide"]["crossing_interval_m"],
        2 * graph_rules()["built_up"]["reach_m"],
    )
    pieces = np.ceil(graph.length_m / longest - 1e-9).astype(np.int64)
    edge = np.repeat(np.arange(len(wide)), np.maximum(pieces - 1, 0))
    begin = np.cumsum(np.maximum(pieces - 1, 0)) - np.maximum(pieces - 1, 0)
    nth = np.arange(len(edge)) - begin[edge] + 1
    even = nth * graph.length_m[edge] / pieces[edge]
    line = stretches["line"].to_numpy(np.int64)
    bounds = (stretches["from_m"].to_numpy(float), stretches["to_m"].to_numpy(float))
    return np.concatenate([edge, line, line]), np.concatenate([even, *bounds])


def _middles(graph: TrenchGraph) -> FloatArray:
    """Return the place of each piece's middle along the axis of its section."""
    return np.asarray((graph.edges["from_m"] + graph.edges["to_m"]) / 2)


def near_addresses(pieces: Pieces, addresses: Any) -> BoolArray:
    """Return which pieces run past addresses, whether these are planned for or not."""
    places = addresses.geometry.to_numpy()
    places = places[~(shapely.is_missing(places) | shapely.is_empty(places))]
    lines = pieces.graph.lines
    result = np.zeros(len(lines), dtype=bool)
    if len(places):
        reach_m = graph_rules()["built_up"]["reach_m"]
        near = shapely.STRtree(places).query_nearest(lines, max_distance=reach_m, all_matches=False)
        result[near[0]] = True
    return result


def lasting_graph(
    pieces: Pieces,
    built_up: BoolArray,
    streets: pd.DataFrame,
    rules: pd.DataFrame,
    wide_street_m: float,
) -> TrenchGraph:
    """Return what may be dug before sites and fresh surfaces are laid over it.

    built_up: (pieces,) whether addresses are near. rules: street_rules of the streets.
    """
    graph = _priced(pieces, streets, rules, built_up)
    return _with_sides(graph, rules, built_up, wide_street_m)


def _priced(
    pieces: Pieces, streets: pd.DataFrame, rules: pd.DataFrame, built_up: BoolArray
) -> TrenchGraph:
    """Return the graph with all columns of its edges."""
    graph = pieces.graph
    row = graph.edges["street"].to_numpy()
    mine = rules.iloc[row].reset_index(drop=True)
    surface = streets["surface"].iloc[row].reset_index(drop=True)
    found = trench_positions(mine, surface, built_up)
    structure = streets["structure"].to_numpy(object)[row]
    at_grade = (structure == "") & (streets["level"].to_numpy()[row] == 0)
    in_duct = pieces.kind == STRETCH_KINDS.index("duct")
    drilled = (pieces.kind == STRETCH_KINDS.index("barrier")) & at_grade
    bridge = (structure == "bridge") & ~in_duct
    # Where a duct lies already, its owner has agreed to it.
    private = mine["private"].to_numpy() & ~in_duct
    code = found["price_code"].to_numpy(object)
    code = np.where(bridge, graph_rules()["bridge"]["price_code"], code)
    code = np.where(drilled, graph_rules()["barrier"]["price_code"], code)
    code = np.where(in_duct, read_rules()["duct"]["price_code"], code)
    method = np.where(bridge | drilled, "crossing", found["method"].to_numpy(object))
    method = np.where(in_duct, "existing_duct", method)
    side = mine["sidewalk"].map({"left": 1, "right": -1}).fillna(0).astype(np.int64)
    edges = graph.edges.assign(
        price_code=code.astype(object),
        factor_code=np.full(len(row), "", dtype=object),
        method=method.astype(object),
        surface=found["surface"].to_numpy(object),
        slot_code=slot_codes(mine, surface, (structure == "") & ~drilled & ~in_duct & ~private),
        site_id=np.full(len(row), "", dtype=object),
        stretch_id=np.where(drilled | in_duct, pieces.what, ""),
        crossings=0,
        pits=drilled.astype(np.int64),
        front=(structure == "") & ~drilled,
        crossed_m=np.where(mine["carriageway"] & ~private, mine["width_m"], 0.0),
        private=private,
        side=side,
    )
    return TrenchGraph(graph.xy, graph.ends, graph.lines, graph.length_m, edges)


def _with_sides(
    graph: TrenchGraph, rules: pd.DataFrame, built_up: BoolArray, wide_street_m: float
) -> TrenchGraph:
    """Return the graph with both sides of wide streets in town."""
    row = graph.edges["street"].to_numpy()
    width_m = rules["width_m"].to_numpy()[row]
    wide = built_up & (width_m >= wide_street_m)
    wide &= rules["carriageway"].to_numpy()[row] & graph.edges["front"].to_numpy()
    wide &= graph.edges["method"].to_numpy() != "existing_duct"
    wide &= ~graph.edges["private"].to_numpy(bool)
    graph.edges.loc[wide, "crossed_m"] = 0.0
    crossing = pd.Series(
        {
            "price_code": graph_rules()["wide"]["price_code"],
            "factor_code": "",
            "method": "crossing",
            "surface": "asphalt",
            "slot_code": "",
            "site_id": "",
            "stretch_id": "",
            "crossings": 1,
            "pits": 0,
            "front": False,
            "crossed_m": 0.0,
            "private": False,
            "side": 0,
        }
    )
    return double_wide_streets(graph, wide, width_m, crossing)
