"""Small graphs with prizes, and what the best trees in them are, by trying every one."""

from __future__ import annotations

import itertools
import math

import numpy as np
from hypothesis import strategies as st

from tests.analysis.steiner.graphs import small_graphs


@st.composite
def prized_graphs(draw, cost=None, weight=None):
    """Draw ends, costs, weights and root: loops, parallel and free edges, islands, no weights."""
    ends, costs, _ = draw(small_graphs(cost))
    n = int(ends.max()) + 1 + draw(st.integers(0, 1))
    if draw(st.booleans()):
        # Houses on leaves of their own, as in a town; one edge less makes islands.
        houses = draw(st.integers(1, 3))
        at = draw(st.lists(st.integers(0, n - 1), min_size=houses, max_size=houses))
        ends = np.concatenate((ends, [(v, n + k) for k, v in enumerate(at)]))
        more = draw(st.lists(st.integers(0, 6), min_size=houses, max_size=houses))
        costs = np.concatenate((costs, np.array(more, np.float64)))
        n += houses
    if draw(st.booleans()):
        ends, costs = ends[1:], costs[1:]
    if weight is None:
        weight = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 400)).map(float)
    weights = draw(st.lists(weight, min_size=n, max_size=n))
    return ends.reshape(-1, 2), costs, np.array(weights), draw(st.integers(0, n - 1))


def all_trees(ends, costs, weights, root):
    """Return cost, weight and missed weight of the cheapest tree on every set with the root."""
    vertices = sorted({int(v) for pair in ends for v in pair} - {root})

    def weight_of(chosen):
        return math.fsum(float(weights[v]) for v in chosen)

    order = sorted(range(len(costs)), key=lambda e: costs[e])
    everything = set(range(len(weights)))
    found = [(0.0, weight_of({root}), weight_of(everything - {root}))]
    for size in range(1, len(vertices) + 1):
        for chosen in itertools.combinations(vertices, size):
            inside = {root, *chosen}
            cost = _spanning_cost(ends, costs, order, inside)
            if cost < math.inf:
                found.append((cost, weight_of(inside), weight_of(everything - inside)))
    return found


def _spanning_cost(ends, costs, order, inside):
    leader = {v: v for v in inside}

    def find(v):
        while leader[v] != v:
            v = leader[v]
        return v

    chosen = []
    for e in order:
        u, v = int(ends[e][0]), int(ends[e][1])
        if u in inside and v in inside and find(u) != find(v):
            leader[find(u)] = find(v)
            chosen.append(float(costs[e]))
    return math.fsum(chosen) if len(chosen) == len(inside) - 1 else math.inf


def faults(ends, costs, _weights, root, found):
    """Return what is wrong with the edges, vertices and cost of a result, as sentences."""
    edges = [int(e) for e in found.edges]
    wrong = []
    if edges != sorted(set(edges)):
        wrong.append("edges are not ascending and distinct")
    reached, rest = {int(root)}, set(edges)
    while True:
        step = [e for e in rest if (int(ends[e][0]) in reached) != (int(ends[e][1]) in reached)]
        if not step:
            break
        reached |= {int(v) for v in ends[step[0]]}
        rest.discard(step[0])
    if rest:
        wrong.append(f"edges {sorted(rest)} close a cycle or hang nowhere")
    if set(np.flatnonzero(found.inside).tolist()) != reached:
        wrong.append("the vertices inside are not those of the edges")
    total = math.fsum(float(costs[e]) for e in edges)
    if not math.isclose(total, found.cost, rel_tol=1e-12, abs_tol=1e-12):
        wrong.append(f"the cost is {total}, not {found.cost}")
    return wrong
