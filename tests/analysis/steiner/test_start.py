"""A tree known from before is repaired and taken as the first one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis import steiner
from fibre_planner.analysis.steiner.focus import touched_vertices
from tests.analysis.steiner.graphs import as_problem, small_graphs, street_grid
from tests.analysis.steiner.judge import cheapest, faults

some = settings(max_examples=100, deadline=None)


@some
@given(small_graphs(), st.data())
def test_any_set_of_edges_is_repaired_to_a_sound_tree(graph, data):
    edges = data.draw(st.lists(st.integers(-2, len(graph[1]) + 2), max_size=8))
    tree = steiner.solve(*graph, seconds=0.0, start=np.array(edges, np.int64))
    assert faults(*graph, tree) == []
    assert tree.cost >= cheapest(*graph)


@some
@given(small_graphs(), st.data())
def test_small_graph_is_solved_to_the_optimum_from_any_known_tree(graph, data):
    edges = data.draw(st.lists(st.integers(0, len(graph[1]) - 1), max_size=8))
    changed = np.zeros(len(graph[1]), np.bool_)
    changed[data.draw(st.integers(0, len(graph[1]) - 1))] = True
    tree = steiner.solve(*graph, start=edges, changed=changed)
    best = cheapest(*graph)
    assert faults(*graph, tree) == []
    assert tree.proven
    assert tree.lower_bound <= best == tree.cost


def test_missing_terminal_joins_the_known_tree_and_useless_ends_go():
    # A chain 0–1–2–3 with a spur 1–4 that served a home which is gone; 5 is new, off 2.
    ends = [(0, 1), (1, 2), (2, 3), (1, 4), (2, 5), (0, 5)]
    tree = steiner.solve(ends, [1.0, 1.0, 1.0, 1.0, 1.0, 5.0], [0, 3, 5], start=[0, 1, 2, 3])
    assert tree.edges.tolist() == [0, 1, 2, 4]


def test_known_tree_is_never_lost():
    graph = street_grid(30, 30, 200)
    known = steiner.solve(*graph)
    again = steiner.solve(*graph, start=known.edges, seconds=0.0)
    assert again.cost <= known.cost


@pytest.mark.parametrize("seed", range(3))
def test_search_around_a_change_alone_is_as_good_as_a_fresh_one(seed):
    ends, costs, homes = street_grid(30, 30, 200, seed)
    known = steiner.solve(ends, costs, homes)
    changed = np.zeros(len(costs), np.bool_)
    changed[known.edges[40 + 10 * seed :][:6]] = True
    dearer = np.where(changed, 4.0 * costs, costs)
    fewer = homes[1:]
    again = steiner.solve(ends, dearer, fewer, start=known.edges, changed=changed)
    fresh = steiner.solve(ends, dearer, fewer)
    assert faults(ends, dearer, fewer, again) == []
    assert again.cost <= fresh.cost * 1.001
    assert again.lower_bound <= fresh.cost


def test_few_streets_are_proven_anew_after_a_change():
    ends, costs, homes = street_grid(16, 16, 60)
    known = steiner.solve(ends, costs, homes)
    changed = np.zeros(len(costs), np.bool_)
    changed[known.edges[::10]] = True
    dearer = np.where(changed, 4.0 * costs, costs)
    again = steiner.solve(ends, dearer, homes, start=known.edges, changed=changed)
    assert again.proven
    assert again.cost == pytest.approx(steiner.solve(ends, dearer, homes).cost)


def test_touched_are_changes_new_terminals_and_loose_ends():
    # Known: 0–1–2. The edge 3–4 is new, 5 has come, 2 is a terminal no more.
    ends = [(0, 1), (1, 2), (1, 3), (3, 4), (4, 5)]
    graph = np.array(ends), np.ones(5), np.array([0, 5])
    known, changed = np.zeros((2, 5), np.bool_)
    known[:2], changed[3] = True, True
    touched = touched_vertices(as_problem(graph), changed, known)
    assert np.flatnonzero(touched).tolist() == [2, 3, 4, 5]
