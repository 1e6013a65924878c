"""The door to the trench-tree solver: from edges and terminals to a tree and a bound."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.compiled import is_warm, mark_warm
from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.entry import Entry, enter
from fibre_planner.analysis.steiner.exact import Allowance, prove
from fibre_planner.analysis.steiner.grid import Grid, to_grid
from fibre_planner.analysis.steiner.improvement import MOST_PASSES, improve
from fibre_planner.analysis.steiner.neighbourhood import SIZES, Effort, search
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.shrinking import State, begin, raise_bound, roots_of, turn
from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.language import tr
from fibre_planner.progress import Report, part, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

    from fibre_planner.analysis.compiled import IntArray

# Above this the local search waits until the graph has been reduced.
FEW_EDGES = 60_000
# Most of what all passes gain, where nothing but a first tree is asked for.
HURRIED_PASSES = 2
ROUNDS = 3
GUIDED_ROOTS = 2
# Work without a time limit: so many balls, and one more for so many vertices of the tree.
FEWEST_BALLS = 200
VERTICES_PER_BALL = 25
# A proof by linear programs is tried for graphs of so many edges, with so many programs.
MOST_EDGES = 1_200
PROGRAMS = 60


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
    seconds: float | None = None,
    seed: int = 0,
    report: Report = silent,
) -> Tree:
    """Find a tree of least cost that joins all terminals, and a bound that shows how good it is.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0, any unit; terminals: (t,) vertex
    numbers; root: joined as well (the point of presence). seconds: go on improving until then,
    0 takes the first good tree without a bound; None counts work in steps instead, so that
    every computer gives the same tree. seed: of the random choices. report: called between
    steps, may raise Cancelled.

    Raises SteinerError where the arrays make no sense or no tree can join the terminals.
    """
    if not is_warm():
        warm_up(report)
    report(0.0, tr("Reading the graph"))
    entry = enter(ends, costs, terminals, root)
    if entry.terminals.size < 2:
        return Tree(np.empty(0, np.int64), 0.0, 0.0, proven=True)
    return _solve_entry(entry, seconds, seed, report)


def _solve_entry(
    entry: Entry, seconds: float | None, seed: int, report: Report, most_balls: int | None = None
) -> Tree:
    """Take an entry through all stages; most_balls: budget of the search, else by size."""
    begun = time.perf_counter()
    stages = _Stages()
    with stages.stage("first tree"):
        problem, grid, tree = _first_tree(entry)
        if problem.edge_count <= FEW_EDGES:
            tree = improve(problem, tree)
        elif seconds == 0.0:
            tree = improve(problem, tree, HURRIED_PASSES)
    if seconds is not None and time.perf_counter() - begun >= seconds:
        return _finish(entry, grid, tree, 0.0, proven=False, seconds=stages.seconds)
    report(0.05, tr("Reducing the graph"))
    with stages.stage("reductions"):
        slack = grid.slack(cost_of(problem, tree))
        state = begin(problem, tree, ROUNDS, slack=slack)
    _first_turns(state, None if seconds is None else begun + 0.7 * seconds, stages, report)
    if most_balls is None:
        most_balls = FEWEST_BALLS + state.tree.size // VERTICES_PER_BALL
    until = None
    if seconds is not None:
        # The last bound comes after the search; it takes as long as the ones before.
        until = begun + seconds - min(0.6 * stages.seconds.get("bound", 0.0), 0.3 * seconds)
    _search(state, seed, most_balls, until, stages, part(report, 0.3, 1.0))
    report(1.0, tr("The trench tree is found"))
    return _finish(
        entry, grid, state.best, state.bound, proven=state.proven, seconds=stages.seconds
    )


def _first_turns(state: State, late: float | None, stages: _Stages, report: Report) -> None:
    """Improve and bound the reduced problem; from a point of time on, once is enough."""
    report(0.15, tr("Improving the tree"))
    with stages.stage("local search"):
        state.offer(improve(state.now.problem, state.tree))
    for k in range(2):
        if state.proven or (k > 0 and late is not None and time.perf_counter() >= late):
            return
        report(0.2 + 0.05 * k, tr("Bounding the cost from below"))
        with stages.stage("bound"):
            root = state.now.problem.root
            turn(state, root, guided=k > 0, passes=MOST_PASSES, merging=True)


def _search(
    state: State,
    seed: int,
    most_balls: int,
    until: float | None,
    stages: _Stages,
    report: Report,
) -> None:
    """Search ever larger neighbourhoods, and bound anew after each size."""
    message = tr("Searching the neighbourhoods of the tree")
    effort = Effort(most_balls, until, lambda fraction: report(0.99 * fraction, message))
    for k, size in enumerate(SIZES):
        if state.proven or not effort.goes_on:
            return
        problem = state.now.problem
        with stages.stage("neighbourhoods"):
            tree, goes_on = search(problem, state.tree, size, seed=seed + k, effort=effort)
            state.offer(tree)
        with stages.stage("bound"):
            _bound(state, seed + k)
        if 0 < state.now.problem.edge_count <= MOST_EDGES and not state.proven:
            with stages.stage("proof"):
                prove(state, Allowance(PROGRAMS, partial(_goes_on, effort, report)))
        if not goes_on or size >= problem.vertex_count:
            return


def _goes_on(effort: Effort, report: Report) -> bool:
    """Report, so that a proof can be cancelled, and tell whether there is time left."""
    report(0.99 * effort.fraction, tr("Proving the optimum"))
    return effort.goes_on


def _bound(state: State, seed: int) -> None:
    """Raise the bound from several roots and drop what it rules out."""
    rng = np.random.default_rng(seed)
    for k in range(GUIDED_ROOTS):
        if state.proven:
            break
        raise_bound(state, roots_of(state.now.problem, 1 if k == 0 else 2, rng)[-1])


def _first_tree(entry: Entry) -> tuple[Problem, Grid, IntArray]:
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
    grid: Grid,
    tree: IntArray,
    bound: float,
    *,
    proven: bool,
    seconds: dict[str, float],
) -> Tree:
    """Turn a tree and a bound on the grid into the caller's edges and costs."""
    chosen = np.sort(tree)
    cost = math.fsum(entry.cost[chosen])
    lower_bound = cost
    if not proven:
        lower_bound = min(cost, grid.bound_in_costs(bound, entry.vertex_count))
    return Tree(entry.edge_of_input[chosen], cost, lower_bound, proven, seconds)


def warm_up(report: Report = silent) -> None:
    """Compile every kernel with a tiny graph, so that later calls start at once.

    Takes up to a minute after the installation and less than a second from then on.
    """
    report(0.0, tr("Compiling the optimiser, once after the installation"))
    side = 12
    number = np.arange(side * side).reshape(side, side)
    along = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    across = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    ends = np.concatenate((along, across))
    costs = np.random.default_rng(1).integers(10, 99, ends.shape[0])
    _solve_entry(enter(ends, costs, number[::3, ::3].ravel(), None), None, 0, silent, 8)
    mark_warm()
    report(1.0, tr("The optimiser is ready"))
