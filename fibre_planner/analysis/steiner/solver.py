"""The door to the trench-tree solver: from edges and terminals to a tree and a bound."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.bound import ascend, pruned_tree
from fibre_planner.analysis.steiner.compiled import is_warm, mark_warm
from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.entry import Entry, enter
from fibre_planner.analysis.steiner.grid import Grid, to_grid
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike


class _Stages:
    """Seconds spent per stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        spent = time.perf_counter() - begun
        self.seconds[name] = self.seconds.get(name, 0.0) + spent


def solve(
    ends: ArrayLike,
    costs: ArrayLike,
    terminals: ArrayLike,
    root: int | None = None,
    seconds: float | None = None,  # noqa: ARG001
    seed: int = 0,  # noqa: ARG001
    report: Report = silent,
) -> Tree:
    """Find a tree of least cost that joins all terminals, and a bound that shows how good it is.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0, any unit; terminals: (t,) vertex
    numbers; root: joined as well (the point of presence). seconds: go on improving until then;
    None counts work in steps instead, so that every computer gives the same tree. seed: of the
    random choices. report: called between steps, may raise Cancelled.

    Raises SteinerError where the arrays make no sense or no tree can join the terminals.
    """
    if not is_warm():
        warm_up(report)
    report(0.0, tr("Reading the graph"))
    entry = enter(ends, costs, terminals, root)
    if entry.terminals.size < 2:
        return Tree(np.empty(0, np.int64), 0.0, 0.0, proven=True)
    return _solve_entry(entry, report)


def _solve_entry(entry: Entry, report: Report) -> Tree:
    stages = _Stages()
    with stages.stage("first tree"):
        problem, grid, tree = _first_tree(entry)
    report(0.1, tr("Bounding the cost from below"))
    with stages.stage("dual ascent"):
        ascent = ascend(problem, problem.root)
        other = pruned_tree(problem, ascent)
    if cost_of(problem, other) < cost_of(problem, tree):
        tree = other
    report(1.0, tr("The trench tree is found"))
    return _finish(entry, problem, grid, tree, ascent.bound, stages.seconds)


def _first_tree(entry: Entry) -> tuple[Problem, Grid, np.ndarray]:
    is_terminal = np.zeros(entry.vertex_count, np.bool_)
    is_terminal[entry.terminals] = True
    problem = make_problem(entry.ends, entry.cost, is_terminal, entry.root)
    tree = shortest_path_tree(problem, problem.root)
    if tree is None:
        raise AssertionError("The entry is connected.")
    grid = to_grid(entry.cost, cost_of(problem, tree))
    return make_problem(entry.ends, grid.cost, is_terminal, problem.root), grid, tree


def _finish(
    entry: Entry,
    problem: Problem,
    grid: Grid,
    tree: np.ndarray,
    bound: float,
    seconds: dict[str, float],
) -> Tree:
    """Turn a tree on the grid into one of the caller's edges and costs."""
    proven = math.ceil(bound) >= cost_of(problem, tree)
    chosen = np.sort(tree)
    cost = math.fsum(entry.cost[chosen])
    if proven:
        lower_bound = cost
    else:
        lower_bound = min(cost, grid.bound_in_costs(math.ceil(bound), entry.vertex_count))
    return Tree(entry.edge_of_input[chosen], cost, lower_bound, proven, seconds)


def warm_up(report: Report = silent) -> None:
    """Compile every kernel with a tiny graph, so that later calls start at once.

    Takes up to a minute after the installation and less than a second from then on.
    """
    report(0.0, tr("Compiling the optimiser, once after the installation"))
    ring = [(k, (k + 1) % 12) for k in range(12)] + [(k, 12 + k % 3) for k in range(12)]
    costs = [1.0 + (7 * k) % 5 for k in range(len(ring))]
    _solve_entry(enter(ring, costs, [0, 3, 5, 9], None), silent)
    mark_warm()
