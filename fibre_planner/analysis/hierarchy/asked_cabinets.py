"""Cabinets and POPs where planners want them: sites that are used, in place of others.

A site that is asked for costs nothing more once it is decided, so the sweep over the tree finds
its houses: once with its price taken off, once with its units on offer as if it stood. The cheaper
of both at true prices counts. What would stand empty takes over the nearest other cabinet.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetCosts,
    CabinetDemand,
    CabinetRule,
    placement_cost_eur,
)
from fibre_planner.analysis.hierarchy.cabinets import place_cabinets
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray


def place_with_asked(
    tree: RootedTree,
    demand: CabinetDemand,
    rule: CabinetRule,
    costs: CabinetCosts,
    asked: IntArray,
) -> IntArray:
    """Return, per node of the tree, the node of the cabinet that serves it; -1 without demand.

    asked: places in the tree that are to have a cabinet; one to which no house reaches has none.
    Without any, that of `place_cabinets`.
    """
    if not len(asked):
        return place_cabinets(tree, demand, rule, costs)
    site_eur, existing = costs.site_eur.copy(), demand.existing.copy()
    site_eur[asked] = 0.0
    existing[asked] += rule.capacity_units
    found = [
        place_cabinets(tree, demand, rule, replace(costs, site_eur=site_eur)),
        place_cabinets(tree, replace(demand, existing=existing), rule, costs),
    ]
    found = [use_all(tree, demand, rule, cabinet, asked) for cabinet in found]
    unused = [len(np.setdiff1d(asked, cabinet)) for cabinet in found]
    cost = [placement_cost_eur(tree, demand, rule, costs, cabinet) for cabinet in found]
    return found[int(np.lexsort((cost, unused))[0])]


def use_all(
    tree: RootedTree, demand: CabinetDemand, rule: CabinetRule, cabinet: IntArray, asked: IntArray
) -> IntArray:
    """Return cabinets, per node, in which every place that is asked for serves what it can reach.

    cabinet: (n,) place of each node's, -1 for none. A place that serves nothing takes over the
    nearest cabinet that nobody asked for, as a whole where its leads stay short enough, else those
    houses that it reaches; where all are asked for or exist, the houses that are nearer to it.
    """
    cabinet = cabinet.copy()
    network = np.cumsum(tree.parent < 0)
    settled = np.union1d(asked, np.flatnonzero(demand.existing > 0))
    # Few places, each of which changes what is left for the next.
    for place in np.setdiff1d(asked, cabinet).tolist():
        served = np.flatnonzero((cabinet >= 0) & (network == network[place]))
        way_m = tree_distance_m(tree, served, np.full_like(served, place))
        reached = way_m + demand.drop_m[served] <= rule.max_drop_m
        taken = _taken(tree, (served, way_m, reached), cabinet, settled, place)
        cabinet[served[taken]] = place
    return cabinet


def _taken(
    tree: RootedTree,
    houses: tuple[IntArray, FloatArray, BoolArray],
    cabinet: IntArray,
    settled: IntArray,
    place: int,
) -> IntArray:
    """Return which of the served nodes a further cabinet takes over.

    houses: served nodes, their ways to the place, and whether that is short enough. settled:
    places that are asked for, or exist.
    """
    served, way_m, reached = houses
    at = np.unique(cabinet[served])
    others = np.setdiff1d(at, settled)
    if len(others):
        far_m = tree_distance_m(tree, others, np.full_like(others, place))
        # Each round looks at one cabinet; as a rule the nearest is wholly within reach.
        for wholly in (True, False):
            for other in others[np.argsort(far_m, kind="stable")].tolist():
                mine = cabinet[served] == other
                if reached[mine].all() if wholly else reached[mine].any():
                    return np.flatnonzero(mine & reached)
    own_m = tree_distance_m(tree, served, cabinet[served])
    nearer = np.flatnonzero(reached & (way_m < own_m))
    emptied = np.setdiff1d(at, cabinet[np.delete(served, nearer)])
    # What was asked for as well, or exists, keeps its houses rather than standing empty.
    return nearer[~np.isin(cabinet[served[nearer]], emptied)]
