"""Which cabinet serves which building, once it is decided where cabinets stand."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.kernels.matching import match
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


def match_nodes(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, planned: IntArray, room: IntArray
) -> IntArray:
    """Return the place of the cabinet of each node, -1 where none is found or needed.

    planned, room: (n,) units that the cabinets at a node are meant to serve, and can serve at
    most. From the leaves to the root, nodes and cabinets that meet are matched, so hardly a street
    has leads in both directions. A node is served as a whole: where that does not go into what
    was planned, the nearer of both is taken that the room allows.
    """
    path_m = tree.path_m()
    return match(
        tree.parent,
        (demand.units, demand.drop_m, path_m),
        tree.below(demand.units - planned),
        (_rank(-demand.units, -path_m - demand.drop_m), _rank(-path_m)),
        (planned, room),
        float(rule.max_drop_m),
    )


def _rank(*keys: IntArray | FloatArray) -> IntArray:
    """Return the place of each node in the order of some keys, the last one first of all."""
    order = np.lexsort(keys)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank
