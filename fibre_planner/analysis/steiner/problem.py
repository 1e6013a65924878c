"""A Steiner tree problem in arrays: the graph with its rows, the terminals and the root."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
from fibre_planner.analysis.steiner.kernels import adjacency


@dataclass(frozen=True, eq=False)
class Problem:
    """A connected graph with costs on a grid, see grid.py; one of the terminals is the root."""

    ends: IntArray  # (m, 2) vertex numbers
    cost: FloatArray  # (m,) exact multiples of one step
    is_terminal: BoolArray  # (n,)
    root: int
    start: IntArray  # (n + 1,) first position of each vertex's row
    neighbour: IntArray  # (2m,)
    edge_of: IntArray  # (2m,)
    mate: IntArray  # (2m,) position of the same edge in its other row

    @property
    def vertex_count(self) -> int:
        """Number of vertices."""
        return len(self.is_terminal)

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.ends)

    @property
    def terminal_count(self) -> int:
        """Number of terminals, the root among them."""
        return int(self.is_terminal.sum())


def make_problem(
    ends: IntArray, cost: FloatArray, is_terminal: BoolArray, root: int = -1
) -> Problem:
    """Build the rows of a graph; without a root the terminal with the most neighbours is it."""
    ends = np.ascontiguousarray(ends, np.int64)
    start, neighbour, edge_of, mate = adjacency.build(is_terminal.shape[0], ends)
    if root < 0:
        root = adjacency.busiest(start, is_terminal)
    return Problem(
        ends=ends,
        cost=np.ascontiguousarray(cost, np.float64),
        is_terminal=np.ascontiguousarray(is_terminal, np.bool_),
        root=root,
        start=start,
        neighbour=neighbour,
        edge_of=edge_of,
        mate=mate,
    )
