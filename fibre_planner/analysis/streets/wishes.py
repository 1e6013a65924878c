"""Wishes of planners for streets, blocked, preferred or drawn by hand, as prices of the search.

A wish changes what the search counts for an edge, never what is billed, and never the graph: so
an edit is re-solved as quickly as a change of prices. Crossings of a blocked street are free.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.street_sides import CROSSING_LANE
from fibre_planner.analysis.streets.trench_graph import FloatArray, TrenchGraph
from fibre_planner.analysis.streets.trench_prices import graph_rules

_ON_LINE_M = 0.05
_WHOLE_M = 0.01


def lay_wishes(joined: Joined, wishes: Any, streets: Any) -> Joined:
    """Return the graph with the column wish: blocked, preferred, drawn or empty for each edge.

    wishes, streets: the layers. Where wishes lie on each other, the last one counts. Without any
    the graph is the same object, and has no such column.
    """
    if wishes.empty:
        return joined
    graph = joined.graph
    edges = graph.edges.assign(wish=_wish(graph, wishes, streets))
    return replace(joined, graph=replace(graph, edges=edges))


def _wish(graph: TrenchGraph, wishes: Any, streets: Any) -> Any:
    """Return the wish at each edge."""
    lines = streets.geometry.to_numpy()
    row = pd.Index(streets["street_id"]).get_indexer(wishes["street_id"])
    given = pd.DataFrame({"street": row, "number": np.arange(len(row))})
    there = ~(shapely.is_missing(wishes.geometry) | shapely.is_empty(wishes.geometry))
    given = given.loc[(row >= 0) & np.asarray(there)]
    along = np.flatnonzero(graph.edges["lane"].to_numpy() != CROSSING_LANE)
    edges = pd.DataFrame({"street": graph.edges["street"].to_numpy()[along], "edge": along})
    pairs = edges.merge(given, on="street")
    edge, number = pairs["edge"].to_numpy(), pairs["number"].to_numpy()
    axis, wish = lines[pairs["street"].to_numpy()], wishes.geometry.to_numpy()[number]
    middle = shapely.line_interpolate_point(graph.lines[edge], 0.5, normalized=True)
    # A trench at the side of a wide street lies off its axis, on which the wish lies.
    foot = shapely.line_interpolate_point(axis, shapely.line_locate_point(axis, middle))
    meant = shapely.dwithin(foot, wish, _ON_LINE_M)
    meant |= np.abs(shapely.length(wish) - shapely.length(axis)) < _WHOLE_M
    last = pairs.loc[meant].groupby("edge")["number"].max()
    found = np.full(len(graph.ends), "", dtype=object)
    found[last.index.to_numpy()] = wishes["wish"].to_numpy(object)[last.to_numpy()]
    return found


def search_prices(dig_eur: FloatArray, graph: TrenchGraph, with_budget: bool) -> FloatArray:
    """Return what the search counts for digging each edge; the same array without wishes.

    with_budget: whether a budget is spent, which is counted in prices: then preferred streets
    have no advantage.
    """
    if "wish" not in graph.edges:
        return dig_eur
    rules, wish = graph_rules()["wishes"], graph.edges["wish"].to_numpy(object)
    factor = np.ones(len(wish))
    if not with_budget:
        factor[wish == "preferred"] = rules["preferred_factor"]
        factor[wish == "drawn"] = rules["drawn_factor"]
    extra = np.where(wish == "blocked", graph.length_m * rules["blocked_extra_eur_m"], 0.0)
    return np.ascontiguousarray(dig_eur * factor + extra)
