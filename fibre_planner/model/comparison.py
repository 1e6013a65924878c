"""Two plans compared: what is dug, built, connected and paid for in one and not in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd

from fibre_planner.model.plan import CostRange, Plan

Side = Literal["one", "other"]
SIDES: tuple[Side, ...] = ("one", "other")

SECTION_STATES = ("only_one", "only_other", "changed", "same")
"""Of a stretch of trench: dug in one plan alone, or in both and changed or not."""

NODE_CHANGES = ("added", "dropped", "moved", "changed", "same")
ADDRESS_CHANGES = ("connected", "lost", "reason", "cabinet", "cost", "same")
"""Of an address: now connected, no longer connected, another reason, another cabinet, another
share of the cost, nothing."""


@dataclass(frozen=True)
class CostChange:
    """Why the cost differs, in EUR and exact to the cent: total = by_quantity + by_price.

    by_quantity: other quantities at the prices of the first plan; by_price: what other prices
    add to the quantities of the second one.
    """

    total: CostRange
    by_quantity: CostRange
    by_price: CostRange


@dataclass(frozen=True, eq=False)
class Comparison:
    """What turns plan `one` into plan `other`; every difference is other minus one.

    sections: one row per pair of trenches that share a stretch, or per trench for what it does
        not share: section_id, state, changes (codes with spaces between them), street, level,
        method and site_id, trench_one and trench_other (row in the plan's trenches, -1 for
        none), length_one_m and length_other_m, cost_{low,base,high}_{one,other}_eur and the
        differences length_m and cost_{low,base,high}_eur; the geometry is the stretch.
    nodes: node_id, kind, change, id_one, id_other, moved_m, units, capacity and base cost of
        each side; the geometry is the place in the plan that has it, the second one first.
    addresses: address_id, change, status, reason, cabinet_id and cost_base_eur of each side, and
        the difference cost_base_eur.
    items: code, unit, quantity, price and cost of each side by level, and the difference of cost
        as cost_, quantity_ and price_{low,base,high}_eur, which add up to the cent.
    parameters: name, one, other of the scenario parameters that differ, as text.
    figures: name, unit (m, EUR, share or empty for a number), one, other, difference.
    """

    one: Plan
    other: Plan
    sections: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    addresses: pd.DataFrame
    items: pd.DataFrame
    parameters: pd.DataFrame
    figures: pd.DataFrame
    cost: CostChange

    @property
    def trench_m(self) -> float:
        """Return how many metres of trench plan `other` digs more."""
        return self.other.summary.trench_m - self.one.summary.trench_m

    @property
    def connected(self) -> int:
        """Return how many addresses plan `other` connects more."""
        return self.other.summary.connected - self.one.summary.connected

    @property
    def is_empty(self) -> bool:
        """Return whether the two plans build, connect and cost the same."""
        return bool(
            self.sections["state"].eq("same").all()
            and self.nodes["change"].eq("same").all()
            and self.addresses["change"].eq("same").all()
            and self.cost.total.base == 0
        )
