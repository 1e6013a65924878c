"""In which order the houses of a network would leave it, the dearest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.marginal_cost import Expenses
from fibre_planner.analysis.prize.kernels import ratios
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray

LAST_SHARE = 0.05
"""Of the houses: the last ones, of which reports tell the cost."""


@dataclass(frozen=True)
class LastOnes:
    """How many houses would leave first, and what the plan would save without them in EUR."""

    houses: int
    cost_eur: float


def last_ones(
    tree: RootedTree, place: IntArray, expenses: Expenses, share: float = LAST_SHARE
) -> LastOnes:
    """Return the dearest houses as a group, about a share of all.

    place: (houses,) frontages in the tree. Whole branches leave together where none of their
    houses is worth the way alone, so the group may be up to twice the share; none is returned
    where the smallest such group is larger. Saved are trenches that lead to them alone with what
    lies in them, lead-ins and connections; cabinets and shared trenches are left as they are.
    """
    worth, cost_eur = _worths(tree, place, expenses)
    houses = worth[-len(place) :]
    wanted = share * len(houses)
    levels, counts = np.unique(houses, return_counts=True)
    leaving = np.cumsum(counts[::-1])
    enough = min(int(np.searchsorted(leaving, wanted)), len(leaving) - 1)
    if leaving[enough] > 2.0 * wanted:
        enough -= 1
    if enough < 0:
        return LastOnes(0, 0.0)
    saved = cost_eur[worth >= levels[::-1][enough]].sum() * expenses.factor
    return LastOnes(int(leaving[enough]), float(saved))


def _worths(tree: RootedTree, place: IntArray, expenses: Expenses) -> tuple[FloatArray, FloatArray]:
    """Return the worth of a house from which each part pays for its way, and what it costs.

    Parts are a start, then the nodes of the tree with the edge above each, then the houses.
    """
    nodes, houses = len(tree.node), len(place)
    parent = np.concatenate([[-1], tree.parent + 1, place + 1]).astype(np.int64)
    cost_eur = np.concatenate([[0.0], expenses.edge_eur, expenses.own_eur])
    weight = np.concatenate([np.zeros(nodes + 1), np.ones(houses)])
    count = len(parent)
    worth = ratios.entering(np.arange(count), count, parent, cost_eur, weight)
    return worth, cost_eur
