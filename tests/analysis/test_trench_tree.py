"""The rooted tree, the route through small towns, and the shortest-path comparison."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.baseline import shortest_path_union
from fibre_planner.analysis.rooted_tree import RootedTree, root_tree
from fibre_planner.analysis.routing import route
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.streets.trench_graph import TrenchGraph
from fibre_planner.model.scenario import read_scenario

FORK = np.array([[0, 1], [2, 1], [1, 3], [3, 4]])
"""0 and 2 hang on 1, from which 3 and 4 follow."""


def graph_of(xy: list[tuple[float, float]], ends: list[tuple[int, int]]) -> TrenchGraph:
    places = np.array(xy, dtype=float)
    lines = shapely.linestrings(places[np.array(ends)])
    edges = pd.DataFrame({"street": 0}, index=range(len(ends)))
    return TrenchGraph(places, np.array(ends), lines, shapely.length(lines), edges)


def test_parents_come_first_and_everything_below_is_one_slice() -> None:
    tree = root_tree(FORK, np.array([1.0, 2.0, 4.0, 8.0]), np.arange(4), np.array([0]))
    assert tree.node[0] == 0
    assert (tree.parent[1:] < np.arange(1, 5)).all()
    ones = tree.below(np.ones(5, dtype=int))
    below = dict(zip(tree.node.tolist(), ones.tolist(), strict=True))
    assert below == {0: 5, 1: 4, 2: 1, 3: 2, 4: 1}
    path_m = dict(zip(tree.node.tolist(), tree.path_m().tolist(), strict=True))
    assert path_m == {0: 0.0, 1: 1.0, 2: 3.0, 3: 5.0, 4: 13.0}


def test_two_roots_make_two_trees() -> None:
    ends = np.array([[0, 1], [2, 3]])
    tree = root_tree(ends, np.array([5.0, 7.0]), np.arange(2), np.array([1, 2]))
    roots = tree.node[tree.parent < 0]
    assert sorted(roots.tolist()) == [1, 2]
    assert tree.path_m()[tree.place_of(np.array([0, 3]))].tolist() == [5.0, 7.0]


def test_root_alone_is_a_tree() -> None:
    tree = root_tree(FORK, np.ones(4), np.empty(0, dtype=int), np.array([3]))
    assert tree.node.tolist() == [3]
    assert tree.below(np.array([6])).tolist() == [6]


def test_place_of_a_node_outside_is_an_error() -> None:
    tree = root_tree(FORK, np.ones(4), np.array([0]), np.array([0]))
    with pytest.raises(KeyError):
        tree.place_of(np.array([4]))


random_tree = st.integers(2, 30).flatmap(
    lambda n: st.tuples(*(st.integers(0, k - 1) for k in range(1, n)))
)


@given(random_tree, st.integers(0, 29), st.integers(0, 29))
def test_distance_along_a_tree_is_that_of_a_plain_search(
    parents: tuple[int, ...], one: int, other: int
) -> None:
    ends = np.array([(k + 1, p) for k, p in enumerate(parents)])
    count = len(parents) + 1
    tree = root_tree(ends, np.arange(1.0, count), np.arange(count - 1), np.array([0]))
    a, b = tree.place_of(np.array([one % count, other % count]))
    measured = tree_distance_m(tree, np.array([a]), np.array([b]))[0]
    assert measured == pytest.approx(_search(tree, int(a), int(b)))


def _search(tree: RootedTree, a: int, b: int) -> float:
    """Return the distance by climbing from both and taking off the common part."""
    ways = []
    for node in (a, b):
        way = set()
        while tree.parent[node] >= 0:
            way.add(node)
            node = int(tree.parent[node])
        ways.append(way)
    return float(sum(tree.length_m[node] for node in ways[0] ^ ways[1]))


SQUARE = graph_of(
    # POP at 0; houses at 1 and 2, 100 m away each; 3 lies between them.
    [(0.0, 0.0), (100.0, 40.0), (100.0, -40.0), (100.0, 0.0)],
    [(0, 1), (0, 2), (0, 3), (3, 1), (3, 2)],
)


def test_shared_trench_is_cheaper_than_two_shortest_paths() -> None:
    cost = SQUARE.length_m
    network = route(SQUARE, cost, np.array([1, 2]), np.array([0]), read_scenario("standard"))
    assert network.cost_eur == pytest.approx(180.0)
    assert network.proven
    assert network.lower_bound_eur == network.cost_eur
    union = shortest_path_union(SQUARE, cost, np.array([1, 2]), np.array([0]))
    assert union.tolist() == [0, 1]
    assert cost[union].sum() == pytest.approx(2 * np.hypot(100.0, 40.0))


def test_each_frontage_goes_to_the_nearer_of_two_pops() -> None:
    line = graph_of([(0.0, 0.0), (10.0, 0.0), (50.0, 0.0), (60.0, 0.0)], [(0, 1), (1, 2), (2, 3)])
    roots = np.array([0, 3])
    network = route(line, line.length_m, np.array([1, 2]), roots, read_scenario("standard"))
    assert sorted(network.tree.edge.tolist()) == [-1, -1, 0, 2]
    union = shortest_path_union(line, line.length_m, np.array([1, 2]), roots)
    assert union.tolist() == [0, 2]


def test_cheaper_of_two_parallel_edges_is_taken() -> None:
    twice = graph_of([(0.0, 0.0), (10.0, 0.0)], [(0, 1), (0, 1)])
    cost = np.array([9.0, 4.0])
    scenario = read_scenario("standard")
    network = route(twice, cost, np.array([1]), np.array([0]), scenario)
    assert network.tree.edge.tolist() == [-1, 1]
    assert shortest_path_union(twice, cost, np.array([1]), np.array([0])).tolist() == [1]


def test_existing_duct_without_cost_is_taken() -> None:
    cost = np.array([5.0, 5.0, 0.0, 0.0, 0.0])
    network = route(SQUARE, cost, np.array([1, 2]), np.array([0]), read_scenario("standard"))
    assert network.cost_eur == 0.0
    assert shortest_path_union(SQUARE, cost, np.array([1, 2]), np.array([0])).tolist() == [2, 3, 4]
