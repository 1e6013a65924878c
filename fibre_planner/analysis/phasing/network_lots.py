"""The lots of a design: its trenches, houses and nodes gathered, with their costs by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.hierarchy.equipment import Equipment
from fibre_planner.analysis.marginal_cost import Expenses
from fibre_planner.analysis.phasing.lots import (
    Lots,
    cut_lots,
    link_lots,
    main_places,
    seen_from,
    stems,
)
from fibre_planner.analysis.phasing.windows import Windows, dearer_by_year
from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.catalogue import LEVELS

_BASE = LEVELS.index("base")


@dataclass(frozen=True, eq=False)
class NetworkLots:
    """The lots and what lies in which of them.

    section, house, node: lot of each trench in streets, of each house and of each node of the
    equipment. edge_lot: (edges of the tree,) lot of each, in the order of edges. edges: their
    rows of the graph. dearer_eur: (edges of the tree, years) what is added to the design's cost
    in a year. planned_eur: (lots,) cost by the design.
    """

    lots: Lots
    section: IntArray
    house: IntArray
    node: IntArray
    edge_lot: IntArray
    edges: pd.DataFrame
    dearer_eur: FloatArray
    planned_eur: FloatArray


def network_lots(
    joined: Joined,
    equipment: Equipment,
    expenses: Expenses,
    prices: Prices,
    windows: Windows,
    years: IntArray,
    sizes_m: tuple[float, float],
) -> NetworkLots:
    """Return the lots of a design.

    years: those for which a cost is wanted, the last one standing for all after it. sizes_m:
    lengths with lead-ins between which lots are to lie.
    """
    graph, old = joined.graph, equipment.tree
    cabinets = len(equipment.placed.new_cabinets)
    pop_place = equipment.placed.place[cabinets:]
    pop_units = equipment.placed.nodes.rows["units"].to_numpy(np.int64)[cabinets:]
    tree = seen_from(old, graph.ends, graph.length_m, main_places(old, pop_place, pop_units))
    place = tree.place_of(old.node)
    below = np.flatnonzero(tree.edge >= 0)
    edge = tree.edge[below]
    from_old = _by_edge(old, len(graph.ends))[edge]
    lead = place[equipment.lead_ins.place]
    planned_eur = _planned(equipment, expenses, place, from_old, below)
    size_m = tree.length_m + np.bincount(
        lead, weights=equipment.lead_ins.length_m, minlength=len(tree.node)
    )
    served = [
        (lead, place[equipment.cabinet]),
        (place[equipment.cabinet], place[equipment.pop]),
    ]
    with_parent = stems(tree, served)
    section_of = np.full(len(tree.node), -1, dtype=np.int64)
    section_of[below] = equipment.sections.of_node[from_old]
    with_parent[below] |= section_of[below] == section_of[tree.parent[below]]
    lot = cut_lots(tree, with_parent, size_m, sizes_m)
    parent, end = link_lots(tree, lot)
    edges = graph.edges.iloc[edge]
    factor = np.array([prices[code][_BASE] if code else 1.0 for code in edges["factor_code"]])
    price = np.array([prices[code][_BASE] for code in edges["price_code"]])
    full_eur = price * tree.length_m[below] * expenses.factor
    dearer = dearer_by_year(edges, full_eur, factor, windows, years)
    planned_of_lot = _sum_by(lot, planned_eur, len(parent))
    cost = np.repeat(planned_of_lot[:, None], len(years), axis=1)
    np.add.at(cost, lot[below], dearer)
    units = _sum_by(lot[lead], joined.units, len(parent))
    node_of_section = np.zeros(len(equipment.sections.first), dtype=np.int64)
    node_of_section[section_of[below]] = below
    return NetworkLots(
        lots=Lots(parent, end, units, np.maximum(cost, 0.0)),
        section=lot[node_of_section],
        house=lot[lead],
        node=lot[place[equipment.placed.place]],
        edge_lot=lot[below],
        edges=edges,
        dearer_eur=dearer,
        planned_eur=planned_of_lot,
    )


def _sum_by(number: IntArray, values: npt.NDArray[Any], count: int) -> FloatArray:
    return np.asarray(np.bincount(number, weights=values, minlength=count), dtype=np.float64)


def _by_edge(tree: RootedTree, edge_count: int) -> IntArray:
    """Return for each edge of the graph the node of the tree below it, -1 for none."""
    node = np.full(edge_count, -1, dtype=np.int64)
    has = np.flatnonzero(tree.edge >= 0)
    node[tree.edge[has]] = has
    return node


def _planned(
    equipment: Equipment,
    expenses: Expenses,
    place: IntArray,
    from_old: IntArray,
    below: IntArray,
) -> FloatArray:
    """Return what the design spends at each node of the tree seen from the POPs, in EUR."""
    count = len(place)
    eur = np.zeros(count)
    eur[below] = expenses.edge_eur[from_old]
    eur += np.bincount(place[equipment.lead_ins.place], weights=expenses.own_eur, minlength=count)
    eur[place] += expenses.cabinet_eur
    new_pops = equipment.placed.new_pops
    at = place[equipment.placed.place[len(equipment.placed.new_cabinets) :]]
    if new_pops.sum() > 0:
        np.add.at(eur, at, expenses.pop_eur * new_pops / new_pops.sum())
    return eur * expenses.factor
