"""A tree known from before is repaired and taken as the first one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis import steiner
from tests.analysis.steiner.graphs import small_graphs, street_grid
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
def test_bound_from_a_known_tree_is_never_above_the_optimum(graph, data):
    edges = data.draw(st.lists(st.integers(0, len(graph[1]) - 1), max_size=8))
    changed = np.zeros(len(graph[1]), np.bool_)
    changed[data.draw(st.integers(0, len(graph[1]) - 1))] = True
    tree = steiner.solve(*graph, start=edges, changed=changed)
    best = cheapest(*graph)
    assert faults(*graph, tree) == []
    assert tree.lower_bound <= best <= tree.cost
    assert not tree.proven or tree.cost == best


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
