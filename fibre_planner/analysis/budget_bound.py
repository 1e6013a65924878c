"""A second count of what every plan must pay, for a stricter bound on what a budget can serve.

The model of a choice counts one POP, and lines in trenches only where a POP is given. Here each
unit pays its share of a POP, and every metre of trench the least line. Neither count is always the
greater one, so a bound is taken from both, the smaller of which holds.

Why no plan costs less than this count. Let a plan serve U units on a tree T at the root.

POPs: at least (U - C) / u of them are built, for u units each, where C units fit into those that
exist. So each unit pays 1/u of a POP, and C/u of one is given back.

Lines: an edge with served houses on both sides carries at least one bundle with one cable: a lead
or a feeder where a house is served from the other side, the backbone where both sides have POPs of
their own. Where a POP is given the root has one, and every edge has houses below it. Else only the
stem can be empty, the way from the root to the first node v at which T branches or a house joins.
Exchange it for the way from the root to v that is cheapest to dig: digging does not get dearer, no
house is lost, and the lines in the new stem cost at most those in the longest of all such ways,
which is what is given back. What then costs no more than the plan, less what is given back,
is a tree of the model with the same houses; one that collects most is bounded by the search.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from fibre_planner.analysis.budget_model import (
    BudgetModel,
    base_price,
    least_line_eur_m,
    surcharge_factor,
)
from fibre_planner.analysis.selection import NetworkCosts
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario


def bound_model(
    model: BudgetModel,
    project: Project,
    scenario: Scenario,
    joined: Joined,
    costs: NetworkCosts,
    tools: tuple[Material, Prices],
) -> BudgetModel:
    """Return the model with the other count of POPs and lines; its fixed cost may be negative."""
    material, prices = tools
    factor = surcharge_factor(material, prices)
    pop_eur = base_price(prices, material.rules["pop"]["price_code"])
    share_eur = factor * pop_eur / scenario.units_per_pop
    known = project.nodes.set_index("node_id")["capacity_units"]
    names = [name for name in joined.pops.node_ids if name]
    stands = sum(int(known[name]) or scenario.units_per_pop for name in names)
    fixed_eur = -share_eur * stands
    eur = model.costs.copy()
    eur[len(eur) - model.houses :] += share_eur * joined.units
    if not joined.pops.given:
        line_eur_m = factor * least_line_eur_m(material, prices)
        eur[: model.graph_edges] += line_eur_m * joined.graph.length_m
        fixed_eur -= line_eur_m * longest_way_m(joined, costs)
    return replace(model, costs=eur, fixed_eur=fixed_eur)


def longest_way_m(joined: Joined, costs: NetworkCosts) -> float:
    """Return the length of the longest way from the root to a node that is cheapest to dig."""
    graph = joined.graph
    # Of parallel edges the cheapest counts, the shortest of these where several are.
    low, high = graph.ends.min(axis=1), graph.ends.max(axis=1)
    order = np.lexsort((graph.length_m, costs.dig_eur, high, low))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    kept = order[first]
    # A way at no cost is still a way.
    eur = np.maximum(costs.dig_eur[kept], 1e-9)
    shape = (graph.node_count, graph.node_count)
    links = csr_array((eur, (low[kept], high[kept])), shape=shape)
    lengths = csr_array((graph.length_m[kept], (low[kept], high[kept])), shape=shape)
    root = int(joined.roots[0])
    far, before = dijkstra(links, directed=False, indices=root, return_predecessors=True)
    way_m = np.zeros(graph.node_count)
    node = np.argsort(far, kind="stable")
    node = node[(before[node] >= 0) & np.isfinite(far[node])]
    up = before[node]
    step_m = np.asarray(lengths[np.minimum(node, up), np.maximum(node, up)]).ravel()
    # From near to far, so that each node finds the way of the one before it known.
    for place, above, metres in zip(node.tolist(), up.tolist(), step_m.tolist(), strict=True):
        way_m[place] = way_m[above] + metres
    return float(way_m.max(initial=0.0))
