"""Graphs to try the solver on: small random ones, drawn ones, and the shared real ones."""

from __future__ import annotations

import itertools
import json

import numpy as np
from hypothesis import strategies as st

from tests.shared_data import shared_file

OPTIMUM = {
    "I056": 14_171_206,
    "I048": 91_509_264,
    "I072": 289_019_226,
    "I015": 592_240_832,
    "G101": 3_492_405,
    "G102": 15_187_538,
    "1000": 35_061.9,
    "5000": 167_402.4,
}


def real_graph(name):
    """Return ends, costs and terminals of a published graph."""
    if name in ("1000", "5000"):
        return _street_map(shared_file(f"ftth_santacruz/{name}.geojson"))
    return _challenge(shared_file(f"steiner/{name}.gr"))


def _challenge(path):
    edges, terminals = [], []
    for line in path.read_text().splitlines():
        if line.startswith("E "):
            edges.append([int(word) for word in line.split()[1:]])
        elif line.startswith("T "):
            terminals.append(int(line.split()[1]))
    table = np.array(edges, np.int64)
    return table[:, :2], table[:, 2].astype(np.float64), np.array(terminals, np.int64)


def _street_map(path):
    number, ends, costs, demand = {}, [], [], []
    for feature in json.loads(path.read_text())["features"]:
        shape = feature["geometry"]
        if shape["type"] == "LineString":
            line = [number.setdefault(tuple(p), len(number)) for p in shape["coordinates"]]
            for pair in itertools.pairwise(line):
                ends.append(pair)
                costs.append(feature["properties"]["length"])
        elif feature["properties"].get("demand"):
            demand.append(tuple(shape["coordinates"]))
    terminals = [number.setdefault(point, len(number)) for point in demand]
    return np.array(ends, np.int64), np.array(costs), np.array(terminals, np.int64)


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
