"""Shafts are whole: one for each started length of connected trunk, in the trench it starts in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fibre_planner.analysis.costing import shaft_counts
from fibre_planner.analysis.rooted_tree import root_tree
from fibre_planner.analysis.trench_sections import TrenchSections


def shafts_of(
    parents: list[int],
    lengths_m: list[float],
    trunk: list[bool] | None = None,
    roots: list[int] | None = None,
) -> list[float]:
    """Return the shafts by node; node k + 1 hangs on parents[k], each edge is a trench."""
    ends = np.array([(k + 1, p) for k, p in enumerate(parents)]).reshape(-1, 2)
    edges = [k for k, p in enumerate(parents) if p >= 0]
    length_m = np.array(lengths_m)
    tree = root_tree(ends, length_m, np.array(edges, dtype=int), np.array(roots or [0]))
    below = np.flatnonzero(tree.edge >= 0)
    of_node = np.full(len(tree.node), -1)
    of_node[below] = np.arange(len(below))
    edge = tree.edge[below]
    sections = TrenchSections(of_node, below, edge, np.empty(0, object), tree.length_m[below])
    has = np.array(trunk or [True] * len(parents))
    carries = np.zeros(len(tree.node), dtype=bool)
    carries[below] = has[edge]
    new_m = np.where(carries[below], tree.length_m[below], 0.0)
    count = np.zeros(len(parents))
    count[edge] = shaft_counts(tree, sections, carries, new_m, 1000.0)
    return count.tolist()


def test_each_started_thousand_metres_of_a_trunk_has_a_shaft() -> None:
    # 0 to 700 starts one, 700 to 900 none, 900 to 2,100 those at 1,000 and at 2,000 m.
    assert shafts_of([0, 1, 2], [700.0, 200.0, 1200.0]) == [1, 0, 2]


def test_full_thousand_metres_start_no_second_shaft() -> None:
    assert shafts_of([*range(10)], [100.0] * 10) == [1, *[0] * 9]
    assert sum(shafts_of([*range(30)], [1000.0 / 3.0] * 30)) == 10


def test_branches_of_one_trunk_share_a_shaft_and_separate_trunks_do_not() -> None:
    assert sum(shafts_of([0, 0], [300.0, 300.0])) == 1
    assert shafts_of([0, 1, 2], [300.0, 300.0, 300.0], trunk=[True, False, True]) == [1, 0, 1]
    assert shafts_of([0, -1, 2], [300.0, 1.0, 300.0], roots=[0, 2]) == [1, 0, 1]


def test_no_trunk_needs_no_shaft() -> None:
    assert shafts_of([0, 1], [300.0, 5000.0], trunk=[False, False]) == [0, 0]


@given(
    st.integers(1, 25).flatmap(
        lambda n: st.tuples(
            st.tuples(*(st.integers(0, k) for k in range(n))),
            st.lists(st.floats(0.0, 4000.0), min_size=n, max_size=n),
        )
    )
)
def test_shafts_are_whole_and_as_many_as_the_length_asks_for(
    drawn: tuple[tuple[int, ...], list[float]],
) -> None:
    parents, lengths_m = drawn
    shafts = shafts_of(list(parents), lengths_m)
    assert all(count >= 0 and count == round(count) for count in shafts)
    assert sum(shafts) == pytest.approx(np.ceil((sum(lengths_m) - 1e-4) / 1000.0), abs=1e-9) or (
        sum(lengths_m) <= 1e-4 and sum(shafts) == 0
    )
