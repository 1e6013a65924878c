"""Small trees and costs on them for tests of cabinets and POPs."""

from __future__ import annotations

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetCosts
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree


def tree_of(parents: list[int], length_m: float = 10.0) -> RootedTree:
    """Return the tree in which node k + 1 hangs on parents[k]; all edges have one length."""
    ends = np.array([(k + 1, p) for k, p in enumerate(parents)]).reshape(-1, 2)
    return root_tree(ends, np.full(len(ends), length_m), np.arange(len(ends)), np.array([0]))


def costs_on(tree: RootedTree, capacity: int, cabinet_eur: float = 1000.0) -> CabinetCosts:
    """Return costs of 2 EUR per metre of lead and 1 EUR per metre of feeder and of trunk."""
    return CabinetCosts(
        site_eur=np.full(len(tree.node), cabinet_eur),
        feeder_m=tree.path_m(),
        feeder_eur_m=np.concatenate([[0.0], np.full(capacity, 0.5)]),
        trunk_eur=0.5 * tree.length_m,
        lead_eur=2.0 * tree.length_m,
    )
