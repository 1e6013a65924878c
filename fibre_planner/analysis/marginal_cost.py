"""What each address costs: its share of all that is built, and what leaving it out would save."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Expenses:
    """Costs at base prices in EUR, surcharges apart, in the places where they arise.

    edge_eur: (n,) trench above each node of the tree. own_eur: (houses,) lead-in, connection and
    splices. cabinet_eur: (n,) cabinet at a node. pop_eur: all POPs. factor: surcharges, as a
    factor on everything.
    """

    edge_eur: FloatArray
    own_eur: FloatArray
    cabinet_eur: FloatArray
    pop_eur: float
    factor: float


def cost_shares(
    tree: RootedTree, place: IntArray, cabinet: IntArray, units: IntArray, expenses: Expenses
) -> FloatArray:
    """Return each house's share of the cost in EUR; the shares add up to the total.

    place, cabinet: (houses,) frontage and cabinet in the tree; units: (houses,). A trench is
    shared equally by the houses behind it, a cabinet and the POPs by units, and by units as well
    what leads to a cabinet beyond all houses.
    """
    houses = _houses_below(tree, place)
    shared_eur = tree.along_path(expenses.edge_eur / np.maximum(houses, 1))
    cabinet_units = np.bincount(cabinet, weights=units, minlength=len(tree.node))
    share = shared_eur[place] + expenses.own_eur
    behind = tree.below(cabinet_units)
    beyond = (houses == 0) & (behind > 0)
    if beyond.any():
        each_eur = np.where(beyond, expenses.edge_eur / np.maximum(behind, 1), 0.0)
        share += tree.along_path(each_eur)[cabinet] * units
    share += expenses.cabinet_eur[cabinet] * units / cabinet_units[cabinet]
    share += expenses.pop_eur * units / units.sum()
    return np.asarray(share * expenses.factor)


def marginal_costs(tree: RootedTree, place: IntArray, expenses: Expenses) -> FloatArray:
    """Return what leaving out each house alone would save, in EUR.

    Its lead-in and connection, and the trench that leads to it alone. Cabinets, cables and ducts
    in shared trenches are left as they are.
    """
    alone = np.where(_houses_below(tree, place) == 1, expenses.edge_eur, 0.0)
    return np.asarray((tree.along_path(alone)[place] + expenses.own_eur) * expenses.factor)


def _houses_below(tree: RootedTree, place: IntArray) -> IntArray:
    return tree.below(np.bincount(place, minlength=len(tree.node)))
