"""The trench network: the cheapest tree from the POPs to all frontages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis import steiner
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.sketching import Onlooker, await_optimiser, sketcher
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray, TrenchGraph
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Network:
    """The tree of trenches in streets, its cost at base prices and how good it is, in EUR."""

    tree: RootedTree
    cost_eur: float
    lower_bound_eur: float
    proven: bool

    @property
    def gap(self) -> float:
        """Return how far the cost may be above the cheapest, as a share of the lower bound."""
        if self.proven or self.lower_bound_eur <= 0.0:
            return 0.0
        return (self.cost_eur - self.lower_bound_eur) / self.lower_bound_eur


def dig_costs(graph: TrenchGraph, prices: Prices, surcharges: tuple[str, str]) -> FloatArray:
    """Return what digging each edge costs: (edges, 3) EUR at low, base and high prices.

    surcharges: codes for a crossing and for a pit.
    """
    edges = graph.edges
    cost = graph.length_m[:, None] * _by_code(edges["price_code"], prices)
    factor_code = edges["factor_code"].to_numpy(object)
    for code in sorted(set(factor_code) - {""}):
        cost[factor_code == code] *= prices[code]
    for column, code in zip(("crossings", "pits"), surcharges, strict=True):
        cost += edges[column].to_numpy()[:, None] * prices[code]
    return np.asarray(cost)


def _by_code(codes: object, prices: Prices) -> FloatArray:
    names, number = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    return np.array([prices[name] for name in names])[number]


def with_start(
    ends: IntArray, cost: FloatArray, roots: IntArray, node_count: int
) -> tuple[IntArray, FloatArray, int]:
    """Return a graph in which several roots are joined to one start at no cost, and the start."""
    if len(roots) == 1:
        return ends, cost, int(roots[0])
    links = np.column_stack([np.full(len(roots), node_count), roots])
    return np.concatenate([ends, links]), np.concatenate([cost, np.zeros(len(roots))]), node_count


def route(
    graph: TrenchGraph,
    cost_eur: FloatArray,
    frontages: IntArray,
    roots: IntArray,
    scenario: Scenario,
    onlooker: Onlooker | None = None,
) -> Network:
    """Return the cheapest network found that joins all frontages to a POP.

    cost_eur: (edges,) of digging; frontages, roots: node numbers of the graph, all of them to be
    joined. With several roots each frontage is joined to one of them. scenario: gives the time
    limit and the seed. onlooker: is told the progress and shown the best network so far.
    """
    onlooker = onlooker or Onlooker()
    ends, costs, start = with_start(graph.ends, cost_eur, roots, graph.node_count)
    terminals = np.unique(frontages)
    await_optimiser(graph, onlooker, ends, costs, terminals, start)
    found = steiner.solve(
        ends,
        costs,
        terminals,
        start,
        scenario.seconds,
        scenario.seed,
        onlooker.report,
        better=sketcher(graph, onlooker.show) if onlooker.looks else None,
    )
    chosen = found.edges[found.edges < len(graph.ends)]
    links = found.edges[found.edges >= len(graph.ends)] - len(graph.ends)
    used = roots if len(roots) == 1 else roots[links]
    tree = root_tree(graph.ends, graph.length_m, chosen, used)
    return Network(
        tree=tree,
        cost_eur=found.cost,
        lower_bound_eur=min(found.lower_bound, found.cost),
        proven=found.proven,
    )
