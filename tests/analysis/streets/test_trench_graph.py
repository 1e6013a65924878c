"""Edges are cut where asked and their pieces inherit all but the length."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.streets.trench_graph import TrenchGraph, split_edges


def two_edges() -> TrenchGraph:
    """An angled edge of 20 m and a straight one of 10 m that goes on from it."""
    lines = np.array(
        [
            shapely.LineString([(0, 0), (10, 0), (10, 10)]),
            shapely.LineString([(10, 10), (20, 10)]),
        ],
        dtype=object,
    )
    return TrenchGraph(
        np.array([[0.0, 0.0], [10.0, 10.0], [20.0, 10.0]]),
        np.array([[0, 1], [1, 2]]),
        lines,
        shapely.length(lines),
        pd.DataFrame({"street": [7, 8]}),
    )


def test_edge_is_cut_at_two_places() -> None:
    split = split_edges(two_edges(), np.array([0, 0]), np.array([15.0, 4.0]))
    assert split.graph.length_m.tolist() == [4.0, 11.0, 5.0, 10.0]
    assert split.parent.tolist() == [0, 0, 0, 1]
    assert split.graph.edges["street"].tolist() == [7, 7, 7, 8]
    assert split.graph.xy[split.node].tolist() == [[10.0, 5.0], [4.0, 0.0]]
    assert split.graph.ends.tolist() == [[0, 3], [3, 4], [4, 1], [1, 2]]


def test_cut_at_an_end_is_that_end() -> None:
    split = split_edges(two_edges(), np.array([0, 1, 1]), np.array([0.0, 0.005, 10.0]))
    assert split.node.tolist() == [0, 1, 2]
    assert len(split.graph.ends) == 2


def test_cuts_at_the_same_place_share_a_node() -> None:
    split = split_edges(two_edges(), np.array([1, 1]), np.array([5.0, 5.0]))
    assert split.node.tolist() == [3, 3]
    assert split.graph.length_m.tolist() == [20.0, 5.0, 5.0]


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0.0, 1.0)), max_size=12))
def test_cutting_keeps_the_length_and_joins_pieces_end_to_end(cuts: list[tuple[int, float]]):
    graph = two_edges()
    edge = np.array([cut[0] for cut in cuts], dtype=np.int64)
    measure_m = np.array([cut[1] for cut in cuts]) * graph.length_m[edge]
    split = split_edges(graph, edge, measure_m)
    assert abs(split.graph.length_m.sum() - 30.0) < 1e-9
    for end, place in ((0, 0), (1, -1)):
        drawn = shapely.get_coordinates(shapely.get_point(split.graph.lines, place))
        np.testing.assert_allclose(split.graph.xy[split.graph.ends[:, end]], drawn, atol=1e-9)
    wanted = shapely.get_coordinates(shapely.line_interpolate_point(graph.lines[edge], measure_m))
    np.testing.assert_allclose(split.graph.xy[split.node], wanted, atol=0.0201)
