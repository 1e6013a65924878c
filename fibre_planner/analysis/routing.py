"""The trench network: the cheapest tree from the POPs to all frontages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis import steiner
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.sketching import Onlooker, await_optimiser, sketcher
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    TrenchGraph,
)
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Watched


@dataclass(frozen=True, eq=False)
class Terrain:
    """What a network is searched on: the uncut graph, what its edges cost, and what to join.

    sections: of streets, by which the edges of two graphs are compared. cost_eur: (edges,) of
    digging. frontages, roots: node numbers, all of them to be joined, and with the frontages places
    that planners ask for; with several roots each frontage is joined to one of them.
    """

    sections: TrenchGraph
    graph: TrenchGraph
    cost_eur: FloatArray
    frontages: IntArray
    roots: IntArray


@dataclass(frozen=True, eq=False)
class Found:
    """The cheapest network found on a terrain, and how good it is.

    edges: of the uncut graph, ascending; roots: those it is joined to; costs in EUR. based_on: id
    of the plan whose network the search began with, empty where it began anew. stopped: whether
    somebody ended the search.
    """

    terrain: Terrain
    edges: IntArray
    roots: IntArray
    cost_eur: float
    lower_bound_eur: float
    proven: bool
    based_on: str = ""
    stopped: bool = False


@dataclass(frozen=True, eq=False)
class Start:
    """A network to begin with: edges of a terrain, and which edges are new or cost another price.

    plan_id: of the plan the network is from.
    """

    edges: IntArray
    changed: BoolArray
    plan_id: str


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


def search_network(
    terrain: Terrain,
    seconds: float | None,
    seed: int,
    *,
    start: Start | None = None,
    onlooker: Onlooker | None = None,
) -> Found:
    """Return the cheapest network found that joins all frontages to a POP.

    seconds: time limit, None for one that gives the same network on every machine; seed: of the
    random choices. onlooker: is told the progress and shown the best network so far; its report may
    raise Cancelled, or Enough to take that.
    """
    graph, onlooker = terrain.graph, onlooker or Onlooker()
    ends, costs, root = with_start(graph.ends, terrain.cost_eur, terrain.roots, graph.node_count)
    links = len(ends) - len(graph.ends)
    terminals = np.unique(terrain.frontages)
    await_optimiser(graph, onlooker, ends, costs, terminals, root)
    watched = Watched(onlooker.report)
    found = steiner.solve(
        ends,
        costs,
        terminals,
        root,
        seconds,
        seed,
        watched,
        start=None if start is None else start.edges,
        changed=None if start is None else np.append(start.changed, np.zeros(links, dtype=bool)),
        better=sketcher(graph, onlooker.show) if onlooker.looks else None,
    )
    used = found.edges[found.edges >= len(graph.ends)] - len(graph.ends)
    return Found(
        terrain=terrain,
        edges=found.edges[found.edges < len(graph.ends)],
        roots=terrain.roots[used] if links else terrain.roots,
        cost_eur=found.cost,
        lower_bound_eur=min(found.lower_bound, found.cost),
        proven=found.proven,
        based_on="" if start is None else start.plan_id,
        stopped=watched.stopped,
    )


def network_of(found: Found, graph: TrenchGraph, parent: IntArray) -> Network:
    """Return the network found as a tree of the graph that is cut at sites.

    parent: (edges of graph,) edge of the terrain's graph each comes from.
    """
    chosen = np.zeros(len(found.terrain.graph.ends), dtype=bool)
    chosen[found.edges] = True
    tree = root_tree(graph.ends, graph.length_m, np.flatnonzero(chosen[parent]), found.roots)
    return Network(tree, found.cost_eur, found.lower_bound_eur, found.proven)


def found_of(network: Network, terrain: Terrain, parent: IntArray) -> Found:
    """Return a network of the cut graph as one of the terrain, for a search to begin with."""
    edge = network.tree.edge
    return Found(
        terrain=terrain,
        edges=np.unique(parent[edge[edge >= 0]]),
        roots=network.tree.node[network.tree.parent < 0],
        cost_eur=network.cost_eur,
        lower_bound_eur=network.lower_bound_eur,
        proven=network.proven,
    )


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
    terrain = Terrain(graph, graph, cost_eur, frontages, roots)
    found = search_network(terrain, scenario.seconds, scenario.seed, onlooker=onlooker)
    return network_of(found, graph, np.arange(len(graph.ends)))
