"""The stages of the trench-tree solver in order, from the first tree to the proof."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.steiner.construction import cost_of, shortest_path_tree
from fibre_planner.analysis.steiner.entry import Entry
from fibre_planner.analysis.steiner.exact import Allowance, prove
from fibre_planner.analysis.steiner.focus import nearest_left, touched_vertices
from fibre_planner.analysis.steiner.grid import Grid, to_grid
from fibre_planner.analysis.steiner.improvement import MOST_PASSES, improve
from fibre_planner.analysis.steiner.neighbourhood import SIZES, Effort, search
from fibre_planner.analysis.steiner.opening import open_up
from fibre_planner.analysis.steiner.problem import Problem, make_problem
from fibre_planner.analysis.steiner.result import finish
from fibre_planner.analysis.steiner.shaking import shake_rounds
from fibre_planner.analysis.steiner.shrinking import (
    State,
    begin,
    raise_bound,
    roots_of,
    shrink,
    turn,
)
from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.analysis.steiner.watch import Watch
from fibre_planner.language import tr
from fibre_planner.progress import Report, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fibre_planner.analysis.compiled import BoolArray, IntArray

ROUNDS = 3
GUIDED_ROOTS = 2
# Work without a time limit: so many balls, and one more for so many vertices of the tree.
FEWEST_BALLS = 200
VERTICES_PER_BALL = 25
# Around changes alone, the largest neighbourhoods take long and gain next to nothing.
FOCUSED_SIZES = 3
# A proof by linear programs is tried for graphs of so many edges, with so many programs.
MOST_EDGES = 1_200
PROGRAMS = 60
# For larger ones only where the time limit leaves what such proofs were seen to take.
MOST_EDGES_IN_TIME = 3_000
PROGRAMS_IN_TIME = 1_000
PROOF_SECONDS_PER_EDGE = 0.02


@dataclass(frozen=True, eq=False)
class Task:
    """What is wanted of the stages."""

    seed: int
    hurried: bool = False  # nothing but a first good tree
    start: IntArray | None = None  # indices of the caller's edges: a known tree, perhaps broken
    changed: BoolArray | None = None  # (m,) the caller's edges near which to look for gains
    most_balls: int | None = None  # budget of the search, else by size


@dataclass
class Stages:
    """Seconds spent per stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        begun = time.perf_counter()
        yield
        spent = time.perf_counter() - begun
        self.seconds[name] = self.seconds.get(name, 0.0) + spent


def run(entry: Entry, task: Task, watch: Watch) -> Tree:
    """Take an entry through all stages as long as the watch lets them."""
    stages = Stages()
    with stages.stage("first tree"):
        problem, grid, tree = _first_tree(entry, task)
    watch.best = partial(finish, entry, grid, stages.seconds, tree)
    if not watch.goes_on:
        return watch.best()
    touched = None
    if task.start is not None and task.changed is not None:
        known, changed = _of_entry(entry, task.start), task.changed[entry.edge_of_input]
        touched = touched_vertices(problem, changed, known)
    with stages.stage("reductions"):
        slack = grid.slack(cost_of(problem, tree))
        state = begin(problem, tree, 0, slack=slack)
    watch.best = partial(_best_of, entry, grid, state, stages.seconds)
    watch.tell(0.02, tr("Improving the tree"))
    with stages.stage("local search"):
        from_before = task.start is not None
        open_up(state, watch, seed=task.seed, hurried=task.hurried, known=from_before)
    if task.hurried or not watch.goes_on:
        return watch.best()
    watch.tell(0.05, tr("Reducing the graph"))
    with stages.stage("reductions"):
        shrink(state, ROUNDS if touched is None else 1)
    if state.now.problem.edge_count <= MOST_EDGES:
        # So little is searched everywhere, and proven, in a fraction of a second.
        touched = None
    if touched is None:
        _first_turns(state, task, watch, stages)
    _search(state, task, watch, stages, touched)
    watch.tell(1.0, tr("The trench tree is found"))
    return watch.best()


def _best_of(entry: Entry, grid: Grid, state: State, seconds: dict[str, float]) -> Tree:
    """Return the best tree of a state, which may be in work elsewhere."""
    # In this order: a bound is good for any tree, and the tree only becomes cheaper.
    bound = state.bound
    return finish(entry, grid, seconds, state.best, bound, state.slack)


