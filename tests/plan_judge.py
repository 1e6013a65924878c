"""An independent look at a finished plan: everything a plan promises, worked out anew.

Uses nothing but the layers of the project, the parameters of the scenario and the tables of the
plan, and plain Python over rows; no function that made the plan takes part.
"""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest

from fibre_planner.analysis.compare import compare_plans
from fibre_planner.model.plan import PLAN_TABLES, Plan
from fibre_planner.model.project import Project
from tests.plan_ground_judge import judge_ground
from tests.plan_money_judge import judge_money
from tests.plan_ways_judge import CLOSE_M, Ways, house_leads, ways_of
from tests.plan_years_judge import judge_years

LEAST_RESERVE = 0.15
"""By the Materialkonzept, whatever the scenario says."""

STATES = {"connected", "unconnected", "excluded"}


def judge(project: Project, plan: Plan) -> None:
    """Fail where a plan is not a network that serves its addresses at the cost it states."""
    _tables_are_keyed(plan)
    _every_address_is_told_of(project, plan)
    ways = ways_of(project, plan)
    units = units_of_addresses(project)
    _cabinets_hold_what_they_serve(project, plan, units)
    _pops_hold_what_they_feed(project, plan)
    _limits_are_kept_or_named(plan, ways)
    _summary_counts_the_tables(plan, units)
    judge_ground(project, plan, ways)
    judge_money(project, plan, units)
    judge_years(plan, ways)
    judge_what_lies_behind(project, plan)
    assert compare_plans(plan, plan).is_empty


def units_of_addresses(project: Project) -> dict[str, int]:
    """Return dwellings, businesses and public units by address, at least one each."""
    rows = project.addresses
    counts = zip(
        rows["address_id"],
        rows["dwellings"].tolist(),
        rows["businesses"].tolist(),
        rows["public_units"].tolist(),
        strict=True,
    )
    return {
        name: max((1 if homes < 0 else homes) + max(firms + offices, 0), 1)
        for name, homes, firms, offices in counts
    }


def _tables_are_keyed(plan: Plan) -> None:
    for field in PLAN_TABLES.values():
        table = getattr(plan, field)
        assert table.iloc[:, 0].is_unique, f"{field}: an id repeats"
        assert (table.iloc[:, 0].astype(str) != "").all(), f"{field}: an id is empty"


def _every_address_is_told_of(project: Project, plan: Plan) -> None:
    told = plan.addresses
    assert told["address_id"].tolist() == project.addresses["address_id"].tolist()
    summary, status = plan.summary, told["status"]
    assert set(status) <= STATES
    assert summary.addresses == len(project.addresses)
    assert summary.connected == int((status == "connected").sum())
    assert summary.connected + sum(summary.unconnected.values()) == len(project.addresses)
    without = told.loc[status != "connected"]
    assert (without["reason"] != "").all()
    assert dict(without["reason"].value_counts()) == dict(summary.unconnected)
    assert (without["cabinet_id"] == "").all()
    assert (without["pop_id"] == "").all()
    inside = told.loc[status == "connected"]
    assert (inside["reason"] == "").all()
    for number in ("path_m", "lead_in_m", "cost_base_eur", "marginal_cost_eur"):
        assert inside[number].notna().all()
        assert (inside[number] >= -CLOSE_M).all()


def _cabinets_hold_what_they_serve(project: Project, plan: Plan, units: dict[str, int]) -> None:
    """Each connected address has one cabinet and the POP of that; capacities counted anew."""
    nodes = plan.nodes.set_index("node_id")
    cabinets = nodes.loc[nodes["kind"] == "cabinet"]
    served: dict[str, int] = defaultdict(int)
    for row in plan.addresses.loc[plan.addresses["status"] == "connected"].itertuples():
        served[row.cabinet_id] += units[row.address_id]
        assert cabinets.loc[row.cabinet_id, "parent_id"] == row.pop_id
    assert served == cabinets["units"].to_dict()
    assert (cabinets["units"] <= cabinets["capacity_units"]).all()
    reserve = 1.0 + max(plan.scenario.reserve_share, LEAST_RESERVE)
    usable = max(math.floor(plan.scenario.cabinet_capacity / reserve + 1e-9), 1)
    prices = plan.items.set_index("code")["price_base_eur"]
    standing = project.nodes.set_index("node_id")["capacity_units"]
    for name, row in cabinets.iterrows():
        built = round(row["cost_base_eur"] / prices["NV01"]) if row["cost_base_eur"] else 0
        most = built * usable
        if row["existing"]:  # several may stand in one place, under the name of the first
            assert standing[name] >= 0
            most += row["capacity_units"] - built * plan.scenario.cabinet_capacity
        assert row["units"] <= most, f"cabinet {name} is overfull"


