"""Search for the tree that collects most within a budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fibre_planner.analysis.prize.branches import branches_of, within
from fibre_planner.analysis.prize.core import Core
from fibre_planner.analysis.prize.envelope import Envelope
from fibre_planner.analysis.prize.trees import cheaper, extended, grown, guide_of, kept, loosened
from fibre_planner.analysis.steiner.construction import vertices_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fibre_planner.analysis.compiled import FloatArray, IntArray
    from fibre_planner.analysis.prize.entry import Area

# First trees: worth of a unit against the worth at the rim, and the share of the true cost in
# the costs that guide the growth; the rest of them is what the bound leaves of the cost.
STARTS = ((1.0, 0.01), (0.97, 0.003), (1.03, 0.03), (0.94, 0.01))
PASSES = 4
# Guides for changes where no trees are grown anew.
MORE = 2
# A tree this near to the best one is worth polishing.
NEAR = 0.006


@dataclass(frozen=True, eq=False)
class Town:
    """An area in the forms that the search needs."""

    area: Area
    core: Core
    units: IntArray  # (n,) weights in whole units
    whole: IntArray  # edges of a tree to everything that has weight


@dataclass(frozen=True, eq=False)
class Bought:
    """A tree within a budget."""

    edges: IntArray
    units: int
    cost: float  # in steps of the grid
    worth: float  # steps per unit, at the rim

    def rank(self) -> tuple[int, float]:
        """Return what is greater for a tree that collects more, or the same for less."""
        return self.units, -self.cost

    def beats(self, other: Bought) -> bool:
        """Tell whether this tree is better than another one."""
        return self.rank() > other.rank()


def bought(town: Town, edges: IntArray, worth: float = math.inf) -> Bought:
    """Add up what a tree holds and costs."""
    problem = town.area.problem
    units = int(town.units[vertices_of(problem, edges)].sum())
    return Bought(edges, units, float(problem.cost[edges].sum()), worth)


def buy(town: Town, tree: IntArray, allowed: float) -> Bought:
    """Return the best part of a tree that a number of steps buys."""
    branches = branches_of(town.area.problem, tree, town.units.astype(np.float64))
    edges, worth = within(branches, town.units, allowed)
    return bought(town, edges, worth)


def polish(town: Town, found: Bought, guide: FloatArray, allowed: float, rounds: int) -> Bought:
    """Make a tree cheaper for what it holds and spend what is saved, as long as that helps."""
    problem = town.area.problem
    for _ in range(rounds):
        tree = cheaper(problem, found.edges, PASSES)
        around = kept(problem, tree, guide, np.zeros(tree.size))
        others = (extended(problem, tree), grown(problem, around))
        best = max((buy(town, other, allowed) for other in others), key=Bought.rank)
        if not best.beats(found):
            break
        found = best
    return found


@dataclass(frozen=True, eq=False)
class Effort:
    """How much is tried."""

    starts: int  # trees grown anew, before the best one is changed
    rounds: int  # of polishing a tree
    steps: int  # changes
    random: np.random.Generator
    goes_on: Callable[[], bool]


def search(town: Town, start: Bought, allowed: float, effort: Effort, bounds: Envelope) -> Bought:
    """Return a tree within so many steps of the grid that collects more, if any is found.

    bounds: is asked for guidance, and keeps what it finds.
    """
    best, problem = start, town.area.problem
    guides = []
    for k, (factor, share) in enumerate(STARTS[: max(effort.starts, MORE)]):
        if not effort.goes_on():
            return best
        guide = guide_of(town.core, bounds.ask(start.worth * factor), share)
        guides.append(guide)
        if k < effort.starts:
            found = buy(town, grown(problem, guide), allowed)
            found = polish(town, found, guide, allowed, effort.rounds)
            best = found if found.beats(best) else best
    for _ in range(effort.steps):
        if not effort.goes_on():
            break
        guide = guides[int(effort.random.integers(len(guides)))]
        loose = loosened(problem, best.edges, guide, effort.random)
        found = buy(town, grown(problem, loose), allowed)
        if found.units > best.units * (1.0 - NEAR):
            found = polish(town, found, guide, allowed, effort.rounds)
        best = found if found.beats(best) else best
    return best
