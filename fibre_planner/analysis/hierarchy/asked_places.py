"""Wishes for cabinets and PoPs as nodes of the trench graph."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class AskedPlaces:
    """Wishes for cabinets and PoPs on a graph, one after the other.

    wish_ids: their names. node: (wishes,) where each would stand, -1 where it cannot. pop:
    (wishes,) whether a PoP is asked for, else a cabinet. away_m: (wishes,) from wish to node.
    problem: why it cannot stand there, empty where it can; see `place_finding`.
    """

    wish_ids: tuple[str, ...] = ()
    node: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    pop: BoolArray = field(default_factory=lambda: np.empty(0, dtype=bool))
    away_m: FloatArray = field(default_factory=lambda: np.empty(0))
    problem: tuple[str, ...] = ()

    def nodes(self, *, pops: bool) -> IntArray:
        """Return the nodes at which PoPs, or cabinets, are asked for; each once."""
        return np.unique(self.node[(self.node >= 0) & (self.pop == pops)])
