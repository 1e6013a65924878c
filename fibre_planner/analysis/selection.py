"""Which of the houses that can be joined a plan serves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class NetworkCosts:
    """What building costs at base prices in EUR, percentages on everything apart.

    dig_eur: (edges,) of digging each edge of the graph. own_eur: (houses,) lead-in, connection
    and splices of each joined house.
    """

    dig_eur: FloatArray
    own_eur: FloatArray


@dataclass(frozen=True, eq=False)
class Selection:
    """served: (houses,) whether a joined house is served. reason: (houses,) why not, else empty."""

    served: BoolArray
    reason: Any


def select(joined: Joined) -> Selection:
    """Return the houses to be served: all that can be joined."""
    count = len(joined.row)
    return Selection(np.ones(count, dtype=bool), np.full(count, "", dtype=object))


def served_only(joined: Joined, selection: Selection) -> Joined:
    """Return the graph with the served houses alone; the others keep their reason."""
    served = selection.served
    if served.all():
        return joined
    reason = joined.reason.copy()
    reason[joined.row[~served]] = selection.reason[~served]
    return replace(
        joined,
        row=joined.row[served],
        frontage=joined.frontage[served],
        street=joined.street[served],
        lead_in_lines=joined.lead_in_lines[served],
        lead_in_m=joined.lead_in_m[served],
        crossed_m=joined.crossed_m[served],
        units=joined.units[served],
        reason=reason,
    )
