"""A linear program over cuts: the tightest bound there is for what the reductions leave.

Arcs directed away from the root carry values between 0 and 1; every cut around a terminal must
be entered by one unit (Wong 1984; Koch and Martin 1998). Cuts are added as solutions violate
them. Whatever the program's tolerances, a bound is taken from its duals alone, by arithmetic
that is made here, and is therefore safe.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import highspy
import numpy as np

from fibre_planner.analysis.steiner.construction import shortest_path_tree
from fibre_planner.analysis.steiner.improvement import improve
from fibre_planner.analysis.steiner.kernels import cuts

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray
    from fibre_planner.analysis.steiner.problem import Problem

NESTED = 6
# Safe bounds are sums of up to millions of products; this covers their rounding.
ROUNDING = 1e-11


@dataclass(frozen=True, eq=False)
class Certificate:
    """What the program says about a problem."""

    bound: float
    reduced: FloatArray  # (2m,) what an arc's use would add to the bound at least
    values: FloatArray  # (2m,) of the arcs, as the program would use them
    tree: IntArray | None  # a cheaper tree than the known one, if any was met

    def edges_within(self, problem: Problem, cost: float) -> BoolArray:
        """Mark the edges (m,) that a tree of at most this cost may contain."""
        keep = np.zeros(problem.edge_count, np.bool_)
        keep[problem.edge_of[self.bound + self.reduced <= cost]] = True
        return keep


class _Program:
    """The linear program; columns are positions in the adjacency rows."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cost = problem.cost[problem.edge_of]
        # The solver likes numbers near one.
        self.scale = max(float(self.cost.max(initial=0.0)), 1.0) / 1000.0
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        columns = self.cost.shape[0]
        no_rows = np.empty(0, np.int32)
        self.highs.addCols(
            columns,
            self.cost / self.scale,
            np.zeros(columns),
            np.ones(columns),
            0,
            np.zeros(columns, np.int32),
            no_rows,
            np.empty(0),
        )
        self.rows: list[tuple[IntArray, FloatArray, float]] = []
        self._balance()

    def _add(self, columns: IntArray, factors: FloatArray, least: float) -> None:
        """Demand that a sum over columns is at least a number."""
        self.rows.append((columns, factors, least))
        self.highs.addRow(least, highspy.kHighsInf, len(columns), columns.astype(np.int32), factors)

    def _balance(self) -> None:
        """Add the rows that hold for every tree: in-degrees, and no way that starts nowhere."""
        problem = self.problem
        for v in range(problem.vertex_count):
            entering = np.arange(problem.start[v], problem.start[v + 1])
            leaving = problem.mate[entering]
            ones = np.ones(entering.size)
            if v == problem.root:
                continue
            self._add(entering, -ones, -1.0)
            if problem.is_terminal[v]:
                self._add(entering, ones, 1.0)
                continue
            # Trees end at terminals only.
            both = np.concatenate((leaving, entering))
            self._add(both, np.concatenate((ones, -ones)), 0.0)
            for k in range(entering.size):
                others = np.delete(entering, k)
                columns = np.append(others, leaving[k])
                self._add(columns, np.append(ones[1:], -1.0), 0.0)

    def solve(self) -> FloatArray | None:
        """Return the values of the arcs, or None where the solver gives up."""
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self.highs.getSolution().col_value)

    def bound(self) -> tuple[float, FloatArray]:
        """Return a safe bound from the duals, and what each arc would add to it."""
        duals = np.maximum(np.asarray(self.highs.getSolution().row_dual), 0.0) * self.scale
        reduced = self.cost.copy()
        total = 0.0
        for dual, (columns, factors, least) in zip(duals.tolist(), self.rows, strict=True):
            if dual > 0.0:
                total += dual * least
                reduced[columns] -= dual * factors
        size = total + float(np.abs(reduced).max(initial=0.0))
        total += float(np.minimum(reduced, 0.0).sum())
        # An arc that is not used gives back what its negative reduced cost took.
        return total - ROUNDING * abs(size), np.maximum(reduced, 0.0)

    def cut(self, values: FloatArray) -> int:
        """Add the cuts that the values violate; returns how many."""
        problem = self.problem
        terminals = np.flatnonzero(problem.is_terminal)
        arcs, begin = cuts.violated(
            problem.start, problem.neighbour, problem.mate, values, terminals,
            problem.root, NESTED,
        )  # fmt: skip
        fresh: dict[bytes, IntArray] = {}
        for one, other in itertools.pairwise(begin.tolist()):
            # Several terminals may lie behind one cut.
            cut = np.sort(arcs[one:other])
            fresh[cut.tobytes()] = cut
        for cut in fresh.values():
            self._add(cut, np.ones(cut.size), 1.0)
        return len(fresh)


def certify(problem: Problem, known: float, goes_on: Callable[[], bool]) -> Certificate:
    """Bound a small problem by cuts until the bound meets a known cost or no cut is violated.

    known: cost of the best tree; goes_on: asked between programs.
    """
    program = _Program(problem)
    nothing = np.zeros(program.cost.shape[0])
    best = Certificate(0.0, nothing, nothing, None)
    tree, cost = None, known
    while True:
        values = program.solve()
        if values is None:
            break
        bound, reduced = program.bound()
        if bound >= best.bound:
            best = Certificate(bound, reduced, values, tree)
        if math.ceil(best.bound) >= cost or not goes_on():
            break
        found = _tree_near(problem, values)
        if float(problem.cost[found].sum()) < cost:
            tree, cost = found, float(problem.cost[found].sum())
        if program.cut(values) == 0:
            break
    return replace(best, tree=tree)


def _tree_near(problem: Problem, values: FloatArray) -> IntArray:
    """Return a tree that follows the fractional values."""
    used = np.zeros(problem.edge_count)
    np.maximum.at(used, problem.edge_of, values)
    guide = problem.cost * (1.0 - np.clip(used, 0.0, 1.0))
    tree = shortest_path_tree(problem, problem.root, guide)
    if tree is None:
        raise AssertionError("The problem is connected.")
    return improve(problem, tree, 2)
