"""The results of choosing addresses: one tree, the stops of a budget curve, prices of entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Collection:
    """A tree from the root that is worth its cost, and what is known about the best one."""

    edges: IntArray
    """Indices into the edge arrays of the call, ascending."""
    inside: BoolArray
    """(n,) vertices of the tree, the root among them."""
    cost: float
    """Sum of the costs of the edges."""
    missed: float
    """Sum of the prizes of the vertices outside."""
    lower_bound: float
    """No tree has a smaller sum of cost and missed prizes."""
    proven: bool
    """Bound and objective meet: there is no better tree (within a billionth)."""

    @property
    def objective(self) -> float:
        """Cost and missed prizes together."""
        return self.cost + self.missed

    @property
    def gap(self) -> float:
        """How far the objective may be above the least, as a fraction of the objective."""
        if self.proven or self.objective <= 0.0:
            return 0.0
        return (self.objective - self.lower_bound) / self.objective


@dataclass(frozen=True, eq=False)
class Stop:
    """What one budget buys."""

    budget: float
    edges: IntArray
    """Indices into the edge arrays of the call, ascending."""
    inside: BoolArray
    """(n,) vertices of the tree, the root among them."""
    cost: float
    """Sum of the costs of the edges, at most the budget."""
    weight: float
    """Sum of the weights inside."""
    weight_bound: float
    """No tree of at most this budget collects more."""
    worth: float
    """What another unit of weight costs about here; infinite where nothing is left to buy."""

    @property
    def proven(self) -> bool:
        """Tell whether no tree within the budget collects more."""
        return self.weight >= self.weight_bound

    @property
    def gap(self) -> float:
        """How much more a tree within the budget may collect at most, as a fraction of weight."""
        if self.proven:
            return 0.0
        return self.weight_bound / self.weight - 1.0 if self.weight > 0.0 else float("inf")


@dataclass(frozen=True, eq=False)
class EntryPrices:
    """What would bring in each vertex that a tree leaves out; arrays over all vertices (n,)."""

    joining_cost: FloatArray
    """Cost of joining the vertex alone to the tree by the cheapest way, its own last edge
    included; 0 inside, infinite where no way leads."""
    enters_at: FloatArray
    """Cost per unit of weight of the cheapest group of vertices that brings it in; 0 inside,
    infinite where no worth is enough."""
