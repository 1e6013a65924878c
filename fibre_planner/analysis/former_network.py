"""What the network of a former plan is worth on a terrain that an edit has changed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fibre_planner.analysis.routing import Found, Start, Terrain
from fibre_planner.analysis.streets.street_sides import CROSSING_LANE
from fibre_planner.analysis.streets.trench_graph import BoolArray, IntArray

_NEARLY_EUR = 1e-6


def start_from(former: Found, terrain: Terrain, plan_id: str) -> Start | None:
    """Return the former network on a terrain, None where the streets are others.

    plan_id: of the plan the network is from. On the same graph an edge is itself; else it is what
    lies at the same place of the same street, however houses and POPs cut it.
    """
    old = former.terrain
    if old.graph is terrain.graph:
        return Start(former.edges, changed_since(old, terrain), plan_id)
    if old.sections is not terrain.sections:
        return None
    lanes = _same_place(old.graph.edges.iloc[former.edges], terrain.graph.edges)
    crossings = _same_edges(old.graph.edges.iloc[former.edges], terrain.graph.edges) >= 0
    kept = np.flatnonzero(lanes | crossings)
    twin = _same_edges(old.graph.edges, terrain.graph.edges)
    changed = twin < 0
    cost = old.cost_eur[np.maximum(twin, 0)]
    changed |= np.abs(cost - terrain.cost_eur) > _NEARLY_EUR
    return Start(kept, changed, plan_id)


def changed_since(old: Terrain, terrain: Terrain) -> BoolArray:
    """Return the edges, on the same graph, that cost another price or have other houses."""
    changed = np.abs(old.cost_eur - terrain.cost_eur) > _NEARLY_EUR
    return np.asarray(changed | _newly_joined(old, terrain))


def _newly_joined(old: Terrain, terrain: Terrain) -> BoolArray:
    """Return the edges at nodes that only one of two terrains of the same graph has to join."""
    joined = np.zeros((2, terrain.graph.node_count), dtype=bool)
    for number, one in enumerate((old, terrain)):
        joined[number, one.frontages] = True
        joined[number, one.roots] = True
    return np.asarray((joined[0] != joined[1])[terrain.graph.ends].any(axis=1))


def _key(edges: pd.DataFrame) -> IntArray:
    """Return a number for section and lane."""
    return np.asarray(edges["section"].to_numpy() * 4 + edges["lane"].to_numpy() + 1)


def _same_place(chosen: pd.DataFrame, edges: pd.DataFrame) -> BoolArray:
    """Return which edges have their middle in a chosen one of the same section and lane."""
    chosen = chosen.loc[chosen["lane"] != CROSSING_LANE]
    if chosen.empty:
        return np.zeros(len(edges), dtype=bool)
    longest = max(float(chosen["to_m"].max()), float(edges["to_m"].max())) + 1.0
    middle = (edges["from_m"].to_numpy() + edges["to_m"].to_numpy()) / 2
    begin = _key(chosen) * longest + chosen["from_m"].to_numpy()
    order = np.argsort(begin, kind="stable")
    at = np.searchsorted(begin[order], _key(edges) * longest + middle, side="right") - 1
    known = order[np.maximum(at, 0)]
    same = (at >= 0) & (_key(chosen)[known] == _key(edges))
    return np.asarray(same & (middle < chosen["to_m"].to_numpy()[known]))


def _same_edges(old: pd.DataFrame, new: pd.DataFrame) -> IntArray:
    """Return, per new edge, the position of the old one with the same ends, -1 where none has."""
    names = [
        pd.MultiIndex.from_arrays([_key(edges), edges["from_m"], edges["to_m"]])
        for edges in (old, new)
    ]
    kept = np.flatnonzero(~names[0].duplicated())
    row = names[0][kept].get_indexer(names[1])
    return np.asarray(np.where(row >= 0, kept[np.maximum(row, 0)], -1))
