"""A plan: the designed network of one scenario, its bill and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import geopandas as gpd
import pandas as pd

from fibre_planner.model.scenario import Scenario
from fibre_planner.model.tables import empty


@dataclass(frozen=True)
class CostRange:
    """An amount in EUR, rounded to cents, as low, base and high."""

    low: Decimal
    base: Decimal
    high: Decimal


@dataclass(frozen=True)
class BudgetFigures:
    """What a plan within a budget serves, and how much any plan within it could serve.

    budget_eur: of the scenario. weight: what was to be served most of. served, of: weight of the
    connected addresses, and of all that could be reached. bound: no plan within the budget serves
    more. gap: (bound - served) / served, 0 where both are 0. model_gap: the same for the selection
    alone, with equipment priced as it came out. rounds: designs made until the cost fitted.
    """

    budget_eur: float
    weight: str
    served: float
    of: float
    bound: float
    gap: float
    model_gap: float
    rounds: int


@dataclass(frozen=True)
class PlanSummary:
    """The figures of a plan that reports, window and command line show.

    unconnected: number of addresses by reason code; with `connected` they make `addresses`.
    trench_cost_eur: what digging costs at base prices, the part the optimiser minimises.
    lower_bound_eur: no network on this graph under these rules digs for less than this.
    gap: (trench_cost_eur - lower_bound_eur) / lower_bound_eur, 0 where both are 0.
    least_trench_eur, least_trench_proven: the cheapest trench network found and whether none is
        cheaper; the plan's own digs for more where that saves more in cables; 0 in older plans.
    shortest_path_baseline_m, _eur: the union of cheapest paths to the POP on the same graph with
        the same prices; metres with lead-ins to be compared with trench_m, EUR with
        trench_cost_eur.
    seconds: time by stage.
    last_addresses, last_cost_eur: the dearest twentieth of the connected addresses in the order
        in which they would leave this network, and what the plan would save without them.
    budget: of a plan for which the scenario sets a budget.
    npv_eur, npv_greedy_eur: net present cost of the build order and of the greedy one: what is
        spent and what waiting for service costs, at the beginning of the first year; 0 without
        years.
    service_share: discounted service of the build order as a share of a bound that no order
        exceeds.
    capacity_bound_eur: no plan for these addresses spends less on all but digging in streets, at
        base prices: cabinets and POPs by capacity alone, and house connections. total_bound_eur:
        both bounds with surcharges, to be compared with cost_eur.base; 0 in older plans.
    """

    addresses: int
    connected: int
    unconnected: Mapping[str, int]
    units: int
    trench_m: float
    street_trench_m: float
    lead_in_m: float
    cabinets: int
    pops: int
    cost_eur: CostRange
    trench_cost_eur: float
    lower_bound_eur: float
    gap: float
    proven: bool
    shortest_path_baseline_m: float
    shortest_path_baseline_eur: float
    seconds: Mapping[str, float]
    last_addresses: int = 0
    last_cost_eur: float = 0.0
    budget: BudgetFigures | None = None
    npv_eur: float = 0.0
    npv_greedy_eur: float = 0.0
    service_share: float = 0.0
    capacity_bound_eur: float = 0.0
    total_bound_eur: float = 0.0
    least_trench_eur: float = 0.0
    least_trench_proven: bool = False


@dataclass(frozen=True, eq=False)
class Plan:
    """One designed network; its tables are those of the data dictionary.

    inputs_digest: SHA-256 of the layers, prices, rules and scenario it was made from.
    items: bill of quantities, one row per position of the price catalogue.
    rules: ledger of every relaxed or applied rule, with subject and amount.
    budget: what a series of budgets buys; empty until it is asked for.
    phases: years of building, without rows where the scenario has no yearly budget.
    based_on: id of the plan from whose network the search began, empty where it began anew.
    title: name given by the user, empty as long as the scenario's will do.
    """

    plan_id: str
    scenario: Scenario
    created: str
    inputs_digest: str
    summary: PlanSummary
    trenches: gpd.GeoDataFrame  # plan_trenches
    nodes: gpd.GeoDataFrame  # plan_nodes
    addresses: pd.DataFrame  # plan_addresses
    items: pd.DataFrame  # plan_items
    rules: pd.DataFrame  # plan_rules
    budget: pd.DataFrame = field(default_factory=lambda: empty("plan_budget", ""))  # plan_budget
    phases: pd.DataFrame = field(default_factory=lambda: empty("plan_phases", ""))  # plan_phases
    based_on: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """Return what the plan is called: its own name, else its scenario's."""
        return self.title or self.scenario.name


PLAN_TABLES: Mapping[str, str] = {
    "plan_trenches": "trenches",
    "plan_nodes": "nodes",
    "plan_addresses": "addresses",
    "plan_items": "items",
    "plan_rules": "rules",
    "plan_budget": "budget",
    "plan_phases": "phases",
}
"""Table of the data dictionary → field of Plan."""