def _first_tree(entry: Entry, task: Task) -> tuple[Problem, Grid, IntArray]:
    """Return the problem on the caller's costs' grid, and a tree."""
    is_terminal = np.zeros(entry.vertex_count, np.bool_)
    is_terminal[entry.terminals] = True
    problem = make_problem(entry.ends, entry.cost, is_terminal, entry.root)
    guide = None
    if task.start is not None:
        # Free ways along the known tree: what is missing joins it by shortest paths, and what
        # leads nowhere is on no way.
        guide = np.where(_of_entry(entry, task.start), 0.0, problem.cost)
    tree = shortest_path_tree(problem, problem.root, guide)
    if tree is None:
        raise AssertionError("The entry is connected.")
    grid = to_grid(entry.cost, cost_of(problem, tree))
    return make_problem(entry.ends, grid.cost, is_terminal, problem.root), grid, tree


def _of_entry(entry: Entry, edges: IntArray) -> BoolArray:
    """Mark the edges (m,) of an entry that are among the caller's."""
    known = np.zeros(int(entry.edge_of_input.max()) + 1, np.bool_)
    known[edges[(edges >= 0) & (edges < known.size)]] = True
    return known[entry.edge_of_input]


def _first_turns(state: State, task: Task, watch: Watch, stages: Stages) -> None:
    """Improve and bound the reduced problem; from a point of time on, once is enough."""
    watch.tell(0.15, tr("Improving the tree"))
    with stages.stage("local search"):
        state.offer(improve(state.now.problem, state.tree))
        shake_rounds(state, watch, task.seed)
    for k in range(2):
        if state.proven or not (watch.goes_on if k == 0 else watch.spent < 0.7):
            return
        watch.tell(0.2 + 0.05 * k, tr("Bounding the cost from below"))
        with stages.stage("bound"):
            root = state.now.problem.root
            turn(state, root, guided=k > 0, passes=MOST_PASSES, merging=True)


def _search(
    state: State, task: Task, watch: Watch, stages: Stages, touched: BoolArray | None
) -> None:
    """Search ever larger neighbourhoods, and bound anew after each size.

    touched: (n,) vertices of the original problem near which to search, else everywhere; the
    bound then comes first, so that the search has less to look at, and is left as it is.
    """
    most_balls = task.most_balls
    if most_balls is None:
        most_balls = FEWEST_BALLS + state.tree.size // VERTICES_PER_BALL
    report = part(watch.tell, 0.3, 1.0)
    message = tr("Searching the neighbourhoods of the tree")
    if touched is not None:
        report(0.0, tr("Bounding the cost from below"))
        with stages.stage("bound"):
            _bound(state, task.seed, watch)
    # The last bound comes after the search; it takes as long as the ones before.
    last = 0.6 * stages.seconds.get("bound", 0.0)
    effort = Effort(most_balls, watch, lambda done: report(0.99 * done, message), last)
    for k, size in enumerate(SIZES if touched is None else SIZES[:FOCUSED_SIZES]):
        if state.proven or not effort.goes_on:
            return
        problem = state.now.problem
        focus = None
        if touched is not None:
            focus = nearest_left(state.reduction.original, state.now, touched)
        with stages.stage("neighbourhoods"):
            tree, goes_on = search(
                problem,
                state.tree,
                size,
                seed=task.seed + k,
                effort=effort,
                offer=state.offer,
                focus=focus,
            )
            state.offer(tree)
        if watch.stopped:
            return
        if touched is None:
            with stages.stage("bound"):
                _bound(state, task.seed + k, watch)
            _prove_small(state, effort, report, stages, MOST_EDGES, PROGRAMS)
        if not goes_on or size >= problem.vertex_count:
            break
    if touched is None and effort.seconds_left < math.inf:
        most = most_edges_within(effort.seconds_left)
        _prove_small(state, effort, report, stages, most, PROGRAMS_IN_TIME)


def most_edges_within(seconds: float) -> int:
    """Return how large a graph may be whose proof is to be tried in a limited time."""
    return min(MOST_EDGES_IN_TIME, int(seconds / PROOF_SECONDS_PER_EDGE))


def _prove_small(
    state: State,
    effort: Effort,
    report: Report,
    stages: Stages,
    most_edges: int,
    programs: int,
) -> None:
    """Prove the optimum of what is left, if that is little enough."""
    if 0 < state.now.problem.edge_count <= most_edges and not state.proven:
        with stages.stage("proof"):
            prove(state, Allowance(programs, partial(_goes_on, effort, report)))


def _goes_on(effort: Effort, report: Report) -> bool:
    """Report, so that a proof can be cancelled, and tell whether there is time left."""
    report(0.99 * effort.fraction, tr("Proving the optimum"))
    return effort.goes_on


def _bound(state: State, seed: int, watch: Watch) -> None:
    """Raise the bound from several roots and drop what it rules out."""
    rng = np.random.default_rng(seed)
    for k in range(GUIDED_ROOTS):
        if state.proven or watch.stopped:
            break
        raise_bound(state, roots_of(state.now.problem, 1 if k == 0 else 2, rng)[-1])
