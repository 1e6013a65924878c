"""Construction sites and fresh surfaces laid over a graph that has houses and POPs already.

Edges are cut where a site begins or ends, so the network search is spared: a cut has two edges and
no house, and a tree uses all pieces of an edge or none. Searching on the uncut graph, with the sum
of the pieces' costs, finds the same network, and the graph stays the same when a site changes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from fibre_planner.analysis.streets.colaying import STRETCH_KINDS, mark_pieces, read_rules
from fibre_planner.analysis.streets.street_sides import CROSSING_LANE
from fibre_planner.analysis.streets.trench_graph import Split, TrenchGraph, split_edges

SCALED_CODES = ("TB01", "TB02", "TB03", "TB04", "TB05")
"""Open trenches, the positions that co-laying and a fresh surface make cheaper or dearer."""

_NEARLY = 1e-6


def lay_stretches(graph: TrenchGraph, stretches: pd.DataFrame) -> Split:
    """Return the graph cut at the ends of stretches, its pieces marked with what lies there.

    stretches: of the kinds site and fresh, along the axes of sections. Nodes keep their numbers.
    """
    none = np.empty(0, dtype=np.int64)
    if stretches.empty:
        return Split(graph, none, np.arange(len(graph.ends)))
    lane = graph.edges["lane"].to_numpy()
    scalable = graph.edges["price_code"].isin(SCALED_CODES).to_numpy() & (lane != CROSSING_LANE)
    number = np.flatnonzero(scalable)
    section = graph.edges["section"].to_numpy()[number]
    order = np.argsort(section, kind="stable")
    number, section = number[order], section[order]
    low = graph.edges["from_m"].to_numpy()[number]
    high = graph.edges["to_m"].to_numpy()[number]
    line = stretches["line"].to_numpy(np.int64)
    first = np.searchsorted(section, line, side="left")
    counts = np.searchsorted(section, line, side="right") - first
    stretch = np.repeat(np.arange(len(line)), counts)
    at = np.arange(len(stretch)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
    edges, measures = [], []
    for column in ("from_m", "to_m"):
        bound = stretches[column].to_numpy(float)[stretch]
        inside = (bound > low[at] + _NEARLY) & (bound < high[at] - _NEARLY)
        here = at[inside]
        share = (bound[inside] - low[here]) / (high[here] - low[here])
        edges.append(number[here])
        measures.append(share * graph.length_m[number[here]])
    split = split_edges(graph, np.concatenate(edges), np.concatenate(measures))
    return Split(_marked(split, stretches, scalable), split.node, split.parent)


def _marked(split: Split, stretches: pd.DataFrame, scalable: np.ndarray) -> TrenchGraph:
    """Return the graph whose scalable pieces know the site or fresh surface they lie in."""
    graph, rules = split.graph, read_rules()
    piece = np.flatnonzero(scalable[split.parent])
    edges = graph.edges
    section = edges["section"].to_numpy()[piece]
    order = np.argsort(section, kind="stable")
    piece, section = piece[order], section[order]
    middle = (edges["from_m"].to_numpy()[piece] + edges["to_m"].to_numpy()[piece]) / 2
    kind, what = mark_pieces(stretches, section, middle)
    site, fresh = (piece[kind == STRETCH_KINDS.index(name)] for name in ("site", "fresh"))
    columns = {
        name: edges[name].to_numpy(object).copy()
        for name in ("factor_code", "method", "site_id", "stretch_id")
    }
    columns["factor_code"][fresh] = rules["fresh_surface"]["factor_code"]
    columns["factor_code"][site] = rules["site"]["factor_code"]
    columns["method"][site] = "co_laying"
    columns["site_id"][site] = what[kind == STRETCH_KINDS.index("site")]
    columns["stretch_id"][piece[kind >= 0]] = what[kind >= 0]
    return TrenchGraph(graph.xy, graph.ends, graph.lines, graph.length_m, edges.assign(**columns))
