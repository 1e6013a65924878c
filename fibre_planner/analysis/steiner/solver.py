"""The door to the trench-tree solver: from edges and terminals to a tree and a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis import compiled
from fibre_planner.analysis.steiner.entry import enter
from fibre_planner.analysis.steiner.stages import Task, run
from fibre_planner.analysis.steiner.tree import Tree
from fibre_planner.analysis.steiner.watch import Watch, attend
from fibre_planner.language import tr
from fibre_planner.progress import Report, silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike


def solve(
    ends: ArrayLike,
    costs: ArrayLike,
    terminals: ArrayLike,
    root: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    report: Report = silent,
    *,
    start: ArrayLike | None = None,
    changed: ArrayLike | None = None,
    better: Callable[[Tree], None] | None = None,
) -> Tree:
    """Find a tree of least cost that joins all terminals, and a bound that shows how good it is.

    ends: (m, 2) vertex numbers; costs: (m,) at least 0, any unit; terminals: (t,) vertex
    numbers; root: joined as well (the point of presence). seconds: go on improving until then,
    0 takes the first good tree without a bound; None counts work in steps instead, so that
    every computer gives the same tree. seed: of the random choices. report: called several
    times a second, may raise Cancelled, or Enough for the best tree and bound so far.

    start: indices of the edges of a known tree, in any state: missing terminals are joined to
    it, ends that lead nowhere are cut off. changed: (m,) mask of the edges whose cost or
    presence is new since that tree was found; gains are then looked for near them first and
    little elsewhere. better: called with each tree that is clearly better than
    the one before, in the caller's thread, about three times a second at most.

    Raises SteinerError where the arrays make no sense or no tree can join the terminals.
    """
    if not is_warm():
        warm_up(report)
    hurried = seconds == 0.0
    task = Task(
        seed,
        hurried,
        None if start is None else np.asarray(start, np.int64).ravel(),
        None if changed is None else np.asarray(changed, np.bool_).ravel(),
    )

    def work(watch: Watch) -> Tree:
        watch.tell(0.0, tr("Reading the graph"))
        entry = enter(ends, costs, terminals, root)
        if entry.terminals.size < 2:
            return Tree(np.empty(0, np.int64), 0.0, 0.0, proven=True)
        return run(entry, task, watch)

    return attend(work, Watch(None if hurried else seconds), report, better)


def is_warm() -> bool:
    """Tell whether all kernels of this room have been compiled and kept."""
    return compiled.is_warm("steiner")


def compile_all() -> None:
    """Solve a tiny town, which calls every kernel of this room."""
    side = 12
    number = np.arange(side * side).reshape(side, side)
    along = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    across = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    ends = np.concatenate((along, across))
    costs = np.random.default_rng(1).integers(10, 99, ends.shape[0])
    entry = enter(ends, costs, number[::3, ::3].ravel(), None)
    run(entry, Task(seed=0, most_balls=8), Watch(None))


def warm_up(report: Report = silent) -> None:
    """Compile the kernels of this room, so that later calls start at once; see warming.py."""
    message = tr("Compiling the optimiser, once after the installation")
    report(0.0, message)
    with compiled.heard(lambda _name: report(0.5, message)):
        compile_all()
    compiled.mark_warm("steiner")
    report(1.0, tr("The optimiser is ready"))
