"""A tree with its parents first, on which everything below a node is one slice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class RootedTree:
    """Nodes in depth-first order: what lies below node i are the nodes i to end[i] - 1.

    node: (n,) node numbers of the graph. parent: (n,) place in this order, -1 at a root. edge:
    (n,) edge of the graph to the parent, -1 at a root. length_m: (n,) of that edge, 0 at a root.
    """

    node: IntArray
    parent: IntArray
    edge: IntArray
    length_m: FloatArray
    end: IntArray

    def below(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the sum of values at and below each node; values: (n,) or (n, k)."""
        run = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
        return np.asarray(run[self.end] - run[:-1])

    def path_m(self) -> FloatArray:
        """Return the length of the way from its root to each node."""
        return self._path_m

    @cached_property
    def _path_m(self) -> FloatArray:
        return self.along_path(self.length_m)

    def along_path(self, values: FloatArray) -> FloatArray:
        """Return the sum of values on the way from its root to each node, itself included."""
        run = values.tolist()
        # Each node builds on its parent, so the loop cannot be one array operation.
        for i, up in enumerate(self.parent.tolist()):
            if up >= 0:
                run[i] += run[up]
        return np.array(run, dtype=np.float64)

    def meeting(self, one: IntArray, other: IntArray) -> IntArray:
        """Return the lowest node above or at both of two places, pair by pair, in one tree."""
        a, b = one.copy(), other.copy()
        apart = np.flatnonzero(a != b)
        # In depth-first order the later of two nodes is never above the other, so it climbs.
        while len(apart):
            later_is_a = a[apart] > b[apart]
            climb_a, climb_b = apart[later_is_a], apart[~later_is_a]
            a[climb_a] = self.parent[a[climb_a]]
            b[climb_b] = self.parent[b[climb_b]]
            apart = apart[a[apart] != b[apart]]
        return a

    def through(self, one: IntArray, other: IntArray, values: IntArray) -> IntArray:
        """Return, per edge to the parent, the sum of values whose way between two places uses it.

        one, other: places, pair by pair, in one tree; values: of each pair. Returns (n,).
        """
        total = np.zeros(len(self.node), dtype=np.int64)
        np.add.at(total, one, values)
        np.add.at(total, other, values)
        np.subtract.at(total, self.meeting(one, other), 2 * values)
        return self.below(total)

    def way_to_m(self, places: IntArray) -> FloatArray:
        """Return the length of the way from each node to the nearest of some places."""
        way = np.full(len(self.node), np.inf)
        way[places] = 0.0
        run, length, parent = way.tolist(), self.length_m.tolist(), self.parent.tolist()
        # Each node builds on its neighbours, up the tree and down again.
        for i in range(len(run) - 1, -1, -1):
            up, way_m = parent[i], run[i] + length[i]
            if up >= 0 and way_m < run[up]:
                run[up] = way_m
        for i, up in enumerate(parent):
            if up >= 0 and run[up] + length[i] < run[i]:
                run[i] = run[up] + length[i]
        return np.array(run, dtype=np.float64)

    def reduced(self, keep: npt.NDArray[np.bool_]) -> tuple[RootedTree, IntArray]:
        """Return the tree of some nodes, roots and the branchings between them, and their places.

        keep: (n,). Ways between kept nodes keep their lengths; an edge of the reduced tree names
        the lowest of the edges it stands for.
        """
        up = self.parent >= 0
        with_kept = self.below(keep.astype(np.int64)) > 0
        branches = np.bincount(self.parent[up & with_kept], minlength=len(self.node))
        place = np.flatnonzero(keep | (branches > 1) | ~up)
        number = np.full(len(self.node), -1, dtype=np.int64)
        number[place] = np.arange(len(place))
        run = number.tolist()
        above = np.full(len(self.node), -1, dtype=np.int64).tolist()
        # Each node hands on the nearest kept node above it, parents first.
        for i, parent in enumerate(self.parent.tolist()):
            if parent >= 0:
                above[i] = run[parent] if run[parent] >= 0 else above[parent]
        parent_of = np.array(above, dtype=np.int64)[place]
        path_m = self.path_m()[place]
        length = np.where(parent_of >= 0, path_m - path_m[np.maximum(parent_of, 0)], 0.0)
        end = np.searchsorted(place, self.end[place])
        return RootedTree(self.node[place], parent_of, self.edge[place], length, end), place

    def place_of(self, node: IntArray) -> IntArray:
        """Return the place of graph nodes in the tree; raises KeyError for one outside of it."""
        order = np.argsort(self.node)
        at = np.searchsorted(self.node, node, sorter=order)
        place = order[np.minimum(at, len(order) - 1)]
        if not np.array_equal(self.node[place], node):
            raise KeyError("node outside the tree")
        return np.asarray(place)


def root_tree(
    ends: IntArray, length_m: FloatArray, chosen: IntArray, roots: IntArray
) -> RootedTree:
    """Return chosen edges, which form one tree per root, with parents first.

    ends: (edges, 2) of the graph; chosen: edge numbers; roots: node numbers.
    """
    nodes = np.unique(np.concatenate([ends[chosen].ravel(), roots]))
    tail = np.searchsorted(nodes, ends[chosen])
    start = len(nodes)
    above = np.column_stack([np.full(len(roots), start), np.searchsorted(nodes, roots)])
    links = np.concatenate([tail, above])
    rows = csr_array(
        (np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(start + 1, start + 1)
    )
    order, before = depth_first_order(rows, start, directed=False)
    place = np.full(start + 1, -1, dtype=np.int64)
    place[order] = np.arange(-1, len(order) - 1)
    order = order[1:]
    parent = np.asarray(place[before[order]], dtype=np.int64)
    edge = _edges_to_parents(tail, chosen, order, before[order], start)
    length = np.where(edge >= 0, length_m[np.maximum(edge, 0)], 0.0)
    return RootedTree(nodes[order], parent, edge, length, _subtree_ends(parent))


def _edges_to_parents(
    tail: IntArray, chosen: IntArray, node: IntArray, parent: IntArray, start: int
) -> IntArray:
    """Return the edge between each node and its parent, -1 where the parent is the start."""
    names = tail.min(axis=1) * (start + 1) + tail.max(axis=1)
    order = np.argsort(names)
    wanted = np.minimum(node, parent).astype(np.int64) * (start + 1) + np.maximum(node, parent)
    edge = np.full(len(node), -1, dtype=np.int64)
    inner = parent != start
    edge[inner] = chosen[order[np.searchsorted(names[order], wanted[inner])]]
    return edge


def _subtree_ends(parent: IntArray) -> IntArray:
    end = list(range(1, len(parent) + 1))
    up = parent.tolist()
    # Children hand their end to their parent, last ones first.
    for i in range(len(up) - 1, -1, -1):
        if up[i] >= 0 and end[up[i]] < end[i]:
            end[up[i]] = end[i]
    return np.array(end, dtype=np.int64)
