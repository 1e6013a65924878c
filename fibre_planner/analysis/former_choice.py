"""The houses of a former plan and its trenches, as something a choice of houses can begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fibre_planner.analysis.former_network import start_from
from fibre_planner.analysis.routing import Found, Terrain
from fibre_planner.analysis.streets.trench_graph import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Former:
    """What a former plan served. network: its trenches; ids: of its addresses; plan_id: its own."""

    network: Found
    ids: Any
    plan_id: str


@dataclass(frozen=True, eq=False)
class FormerChoice:
    """A former plan on the graph of today.

    edges: of the graph that is cut at sites, its trenches as far as they are still there; houses:
    (houses,) of those that can be joined, whether it served them.
    """

    edges: IntArray
    houses: BoolArray
    plan_id: str


def former_choice(
    former: Former, terrain: Terrain, parent: IntArray, ids: Any
) -> FormerChoice | None:
    """Return a former plan on the graph of today, None where the streets are others.

    terrain: the uncut graph; parent: (edges of the cut graph,) edge of it each comes from; ids:
    (houses,) of the addresses that can be joined.
    """
    start = start_from(former.network, terrain, former.plan_id)
    if start is None:
        return None
    kept = np.zeros(len(terrain.graph.ends), dtype=bool)
    kept[start.edges] = True
    return FormerChoice(np.flatnonzero(kept[parent]), np.isin(ids, former.ids), former.plan_id)
