"""The years of a plan: every trench, node and address gets the year in which it is built."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.equipment import Equipment
from fibre_planner.analysis.marginal_cost import Expenses
from fibre_planner.analysis.phasing.network_lots import NetworkLots, network_lots
from fibre_planner.analysis.phasing.packing import Terms
from fibre_planner.analysis.phasing.schedule import (
    order_lots,
    service_share,
    spent_by_year,
)
from fibre_planner.analysis.phasing.terms import (
    check_reach,
    first_year_of,
    phasing_rules,
    terms_of,
)
from fibre_planner.analysis.phasing.windows import last_change, site_windows
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.analysis.streets.trench_prices import Prices
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.tables import conform

LATER = "later"
"""Row of the phases for what is not built within the years."""


@dataclass(frozen=True, eq=False)
class Phases:
    """The years of a plan; 0 stands for none.

    section_year: (trenches in streets,); house_year: (houses,) of lead-in and address;
    node_year: (nodes of the equipment,). table: `plan_phases`. missed_eur: what sites would have
    saved that are not used in their window, by site. dear_houses: how many are not built since
    a lot of theirs costs more than the budget of a year, which cannot be saved for.
    service_share: discounted service, as a share of a bound that no order exceeds.
    """

    section_year: IntArray
    house_year: IntArray
    node_year: IntArray
    table: pd.DataFrame
    missed_eur: dict[str, float]
    dear_houses: int
    npv_eur: float
    npv_greedy_eur: float
    service_share: float


def make_phases(
    scenario: Scenario,
    sites: pd.DataFrame,
    joined: Joined,
    equipment: Equipment,
    money: tuple[Expenses, Prices],
    day: dt.date | None,
) -> Phases:
    """Return the build order of a design under the scenario's yearly budget.

    sites: the project's; money: what the design costs where, and prices; day: of the plan.
    Raises PlannerError where budget, years or discount rate make no sense, or where the money of
    all years does not reach the first addresses.
    """
    terms, rules = terms_of(scenario), phasing_rules()
    first_year = first_year_of(scenario, day)
    windows = site_windows(sites)
    # Prices may change until the last window closes, or until the year after the last one.
    until = min(max(last_change(windows) + 1, first_year), first_year + terms.years)
    years = np.arange(first_year, until + 1)
    expenses, prices = money
    sizes_m = (float(rules["lot"]["least_m"]), float(rules["lot"]["most_m"]))
    network = network_lots(joined, equipment, expenses, prices, windows, years, sizes_m)
    check_reach(network.lots, terms)
    order = order_lots(network.lots, terms, rules["search"]["trials"])
    named = np.where(order.year < terms.years, first_year + order.year, 0)
    return Phases(
        section_year=named[network.section],
        house_year=named[network.house],
        node_year=named[network.node],
        table=_table(joined, equipment, network, (terms, order.year), first_year),
        missed_eur=_missed(network, order.year, terms.years),
        dear_houses=_too_dear(network, terms),
        npv_eur=order.cost_eur,
        npv_greedy_eur=order.greedy_eur,
        service_share=service_share(order.year, network.lots, terms),
    )


def _table(
    joined: Joined,
    equipment: Equipment,
    network: NetworkLots,
    timing: tuple[Terms, IntArray],
    first_year: int,
) -> pd.DataFrame:
    """Return the table `plan_phases`: the years until the last one built in, then the rest."""
    terms, year = timing
    count = terms.years + 1
    spent = spent_by_year(year, network.lots, terms)
    planned = np.bincount(year, weights=network.planned_eur, minlength=count)
    houses, house_year = joined.units, year[network.house]
    # Without a single row numpy counts in whole numbers.
    dug_m = np.bincount(year[network.section], equipment.sections.length_m, count).astype(float)
    dug_m += np.bincount(house_year, equipment.lead_ins.length_m, count)
    built = np.flatnonzero(np.bincount(year, minlength=count)[:-1])
    shown = np.arange(built[-1] + 1 if len(built) else 0)
    if (year == terms.years).any():
        shown = np.append(shown, terms.years)
    later = shown == terms.years
    table = pd.DataFrame(
        {
            "phase_id": np.where(later, LATER, (first_year + shown).astype(str)),
            "year": np.where(later, 0, first_year + shown),
            "budget_eur": np.where(later, np.nan, _available(spent, terms)[shown]),
            "cost_eur": spent[shown],
            "extra_eur": (spent - planned)[shown],
            "present_value_eur": (spent * terms.discount())[shown],
            "trench_m": dug_m[shown],
            "addresses": np.bincount(house_year, minlength=count)[shown],
            "units": np.bincount(house_year, houses, count)[shown].astype(np.int64),
            "sites": _used_sites(network, year, count)[shown],
        }
    )
    return conform("plan_phases", table)


def _available(spent: FloatArray, terms: Terms) -> FloatArray:
    """Return what may be spent in each year."""
    if not terms.carries_over:
        return np.full(len(spent), terms.budget_eur)
    before = np.concatenate([[0.0], np.cumsum(spent)[:-1]])
    return np.asarray(terms.budget_eur * np.arange(1, len(spent) + 1) - before)


def _dearer(network: NetworkLots, year: IntArray) -> FloatArray:
    """Return what each edge costs more in its year than in the design."""
    at = np.minimum(year[network.edge_lot], network.dearer_eur.shape[1] - 1)
    return np.asarray(network.dearer_eur[np.arange(len(at)), at])


def _used_sites(network: NetworkLots, year: IntArray, count: int) -> FloatArray:
    """Return the sites that are used in each year, as text."""
    texts = np.full(count, "", dtype=object)
    site = network.edges["site_id"].to_numpy(object)
    used = (site != "") & (_dearer(network, year) == 0.0)
    rows = pd.DataFrame({"year": year[network.edge_lot][used], "site": site[used]})
    for at, names in rows.drop_duplicates().groupby("year")["site"]:
        texts[at] = ", ".join(sorted(names))
    texts[-1] = ""
    return texts


def _missed(network: NetworkLots, year: IntArray, years: int) -> dict[str, float]:
    """Return what sites would have saved where they are not used in their window, by site."""
    site = network.edges["site_id"].to_numpy(object)
    more = _dearer(network, year)
    here = (site != "") & (more > 0.0) & (year[network.edge_lot] < years)
    sums = pd.Series(more[here]).groupby(site[here]).sum()
    return {str(name): float(amount) for name, amount in sums.sort_index().items()}


def _too_dear(network: NetworkLots, terms: Terms) -> int:
    """Return how many houses are not reached since a lot costs more than a year's budget."""
    if terms.carries_over:
        return 0
    dear = (network.lots.cost_eur.min(axis=1) > terms.budget_eur).tolist()
    # Each lot builds on the one it hangs on.
    for i, up in enumerate(network.lots.parent.tolist()):
        dear[i] = dear[i] or (up >= 0 and dear[up])
    return int(np.array(dear)[network.house].sum())
