"""What cabinets must serve, the limits they keep, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class CabinetDemand:
    """What cabinets must serve, per node of the tree.

    units: to be served; drop_m: longest lead-in, 0 where there is none; existing: units an
    existing cabinet at the node can take, 0 for none.
    """

    units: IntArray
    drop_m: FloatArray
    existing: IntArray


@dataclass(frozen=True)
class CabinetRule:
    """Limits of new cabinets.

    capacity_units: what one may hold, reserve taken off. max_drop_m: longest lead along the tree
    including the lead-in. centring_units: a cabinet moves down a branch only where at least this
    many more units lie below than elsewhere, because the feeder must follow it.
    """

    capacity_units: int
    max_drop_m: float
    centring_units: int


@dataclass(frozen=True, eq=False)
class CabinetCosts:
    """What cabinets and the ways to and from them cost, in EUR; n nodes of the tree.

    site_eur: (n,) a new cabinet at a node, infinite where none may stand. feeder_m: (n,) way to
    the POP. feeder_eur_m: (capacity + 1,) feeder cables per metre by units of a cabinet.
    trunk_eur: (n,) what a trunk on the edge above a node needs at least once. lead_eur: (n,) share
    of one unit in the leads along the edge above.
    """

    site_eur: FloatArray
    feeder_m: FloatArray
    feeder_eur_m: FloatArray
    trunk_eur: FloatArray
    lead_eur: FloatArray


def cabinet_counts(cabinet_units: IntArray, capacity_units: int) -> IntArray:
    """Return how many cabinets stand at a place that serves so many units."""
    return np.asarray(-(-cabinet_units // capacity_units), dtype=np.int64)


def placement_cost_eur(
    tree: RootedTree,
    demand: CabinetDemand,
    rule: CabinetRule,
    costs: CabinetCosts,
    cabinet: IntArray,
) -> float:
    """Return what new cabinets, feeders and leads cost. cabinet: (n,) place of each node's."""
    count = len(tree.node)
    has = cabinet >= 0
    served = np.zeros(count, dtype=np.int64)
    np.add.at(served, cabinet[has], demand.units[has])
    place = np.flatnonzero(served)
    beyond = np.maximum(served[place] - demand.existing[place], 0)
    number = cabinet_counts(beyond, rule.capacity_units)
    full = np.maximum(number - 1, 0)
    rest = beyond - full * rule.capacity_units
    per_metre = full * costs.feeder_eur_m[-1] + costs.feeder_eur_m[rest]
    cost = float((np.where(number > 0, costs.site_eur[place], 0.0) * number).sum())
    cost += float((per_metre * costs.feeder_m[place]).sum())
    cost += float(costs.trunk_eur[tree.below(served) > 0].sum())
    crossing = np.abs(tree.below(np.where(has, demand.units, 0) - served))
    return cost + float((costs.lead_eur * crossing).sum())
