"""An independent judge of trees: plain Python, shares no code with the solver."""

from __future__ import annotations

import itertools
import math


def faults(ends, costs, terminals, tree, root=None):
    """Return what is wrong with a result as sentences; an empty list is a good tree."""
    edges = [int(e) for e in tree.edges]
    found = _faults_of_figures(costs, edges, tree)
    wanted = {int(t) for t in terminals} | (set() if root is None else {int(root)})
    leader = {}

    def find(v):
        leader.setdefault(v, v)
        while leader[v] != v:
            v = leader[v]
        return v

    for e in edges:
        a, b = (find(int(v)) for v in ends[e])
        if a == b:
            found.append(f"edge {e} closes a cycle")
        leader[a] = b
    if len({find(t) for t in wanted}) > 1:
        found.append("terminals are not joined")
    if len({find(v) for v in leader}) > 1:
        found.append("the edges are in pieces")
    return found


def _faults_of_figures(costs, edges, tree):
    found = []
    if edges != sorted(set(edges)):
        found.append("edges are not ascending and distinct")
    total = math.fsum(float(costs[e]) for e in edges)
    if not math.isclose(total, tree.cost, rel_tol=1e-12, abs_tol=1e-12):
        found.append(f"the cost is {total}, not {tree.cost}")
    if tree.lower_bound > tree.cost:
        found.append("the bound is above the cost")
    if tree.proven and tree.cost - tree.lower_bound > 1e-9 * tree.cost:
        found.append("proven, but bound and cost do not meet")
    return found


def cheapest(ends, costs, terminals):
    """Return the least cost of joining the terminals, by trying every set of extra vertices."""
    wanted = {int(t) for t in terminals}
    vertices = {int(v) for pair in ends for v in pair}
    others = sorted(vertices - wanted)
    order = sorted(range(len(costs)), key=lambda e: costs[e])
    best = math.inf
    for size in range(len(others) + 1):
        for extra in itertools.combinations(others, size):
            best = min(best, _spanning_cost(ends, costs, order, wanted | set(extra)))
    return best


def _spanning_cost(ends, costs, order, inside):
    leader = {v: v for v in inside}

    def find(v):
        while leader[v] != v:
            v = leader[v]
        return v

    total, joined = 0.0, 1
    for e in order:
        u, v = int(ends[e][0]), int(ends[e][1])
        if u in inside and v in inside and find(u) != find(v):
            leader[find(u)] = find(v)
            total += float(costs[e])
            joined += 1
    return total if joined == len(inside) else math.inf
