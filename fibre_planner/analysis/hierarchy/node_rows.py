"""The rows of `plan_nodes`: cabinets and POPs with their names, loads and feeders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.cabinet_demand import cabinet_counts
from fibre_planner.analysis.hierarchy.pops import units_at
from fibre_planner.analysis.plan_tables import PlacedNodes, place_name, told_apart
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import IntArray
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class NodeRows:
    """Cabinets, then POPs: their rows, their places in the tree, how many are to be built there."""

    nodes: PlacedNodes
    place: IntArray
    new_cabinets: IntArray
    new_pops: IntArray
    pop_count: int


@dataclass(frozen=True, eq=False)
class Placed:
    """Where cabinets and POPs stand; n nodes of the tree.

    units: (n,) at each node. cabinet, pop: (n,) place of each node's cabinet, and of the POP that
    feeds a cabinet at it, -1 for none. existing: (n,) usable units of existing cabinets, and ids:
    their names by place. stands: (n,) units that POPs which exist or are given can take.
    """

    units: IntArray
    cabinet: IntArray
    pop: IntArray
    existing: IntArray
    ids: dict[int, str]
    stands: IntArray


def node_rows(
    scenario: Scenario, joined: Joined, tree: RootedTree, placed: Placed, usable: int
) -> NodeRows:
    """Return the rows of cabinets and POPs. usable: units a new cabinet is filled with."""
    at = np.unique(placed.cabinet[placed.cabinet >= 0])
    pop_at = np.unique(placed.pop[at])
    cabinets, new_cabinets = _cabinet_rows(scenario, joined, tree, (at, placed), usable)
    pops, new_pops = _pop_rows(scenario, joined, tree, (pop_at, placed))
    rows = pd.concat([cabinets, pops], ignore_index=True)
    rows["node_id"] = told_apart(rows["node_id"].tolist())
    place = np.concatenate([at, pop_at])
    parent = rows["node_id"].to_numpy(object)[len(at) + np.searchsorted(pop_at, placed.pop[at])]
    rows["parent_id"] = np.concatenate([parent, np.full(len(pop_at), "", dtype=object)])
    feeder_m = tree_distance_m(tree, at, placed.pop[at])
    rows["feeder_m"] = np.concatenate([feeder_m, np.full(len(pop_at), np.nan)])
    return NodeRows(
        PlacedNodes(rows, joined.graph.xy[tree.node[place]]),
        place,
        new_cabinets,
        new_pops,
        int(new_pops.sum()) + int(pops["existing"].sum()),
    )


def _cabinet_rows(
    scenario: Scenario,
    joined: Joined,
    tree: RootedTree,
    served: tuple[IntArray, Placed],
    usable: int,
) -> tuple[pd.DataFrame, IntArray]:
    """Return the rows of the cabinets and how many are to be built at each place."""
    at, placed = served
    here = units_at(placed.cabinet, placed.units)[at]
    stands = placed.existing[at]
    new = cabinet_counts(np.maximum(here - stands, 0), usable)
    ids = place_name("cabinet", joined.graph.xy[tree.node[at]])
    names = [placed.ids.get(p, name) for p, name in zip(at.tolist(), ids, strict=True)]
    rows = pd.DataFrame(
        {
            "node_id": names,
            "kind": "cabinet",
            "units": here,
            "capacity_units": stands + new * scenario.cabinet_capacity,
            "existing": stands > 0,
        }
    )
    return rows, new


def _pop_rows(
    scenario: Scenario, joined: Joined, tree: RootedTree, served: tuple[IntArray, Placed]
) -> tuple[pd.DataFrame, IntArray]:
    """Return the rows of the POPs and how many are to be built at each place."""
    at, placed = served
    by_cabinet = units_at(placed.cabinet, placed.units)
    here = units_at(placed.pop, by_cabinet)[at]
    ids = place_name("pop", joined.graph.xy[tree.node[at]])
    known = _existing_pop_ids(joined, tree.node[at])
    exists = np.array([name != "" for name in known], dtype=bool)
    # A POP that exists is not built; one that is given without existing is.
    stands = np.where(exists, placed.stands[at], 0)
    beyond = np.maximum(here - stands, 0)
    new = np.where(exists | (beyond > 0), -(-beyond // scenario.units_per_pop), 1)
    rows = pd.DataFrame(
        {
            "node_id": [name or fresh for name, fresh in zip(known, ids, strict=True)],
            "kind": "pop",
            "units": here,
            "capacity_units": stands + new * scenario.units_per_pop,
            "existing": exists,
        }
    )
    return rows, np.asarray(new, dtype=np.int64)


def _existing_pop_ids(joined: Joined, node: IntArray) -> list[str]:
    """Return the id of the existing POP at each node, empty for a new one."""
    by_node: dict[int, str] = {}
    for root, name in zip(joined.pop_nodes.tolist(), joined.pops.node_ids, strict=True):
        by_node.setdefault(root, name)
    return [by_node.get(number, "") for number in node.tolist()]
