"""The result of the trench-tree solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fibre_planner.analysis.compiled import IntArray


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree that joins all terminals, and what is known about the cheapest one."""

    edges: IntArray
    """Indices into the edge arrays of the call, ascending."""
    cost: float
    """Sum of the costs of the edges, in the unit of the costs."""
    lower_bound: float
    """No tree that joins the terminals costs less than this."""
    proven: bool
    """Bound and cost meet: there is no cheaper tree (within a billionth of the cost)."""
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds spent per stage of the work."""

    @property
    def gap(self) -> float:
        """How far the cost may be above the cheapest, as a fraction of the cost."""
        if self.proven or self.cost <= 0.0:
            return 0.0
        return (self.cost - self.lower_bound) / self.cost
