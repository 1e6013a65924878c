"""The plain answer that needs no compiled code."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis import steiner
from tests.analysis.steiner.graphs import small_graphs, street_grid
from tests.analysis.steiner.judge import cheapest, faults


@settings(max_examples=150, deadline=None)
@given(small_graphs(), st.data())
def test_plain_tree_is_sound_and_at_most_twice_the_optimum(graph, data):
    ends, costs, terminals = graph
    root = data.draw(st.none() | st.integers(0, int(ends.max())))
    tree = steiner.plain_tree(*graph, root)
    joined = [*terminals.tolist(), *([] if root is None else [root])]
    best = cheapest(ends, costs, joined)
    assert faults(*graph, tree, root) == []
    assert best <= tree.cost <= 2 * best
    assert tree.lower_bound <= best


def test_plain_tree_is_never_cheaper_than_the_solver_on_a_town():
    graph = street_grid(10, 10, 40)
    assert steiner.plain_tree(*graph).cost >= steiner.solve(*graph).lower_bound


def test_plain_tree_of_fifty_thousand_vertices_is_sound():
    graph = street_grid(220, 220, 500)
    assert faults(*graph, steiner.plain_tree(*graph)) == []
