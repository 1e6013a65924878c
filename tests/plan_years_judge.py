"""The years of a plan counted anew: money of each year, and that each year hangs at the POP."""

from __future__ import annotations

from typing import Any

import networkx
import pytest

from fibre_planner.model.plan import Plan
from tests.plan_ways_judge import Ways

CENT = 0.02


def judge_years(plan: Plan, ways: Ways) -> None:
    """Fail where a year costs more than there is, or builds what hangs at nothing."""
    if plan.scenario.yearly_budget_eur is None:
        assert plan.phases.empty
        for table in (plan.trenches, plan.nodes, plan.addresses):
            assert not table["year"].any()
        return
    _money_is_there(plan)
    _sums_are_those_of_the_plan(plan)
    _each_year_hangs_at_the_pop(plan, ways)


def _money_is_there(plan: Plan) -> None:
    scenario, spent = plan.scenario, 0.0
    years = plan.phases.loc[plan.phases["phase_id"] != "later"]
    first = scenario.start_year or int(plan.created[:4]) + 1
    assert years["year"].tolist() == list(range(first, first + len(years)))
    assert years["phase_id"].tolist() == years["year"].astype(str).tolist()
    assert scenario.years is None or len(years) <= scenario.years
    for number, row in enumerate(years.itertuples()):
        there = scenario.yearly_budget_eur
        if scenario.budget_carries_over:
            there = scenario.yearly_budget_eur * (number + 1) - spent
        assert row.budget_eur == pytest.approx(there, abs=CENT)
        assert row.cost_eur <= there + CENT
        worth = row.cost_eur / (1.0 + scenario.discount_rate) ** (number + 1)  # paid at its end
        assert row.present_value_eur == pytest.approx(worth, abs=CENT)
        spent += row.cost_eur
    assert plan.summary.npv_eur <= plan.summary.npv_greedy_eur * (1 + 1e-9) + CENT
    assert 0.0 <= plan.summary.service_share <= 1.0 + 1e-9


def _sums_are_those_of_the_plan(plan: Plan) -> None:
    table, summary = plan.phases, plan.summary
    assert table["addresses"].sum() == summary.connected
    assert table["units"].sum() == summary.units
    assert table["trench_m"].sum() == pytest.approx(summary.trench_m, abs=0.01)
    bill = (table["cost_eur"] - table["extra_eur"]).sum()
    assert bill == pytest.approx(float(summary.cost_eur.base), abs=CENT)
    connected = plan.addresses["status"] == "connected"
    assert not plan.addresses.loc[~connected, "year"].any()
    for row in table.itertuples():
        here = connected & (plan.addresses["year"] == row.year)
        assert int(here.sum()) == row.addresses
        dug_m = plan.trenches.loc[plan.trenches["year"] == row.year].length.sum()
        assert dug_m == pytest.approx(row.trench_m, abs=0.01)
    assert set(plan.trenches["year"]) <= set(table["year"])


def _each_year_hangs_at_the_pop(plan: Plan, ways: Ways) -> None:
    """What is built up to a year is a whole network, with the POP and cabinet of each address."""
    nodes = plan.nodes.set_index("node_id")["year"].to_dict()
    for year in sorted({*plan.addresses["year"]} - {0}):
        built: Any = networkx.Graph()
        for number, dug in enumerate(plan.trenches["year"]):
            if 0 < dug <= year:
                built.add_edges_from(ways.links[number])
        stands = {name for name, since in nodes.items() if 0 < since <= year}
        built.add_nodes_from(ways.at[name] for name in stands)
        starts = [ways.at[name] for name in ways.pops if name in stands]
        reached = set().union(*(networkx.node_connected_component(built, at) for at in starts))
        assert reached == set(built), f"{year}: a trench hangs at no POP that stands"
        for row in plan.addresses.loc[plan.addresses["year"] == year].itertuples():
            assert row.cabinet_id in stands, f"{year}: the cabinet of an address is missing"
            assert row.pop_id in stands, f"{year}: the POP of an address is missing"
            ends = ways.at[row.address_id], ways.at[row.cabinet_id], ways.at[row.pop_id]
            there = [end in built for end in ends]
            assert all(there), f"{year}: an address is not joined"
            assert networkx.has_path(built, *ends[:2])
            assert networkx.has_path(built, *ends[1:])
