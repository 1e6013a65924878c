"""The edges of the tree joined to trenches as one builds and reads them.

A trench ends where the tree branches, at a cabinet or POP, and where street, surface, method,
price, site, ground or level change. What it carries is what its upper end carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from fibre_planner.analysis.rooted_tree import RootedTree
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
)

_SAME = ("price_code", "factor_code", "method", "surface", "site_id", "front", "private")


@dataclass(frozen=True, eq=False)
class TrenchSections:
    """Trenches in streets, upper end first.

    of_node: (n,) trench of the edge above each node of the tree, -1 at a root. first: (trenches,)
    node below the uppermost edge. edge: (trenches,) that edge of the graph.
    """

    of_node: IntArray
    first: IntArray
    edge: IntArray
    lines: Lines
    length_m: FloatArray

    def total(self, values: FloatArray) -> FloatArray:
        """Return the sum per trench of values per node of the tree (n,) or (n, k)."""
        result = np.zeros((len(self.first), *values.shape[1:]))
        inside = self.of_node >= 0
        np.add.at(result, self.of_node[inside], values[inside])
        return result

    def most(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the largest per trench of values per node of the tree, at least 0."""
        result = np.zeros((len(self.first), *values.shape[1:]), dtype=values.dtype)
        inside = self.of_node >= 0
        np.maximum.at(result, self.of_node[inside], values[inside])
        return result


def join_sections(
    graph: TrenchGraph, tree: RootedTree, names: Any, trunk: BoolArray, stops: BoolArray
) -> TrenchSections:
    """Return the trenches of a tree.

    names: (edges,) street names; trunk: (n,) whether the edge above a node is part of the trunk;
    stops: (n,) nodes at which a trench ends, such as cabinets.
    """
    below = np.flatnonzero(tree.edge >= 0)
    number = np.full(len(tree.node), -1, dtype=np.int64)
    goes_on = _goes_on(graph, tree, names, trunk, stops)[below]
    number[below] = np.cumsum(~goes_on) - 1
    first = below[~goes_on]
    lines = _joined_lines(graph, tree, below, number[below])
    return TrenchSections(number, first, tree.edge[first], lines, shapely.length(lines))


def _goes_on(
    graph: TrenchGraph, tree: RootedTree, names: Any, trunk: BoolArray, stops: BoolArray
) -> BoolArray:
    """Return the nodes whose upper edge belongs to the same trench as their parent's."""
    up = np.maximum(tree.parent, 0)
    children = np.bincount(up[tree.parent >= 0], minlength=len(tree.node))
    same = (tree.parent >= 0) & (tree.edge[up] >= 0) & (children[up] == 1) & ~stops[up]
    same &= trunk == trunk[up]
    mine, above = tree.edge, tree.edge[up]
    edges: pd.DataFrame = graph.edges
    for column in _SAME:
        values = edges[column].to_numpy()
        same &= values[mine] == values[above]
    same &= names[mine] == names[above]
    surcharged = (edges["crossings"] + edges["pits"]).to_numpy() > 0
    return np.asarray(same & ~surcharged[mine] & ~surcharged[above])


def _joined_lines(graph: TrenchGraph, tree: RootedTree, below: IntArray, number: IntArray) -> Lines:
    """Return one line per trench, from its upper end down."""
    if not len(below):
        return np.empty(0, dtype=object)
    edge = tree.edge[below]
    lines = graph.lines[edge]
    upward = graph.ends[edge, 0] == tree.node[below]
    lines = np.where(upward, shapely.reverse(lines), lines)
    xy, part = shapely.get_coordinates(lines, return_index=True)
    trench = number[part]
    again = np.zeros(len(xy), dtype=bool)
    again[1:] = (trench[1:] == trench[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    # Two corners of a junction may lie on the same place; a line still needs two points.
    single = np.bincount(trench, weights=~again)[trench] == 1
    again &= ~single
    return np.asarray(shapely.linestrings(xy[~again], indices=trench[~again]))