def _pops_hold_what_they_feed(project: Project, plan: Plan) -> None:
    nodes = plan.nodes.set_index("node_id")
    pops, cabinets = nodes.loc[nodes["kind"] == "pop"], nodes.loc[nodes["kind"] == "cabinet"]
    assert len(pops) + len(cabinets) == len(nodes)
    assert cabinets.groupby("parent_id")["units"].sum().to_dict() == pops["units"].to_dict()
    assert (pops["units"] <= pops["capacity_units"]).all()
    assert (pops["parent_id"] == "").all()
    standing = set(project.nodes.loc[project.nodes["kind"] == "pop", "node_id"])
    assert set(pops.index[pops["existing"]]) <= standing
    count = plan.items.set_index("code")["quantity"].get("PO01", 0.0)
    assert plan.summary.pops == int(pops["existing"].sum()) + count


def _limits_are_kept_or_named(plan: Plan, ways: Ways) -> None:
    """Leads and feeders are walked along the trenches; what is too long is in the ledger."""
    scenario, rules = plan.scenario, plan.rules
    named: dict[str, dict[str, float]] = {
        rule: dict(zip(rows["subject"], rows["amount"], strict=True))
        for rule, rows in rules.groupby("rule")
    }
    too_long = {}
    told = plan.addresses.loc[plan.addresses["status"] == "connected"]
    feeder = plan.nodes.set_index("node_id")["feeder_m"]
    for row in told.itertuples():
        lead_m = ways.between(row.cabinet_id, row.address_id)
        assert row.path_m == pytest.approx(lead_m + feeder[row.cabinet_id], abs=CLOSE_M)
        if lead_m > scenario.max_drop_m + CLOSE_M:
            too_long[row.address_id] = lead_m - scenario.max_drop_m
    _same_amounts(named.get("max_drop_m", {}), too_long)
    far = {}
    for row in plan.nodes.loc[plan.nodes["kind"] == "cabinet"].itertuples():
        feeder_m = ways.between(row.parent_id, row.node_id)
        assert row.feeder_m == pytest.approx(feeder_m, abs=CLOSE_M)
        if feeder_m > scenario.max_feeder_m + CLOSE_M:
            far[row.node_id] = feeder_m - scenario.max_feeder_m
    _same_amounts(named.get("max_feeder_m", {}), far)


def _same_amounts(named: dict[str, float], found: dict[str, float]) -> None:
    """Fail where the ledger lacks a breach, or names one that is none or of another amount."""
    missing = set(found) - set(named)
    assert not missing, f"breaches that the ledger does not name: {missing}"
    for subject, amount in named.items():
        assert amount == pytest.approx(found.get(subject, 0.0), abs=2 * CLOSE_M)


def judge_what_lies_behind(project: Project, plan: Plan) -> None:
    """Fail where a trench tells of other addresses than lie behind it.

    Addresses and units served through a trench, counted by walking away from the POP.
    """
    ways, units = ways_of(project, plan), units_of_addresses(project)
    # Lead-ins of two addresses may lie on each other, so only those in streets can be told apart.
    for row in plan.trenches.loc[~np.array(house_leads(plan))].itertuples():
        behind = ways.behind(row.Index)
        if behind is not None:
            assert row.addresses == len(behind), "a trench tells of other addresses"
            assert row.units == sum(units[name] for name in behind)


def _summary_counts_the_tables(plan: Plan, units: dict[str, int]) -> None:
    summary, trenches = plan.summary, plan.trenches
    inside = plan.addresses.loc[plan.addresses["status"] == "connected", "address_id"]
    assert summary.units == sum(units[name] for name in inside)
    assert summary.cabinets == int((plan.nodes["kind"] == "cabinet").sum())
    leads = trenches["level"] == "lead_in"
    assert summary.trench_m == pytest.approx(trenches.length.sum(), abs=CLOSE_M)
    assert summary.lead_in_m == pytest.approx(trenches.loc[leads].length.sum(), abs=CLOSE_M)
    assert summary.street_trench_m == pytest.approx(trenches.loc[~leads].length.sum(), abs=CLOSE_M)
    assert trenches["length_m"].tolist() == pytest.approx(trenches.length.tolist(), abs=CLOSE_M)
    assert sum(house_leads(plan)) == summary.connected
