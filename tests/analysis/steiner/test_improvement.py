"""Local search makes trees cheaper and keeps them trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.kernels.ball import is_spanning
from tests.analysis.steiner.graphs import as_problem, street_grid, town_graphs
from tests.analysis.steiner.judge import cheapest


@settings(max_examples=80, deadline=None)
@given(town_graphs())
def test_improved_tree_is_a_tree_and_never_dearer(graph):
    problem = as_problem(graph)
    tree = shortest_path_tree(problem, problem.root)
    better = improve(problem, tree)
    assert is_spanning(problem.ends, better, problem.is_terminal)
    assert cheapest(*graph) <= cost_of(problem, better) <= cost_of(problem, tree)


@pytest.mark.parametrize("seed", range(4))
def test_every_pass_on_a_town_pays(seed):
    problem = as_problem(street_grid(30, 30, 150, seed))
    tree = shortest_path_tree(problem, problem.root)
    one = improve(problem, tree, 1)
    more = improve(problem, tree)
    assert is_spanning(problem.ends, more, problem.is_terminal)
    assert cost_of(problem, more) <= cost_of(problem, one) < cost_of(problem, tree)


def test_dear_key_path_is_exchanged_for_a_cheap_one():
    # Two pairs of terminals, joined by a chain of 9 in the tree although 4 + 4 is there.
    ends = [(0, 1), (2, 3), (1, 4), (4, 2), (0, 5), (5, 3)]
    costs = [1.0, 1.0, 5.0, 4.0, 4.0, 4.0]
    problem = as_problem(_arrays(ends, costs, [0, 1, 2, 3]))
    assert sorted(improve(problem, _ints([0, 1, 2, 3])).tolist()) == [0, 1, 4, 5]


def test_key_vertex_is_dropped_where_its_parts_lie_close_together():
    ends = [(0, 3), (1, 3), (2, 3), (0, 1), (1, 2)]
    problem = as_problem(_arrays(ends, [4.0, 4.0, 4.0, 5.0, 5.0], [0, 1, 2]))
    assert sorted(improve(problem, _ints([0, 1, 2])).tolist()) == [3, 4]


def _ints(values):
    return np.array(values, np.int64)


def _arrays(ends, costs, terminals):
    return np.array(ends, np.int64), np.array(costs), np.array(terminals, np.int64)


@pytest.mark.parametrize("seed", range(6))
def test_no_exchange_of_a_key_path_is_left_that_would_help(seed):
    graph = street_grid(9, 9, 16, seed)
    problem = as_problem(graph)
    tree = improve(problem, shortest_path_tree(problem, problem.root)).tolist()
    ends, costs = problem.ends.tolist(), problem.cost.tolist()
    for path in key_paths(ends, tree, problem.is_terminal):
        rest = [e for e in tree if e not in path]
        parts = parts_of(ends, rest, problem.is_terminal)
        assert len(parts) == 2
        assert nearest(ends, costs, *parts) >= sum(costs[e] for e in path)


def key_paths(ends, tree, is_terminal):
    """Return the edges of each way between terminals or forks, by plain walking."""
    at = {}
    for e in tree:
        for v in ends[e]:
            at.setdefault(v, []).append(e)
    paths = []
    for v, edges in at.items():
        if not is_terminal[v] and len(edges) == 2:
            continue
        for e in edges:
            path, u = [e], ends[e][0] + ends[e][1] - v
            while not is_terminal[u] and len(at[u]) == 2:
                path.append(next(f for f in at[u] if f != path[-1]))
                u = sum(ends[path[-1]]) - u
            paths.append(path)
    return paths


def parts_of(ends, edges, is_terminal):
    """Return the vertices of each part of a forest; a lone terminal is a part."""
    part = {int(v): {int(v)} for v in np.flatnonzero(is_terminal)}
    for e in edges:
        u, v = ends[e]
        joined = part.get(u, {u}) | part.get(v, {v})
        part.update(dict.fromkeys(joined, joined))
    return [set(one) for one in {frozenset(members) for members in part.values()}]


def nearest(ends, costs, one, other):
    """Return the length of the shortest way between two sets of vertices (Bellman and Ford)."""
    reach = dict.fromkeys(one, 0.0)
    for _ in range(len(ends)):
        before = dict(reach)
        for (u, v), cost in zip(ends, costs, strict=True):
            for a, b in ((u, v), (v, u)):
                if reach.get(a, np.inf) + cost < reach.get(b, np.inf):
                    reach[b] = reach[a] + cost
        if reach == before:
            break
    return min(reach.get(v, np.inf) for v in other)
