"""From the street layer to the graph of what may be dug, where and at which price."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.colaying import (
    STRETCH_KINDS,
    find_stretches,
    mark_pieces,
    read_rules,
)
from fibre_planner.analysis.streets.noding import node_streets
from fibre_planner.analysis.streets.street_sides import double_wide_streets
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    TrenchGraph,
    split_edges,
)
from fibre_planner.analysis.streets.trench_prices import graph_rules, street_rules, trench_positions
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

SCALED_CODES = ("TB01", "TB02", "TB03", "TB04", "TB05")
"""Open trenches, the positions that co-laying and a fresh surface make cheaper or dearer."""


def build_trench_graph(project: Project, scenario: Scenario, day: dt.date | None) -> TrenchGraph:
    """Return the streets of a project as a graph of what may be dug.

    day: from which sites count as over and surfaces as fresh; None leaves all dates be.
    Raises PlannerError where no street may be dug.
    """
    streets = project.streets
    rules = street_rules(streets)
    _need_streets(streets, rules)
    sections = _sections(streets, rules)
    stretches = find_stretches(project, scenario, sections.lines, day)
    edge, measure_m = _cuts(sections, stretches, rules, scenario)
    split = split_edges(sections, edge, measure_m)
    graph = split.graph
    kind, what = mark_pieces(stretches, split.parent, _middles(graph, split.parent))
    built_up = _built_up(project, graph)
    graph = _priced(graph, streets, rules, built_up, (kind, what))
    return _with_sides(graph, rules, built_up, scenario)


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


def _sections(streets: Any, rules: pd.DataFrame) -> TrenchGraph:
    """Return the diggable streets cut where they meet."""
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
    return TrenchGraph(
        sections.xy,
        sections.ends,
        sections.lines,
        shapely.length(sections.lines),
        pd.DataFrame({"street": rows[sections.street]}),
    )


def _cuts(
    graph: TrenchGraph, stretches: pd.DataFrame, rules: pd.DataFrame, scenario: Scenario
) -> tuple[IntArray, FloatArray]:
    """Return where to cut: at the ends of stretches, and evenly so that no piece is too long."""
    row = graph.edges["street"].to_numpy()
    wide = rules["width_m"].to_numpy()[row] >= scenario.wide_street_m
    longest = np.where(
        wide,
        graph_rules()["wide"]["crossing_interval_m"],
        2 * graph_rules()["built_up"]["reach_m"],
    )
    pieces = np.ceil(graph.length_m / longest - 1e-9).astype(np.int64)
    edge = np.repeat(np.arange(len(row)), np.maximum(pieces - 1, 0))
    begin = np.cumsum(np.maximum(pieces - 1, 0)) - np.maximum(pieces - 1, 0)
    nth = np.arange(len(edge)) - begin[edge] + 1
    even = nth * graph.length_m[edge] / pieces[edge]
    line = stretches["line"].to_numpy(np.int64)
    bounds = (stretches["from_m"].to_numpy(float), stretches["to_m"].to_numpy(float))
    return np.concatenate([edge, line, line]), np.concatenate([even, *bounds])


def _middles(graph: TrenchGraph, parent: IntArray) -> FloatArray:
    """Return the place of each piece's middle along the line it was cut from."""
    end = np.cumsum(graph.length_m)
    first = np.searchsorted(parent, parent, side="left")
    start = np.concatenate([[0.0], end])[first]
    return np.asarray(end - graph.length_m / 2 - start)


def _built_up(project: Project, graph: TrenchGraph) -> BoolArray:
    """Return which edges run past addresses, whether these are planned for or not."""
    places = project.addresses.geometry.to_numpy()
    places = places[~(shapely.is_missing(places) | shapely.is_empty(places))]
    result = np.zeros(len(graph.lines), dtype=bool)
    if len(places):
        reach_m = graph_rules()["built_up"]["reach_m"]
        near = shapely.STRtree(places).query_nearest(
            graph.lines, max_distance=reach_m, all_matches=False
        )
        result[near[0]] = True
    return result


def _priced(
    graph: TrenchGraph,
    streets: pd.DataFrame,
    rules: pd.DataFrame,
    built_up: BoolArray,
    stretch: tuple[IntArray, Any],
) -> TrenchGraph:
    """Return the graph with all columns of its edges."""
    row = graph.edges["street"].to_numpy()
    mine = rules.iloc[row].reset_index(drop=True)
    surface = streets["surface"].iloc[row].reset_index(drop=True)
    found = trench_positions(mine, surface, built_up)
    structure = streets["structure"].to_numpy(object)[row]
    at_grade = (structure == "") & (streets["level"].to_numpy()[row] == 0)
    kind, what = stretch
    is_kind = {name: kind == number for number, name in enumerate(STRETCH_KINDS)}
    drilled = is_kind["barrier"] & at_grade
    bridge = (structure == "bridge") & ~is_kind["duct"]
    scalable = found["price_code"].isin(SCALED_CODES).to_numpy() & ~bridge
    site, fresh = is_kind["site"] & scalable, is_kind["fresh"] & scalable
    bridge_rule, barrier_rule, laying = (
        graph_rules()["bridge"],
        graph_rules()["barrier"],
        read_rules(),
    )
    code = found["price_code"].to_numpy(object)
    code = np.where(bridge, bridge_rule["price_code"], code)
    code = np.where(drilled, barrier_rule["price_code"], code)
    code = np.where(is_kind["duct"], laying["duct"]["price_code"], code)
    method = np.where(bridge | drilled, "crossing", found["method"].to_numpy(object))
    method = np.where(is_kind["duct"], "existing_duct", np.where(site, "co_laying", method))
    factor = np.where(fresh, laying["fresh_surface"]["factor_code"], "")
    factor = np.where(site, laying["site"]["factor_code"], factor)
    side = mine["sidewalk"].map({"left": 1, "right": -1}).fillna(0).astype(np.int64)
    edges = pd.DataFrame(
        {
            "street": row,
            "price_code": code.astype(object),
            "factor_code": factor.astype(object),
            "method": method.astype(object),
            "surface": found["surface"].to_numpy(object),
            "site_id": np.where(site, what, ""),
            "stretch_id": np.where(site | fresh | drilled | is_kind["duct"], what, ""),
            "crossings": 0,
            "pits": drilled.astype(np.int64),
            "front": (structure == "") & ~drilled,
            "crossed_m": np.where(mine["carriageway"], mine["width_m"], 0.0),
            "side": side,
        }
    )
    return TrenchGraph(graph.xy, graph.ends, graph.lines, graph.length_m, edges)


def _with_sides(
    graph: TrenchGraph, rules: pd.DataFrame, built_up: BoolArray, scenario: Scenario
) -> TrenchGraph:
    """Return the graph with both sides of wide streets in town."""
    row = graph.edges["street"].to_numpy()
    width_m = rules["width_m"].to_numpy()[row]
    wide = built_up & (width_m >= scenario.wide_street_m)
    wide &= rules["carriageway"].to_numpy()[row] & graph.edges["front"].to_numpy()
    wide &= graph.edges["method"].to_numpy() != "existing_duct"
    graph.edges.loc[wide, "crossed_m"] = 0.0
    crossing = pd.Series(
        {
            "price_code": graph_rules()["wide"]["price_code"],
            "factor_code": "",
            "method": "crossing",
            "surface": "asphalt",
            "site_id": "",
            "stretch_id": "",
            "crossings": 1,
            "pits": 0,
            "front": False,
            "crossed_m": 0.0,
            "side": 0,
        }
    )
    return double_wide_streets(graph, wide, width_m, crossing)
