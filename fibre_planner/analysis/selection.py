"""Which of the houses that can be joined a plan serves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.routing import Network
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray
from fibre_planner.model.plan import BudgetFigures
from fibre_planner.model.project import Project


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
    """Which houses are served, and why not the others.

    served: (houses,) of the joined houses; reason: (houses,) empty for those that are served.
    network: the trenches for them, where the choice has found these already. budget: figures of a
    choice within a budget; entry: what would join the others. based_on: id of the plan with which
    the search for a choice began, empty where it began anew; stopped: whether somebody ended it.
    """

    served: BoolArray
    reason: Any
    network: Network | None = None
    budget: BudgetFigures | None = None
    entry: Entry | None = None
    based_on: str = ""
    stopped: bool = False


@dataclass(frozen=True, eq=False)
class Entry:
    """What joining each house to the plan would cost, in EUR; NaN for those served.

    price_eur: (houses,) now and alone. per_weight_eur: (houses,) amount per unit of weight from
    which a plan takes it in; NaN where none is enough.
    """

    price_eur: FloatArray
    per_weight_eur: FloatArray


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


def with_entry_prices(
    project: Project, addresses: pd.DataFrame, joined: Joined, selection: Selection
) -> pd.DataFrame:
    """Return the table `plan_addresses` with what would join the houses left out."""
    if selection.entry is None:
        return addresses
    left = ~selection.served
    ids = project.addresses["address_id"].to_numpy(object)[joined.row[left]]
    prices = pd.DataFrame(
        {
            "entry_price_eur": selection.entry.price_eur[left],
            "entry_price_per_weight_eur": selection.entry.per_weight_eur[left],
        },
        index=ids,
    )
    found = prices.reindex(addresses["address_id"])
    return addresses.assign(**{name: found[name].to_numpy() for name in prices})
