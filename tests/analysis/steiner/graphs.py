"""Graphs to try the solver on: small random ones, drawn ones, and the shared real ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from benchmarks.graphs import OPTIMUM, read_graph
from fibre_planner.analysis.steiner.problem import make_problem
from tests.shared_data import FOLDER, shared_file

__all__ = ["OPTIMUM", "as_graph", "as_problem", "real_graph", "small_graphs", "town_graphs"]


def real_graph(name):
    """Return ends, costs and terminals of a published graph."""
    streets = name in ("1000", "5000")
    shared_file(f"ftth_santacruz/{name}.geojson" if streets else f"steiner/{name}.gr")
    return read_graph(name, FOLDER)


@st.composite
def small_graphs(draw, cost=None):
    """Draw a connected graph of up to nine vertices with loops, parallel and zero-cost edges."""
    if cost is None:
        cost = st.one_of(st.integers(0, 6), st.integers(0, 1000)).map(float)
    n = draw(st.integers(2, 9))
    ends = [(draw(st.integers(0, v - 1)), v) for v in range(1, n)]
    vertex = st.integers(0, n - 1)
    ends += draw(st.lists(st.tuples(vertex, vertex), max_size=2 * n))
    costs = draw(st.lists(cost, min_size=len(ends), max_size=len(ends)))
    terminals = draw(st.lists(vertex, min_size=1, max_size=n, unique=True))
    return np.array(ends, np.int64), np.array(costs), np.array(terminals, np.int64)


def street_grid(rows, columns, homes, seed=0, whole=True):
    """Return a grid of streets of uneven length with lead-ins to homes, terminals at the homes."""
    rng = np.random.default_rng(seed)
    number = np.arange(rows * columns).reshape(rows, columns)
    along = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    across = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    streets = np.concatenate((along, across))
    home = rows * columns + np.arange(homes)
    lead_ins = np.stack((rng.integers(0, rows * columns, homes), home), axis=1)
    costs = np.concatenate((rng.uniform(20, 120, len(streets)), rng.uniform(3, 25, homes)))
    if whole:
        costs = np.rint(costs)
    return np.concatenate((streets, lead_ins)), costs, home


@st.composite
def town_graphs(draw):
    """Draw a grid of streets with a few terminals, small enough for brute force."""
    rows, columns = draw(st.sampled_from([(3, 3), (3, 4), (2, 6), (4, 3)]))
    number = np.arange(rows * columns).reshape(rows, columns)
    along = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    across = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    ends = np.concatenate((along, across))
    price = draw(st.sampled_from([(1, 3), (0, 9), (50, 99)]))
    costs = draw(st.lists(st.integers(*price), min_size=len(ends), max_size=len(ends)))
    vertex = st.integers(0, number.size - 1)
    terminals = draw(st.lists(vertex, min_size=2, max_size=6, unique=True))
    return ends, np.array(costs, np.float64), np.array(terminals, np.int64)


def as_problem(graph):
    """Return a connected graph without loops as the solver's inner problem."""
    ends, costs, terminals = graph
    is_terminal = np.zeros(int(ends.max()) + 1, np.bool_)
    is_terminal[terminals] = True
    return make_problem(ends, costs, is_terminal)


def as_graph(problem):
    """Return an inner problem as ends, costs and terminals."""
    return problem.ends, problem.cost, np.flatnonzero(problem.is_terminal)
