"""A tiny town for the kernels of the hierarchy to be compiled with."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetCosts,
    CabinetDemand,
    CabinetRule,
)
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.hierarchy.kernels.cabinets import meetings, nearest_with_room
from fibre_planner.analysis.rooted_tree import root_tree

_CAPACITY = 4


def compile_all() -> None:
    """Place cabinets along one street, which takes every kernel of this room."""
    homes = 12
    number = np.arange(1, homes)
    ends = np.stack((number, number - 1), axis=1)
    tree = root_tree(ends, np.full(len(ends), 10.0), np.arange(len(ends)), np.array([0]))
    count = len(tree.node)
    demand = CabinetDemand(
        np.ones(count, np.int64), np.zeros(count), np.zeros(count, dtype=np.int64)
    )
    costs = CabinetCosts(
        site_eur=np.full(count, 1000.0),
        feeder_m=tree.path_m(),
        feeder_eur_m=np.concatenate([[0.0], np.full(_CAPACITY, 0.5)]),
        trunk_eur=0.5 * tree.length_m,
        lead_eur=2.0 * tree.length_m,
    )
    place_cabinets(tree, demand, CabinetRule(_CAPACITY, 1000.0, 1), costs)
    # Only buildings that fit nowhere else, and areas to untangle, are asked for elsewhere.
    nearest_with_room(tree.parent, tree.end, tree.length_m, 0, 1, demand.units, 1000.0)
    meetings(tree.parent, tree.parent[1:].copy(), np.arange(count - 1))
