"""Where cabinets and POPs may stand: at the side of a street, on public ground, on firm ground.

A node of the trench graph lies at the side of its street where pavements or widths are known;
elsewhere the line of the street counts as its pavement, because an equipment site a few metres
beside it changes no length that matters. Bridges, tunnels, drillings and crossings of the
carriageway have no side to stand on. Grounds of schools and hospitals, water, railways and the
insides of buildings are not street land.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

import numpy as np
import shapely

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.sizing import material_rules
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray, TrenchGraph

PENALTY_EUR = 1e6
"""On top of the price of a site that is not allowed: it is taken only where nothing else reaches.

Not infinite, because then a whole branch without an allowed site would have no plan at all."""


def with_sites(joined: Joined, graph: TrenchGraph, areas: Any, buildings: Any) -> Joined:
    """Return houses joined to a graph that knows where a cabinet or POP may stand.

    graph: that of joined, or one with further nodes, which alone are looked at. areas, buildings:
    the layers.
    """
    known = joined.may_stand
    new = np.arange(len(known), graph.node_count)
    allowed = _allowed(graph, new, areas, buildings)
    return replace(joined, graph=graph, may_stand=np.concatenate([known, allowed]))


def _allowed(graph: TrenchGraph, node: IntArray, areas: Any, buildings: Any) -> BoolArray:
    """Return which nodes of the graph a cabinet or POP may stand at. node: (n,) their numbers."""
    beside_street = np.zeros(graph.node_count, dtype=bool)
    edges = graph.edges
    public = edges["front"].to_numpy(bool) & ~edges["private"].to_numpy(bool)
    beside_street[graph.ends[public].ravel()] = True
    allowed = beside_street[node]
    kinds = set(material_rules()["sites"]["forbidden_areas"])
    for layer in (areas.loc[areas["kind"].isin(kinds)], buildings):
        still = np.flatnonzero(allowed)
        allowed[still] = ~_inside(graph.xy[node[still]], layer.geometry.to_numpy())
    return np.asarray(allowed)


def _inside(xy: FloatArray, shapes: Any) -> BoolArray:
    """Return which points lie within one of some polygons."""
    result = np.zeros(len(xy), dtype=bool)
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if len(shapes) and len(xy):
        found = shapely.STRtree(shapes).query(shapely.points(xy), predicate="within")
        result[found[0]] = True
    return result


def moved_to_allowed(
    tree: RootedTree,
    cabinet: IntArray,
    drop_m: FloatArray,
    allowed: BoolArray,
    max_drop_m: float,
) -> IntArray:
    """Return cabinets with those moved that stand where none may: to the nearest node that serves.

    cabinet: (n,) place of each node's, -1 for none; drop_m: (n,) longest lead-in. A cabinet moves
    no farther than its leads stay within max_drop_m; where no such node is allowed, it stays.
    """
    at = np.unique(cabinet[cabinet >= 0])
    target = np.arange(len(tree.node))
    # Few cabinets stand wrong, and each looks at its neighbourhood alone.
    for place in at[~allowed[at]].tolist():
        served = np.flatnonzero(cabinet == place)
        for found in _nearest_allowed(tree, place, allowed, max_drop_m):
            way_m = tree_distance_m(tree, served, np.full_like(served, found))
            if (way_m + drop_m[served]).max() <= max_drop_m:
                target[place] = found
                break
    return np.where(cabinet >= 0, target[cabinet], -1)


def _nearest_allowed(
    tree: RootedTree, start: int, allowed: BoolArray, reach_m: float
) -> Iterator[int]:
    """Yield allowed nodes by their way along the tree, the nearest first."""
    heap = [(0.0, start, -1)]
    while heap:
        far_m, node, before = heappop(heap)
        if allowed[node]:
            yield node
        up = int(tree.parent[node])
        steps = [(child, float(tree.length_m[child])) for child in _children(tree, node)]
        if up >= 0:
            steps.append((up, float(tree.length_m[node])))
        for following, length_m in steps:
            if following != before and far_m + length_m <= reach_m:
                heappush(heap, (far_m + length_m, following, node))


def _children(tree: RootedTree, node: int) -> list[int]:
    result, child = [], node + 1
    while child < int(tree.end[node]):
        result.append(child)
        child = int(tree.end[child])
    return result
