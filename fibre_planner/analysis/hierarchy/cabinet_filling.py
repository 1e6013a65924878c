"""Cabinets filled from below up to their capacity along the trench tree, existing ones first.

Going from the leaves to the root, open units are gathered at each node. Where they exceed what a
cabinet holds, they are packed into groups; all but the least filled one get a cabinet, the rest
goes on. A group's cabinet then moves down to where half of its units lie on either side.
"""

from __future__ import annotations

from fibre_planner.analysis.hierarchy.cabinet_demand import CabinetDemand, CabinetRule
from fibre_planner.analysis.hierarchy.kernels.filling import fill
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import IntArray


def fill_from_below(tree: RootedTree, demand: CabinetDemand, rule: CabinetRule) -> IntArray:
    """Return, per node of the tree, the node of the cabinet that serves it; -1 without demand.

    A node with more units than a cabinet holds gets cabinets of its own. No lead is longer than
    allowed, unless its lead-in alone is.
    """
    return fill(
        tree.parent,
        tree.end,
        tree.length_m,
        demand.units,
        demand.drop_m,
        demand.existing,
        (rule.capacity_units, float(rule.max_drop_m), rule.centring_units),
    )
