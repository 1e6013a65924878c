"""The money of a plan counted anew: bill, shares, bounds and budget."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from tests.plan_ways_judge import house_leads

CENT = 0.006
ON_CONSTRUCTION = ("PL01", "PL02")
ON_EVERYTHING = ("UV01",)
PERCENTAGES = (*ON_CONSTRUCTION, *ON_EVERYTHING)
NOT_IN_TRENCHES = ("HA01", "SP01", "NV01", "PO01")
FACTORS = ("TB14", "TB15")
FACTORED = ("TB01", "TB02", "TB03", "TB04", "TB05")
LEAD_IN = ("HA01", "HA02", "TB11")
SPLICES_PER_UNIT = 4  # two fibres, each spliced at the cabinet and at the POP


def judge_money(project: Project, plan: Plan, units: dict[str, int]) -> None:
    """Fail where the bill is not quantities by prices, or does not add up to what is told."""
    _bill_is_quantities_by_catalogue(project, plan)
    _bill_adds_up(plan)
    _quantities_are_those_of_the_tables(plan)
    _bounds_are_below(plan)
    _budget_is_kept(plan, units)


def _bill_is_quantities_by_catalogue(project: Project, plan: Plan) -> None:
    catalogue = project.catalogue.set_index("code")
    assert plan.items["code"].is_unique
    for row in plan.items.itertuples():
        assert row.quantity > 0.0
        if row.unit in ("each", "unit", "fibre"):
            assert row.quantity == round(row.quantity), f"{row.code}: half a piece"
        for level in LEVELS:
            price, listed = getattr(row, f"price_{level}_eur"), float(catalogue.at[row.code, level])
            if row.code in FACTORS:
                scaled = [float(catalogue.at[code, level]) * listed for code in FACTORED]
                assert min(scaled) - 1e-9 <= price <= max(scaled) + 1e-9
            else:
                assert price == pytest.approx(listed, rel=1e-12)


def _bill_adds_up(plan: Plan) -> None:
    """Quantities by prices, percentages on top; trenches, nodes and shares make the same sum."""
    items = plan.items.set_index("code")
    built = [code for code in items.index if code not in PERCENTAGES]
    for level in LEVELS:
        cost, price = items[f"cost_{level}_eur"], items[f"price_{level}_eur"]
        below = Decimal(0)
        for code in built:
            exact = Decimal(items.at[code, "quantity"]) * Decimal(price[code])
            assert float(cost[code]) == pytest.approx(float(exact), rel=1e-9, abs=1e-9)
            below += exact
        construction = float(below)
        for codes in (ON_CONSTRUCTION, ON_EVERYTHING):
            added = [below * Decimal(price[code]) / 100 for code in codes]
            assert cost[list(codes)].tolist() == pytest.approx([float(eur) for eur in added])
            below += sum(added)
        assert float(below) == pytest.approx(float(getattr(plan.summary.cost_eur, level)), abs=CENT)
        apart = sum(cost.get(code, 0.0) for code in NOT_IN_TRENCHES)
        in_trenches = plan.trenches[f"cost_{level}_eur"].sum()
        assert in_trenches == pytest.approx(construction - apart, abs=CENT)
    nodes = sum(items["cost_base_eur"].get(code, 0.0) for code in ("NV01", "PO01"))
    assert plan.nodes["cost_base_eur"].sum() == pytest.approx(nodes, abs=CENT)
    total = float(plan.summary.cost_eur.base)
    assert plan.addresses["cost_base_eur"].sum() == pytest.approx(total, abs=CENT)
    amounts = plan.summary.cost_eur
    assert amounts.low <= amounts.base <= amounts.high


def _quantities_are_those_of_the_tables(plan: Plan) -> None:
    """Metres and pieces of the bill are those of the trenches, addresses and cabinets."""
    quantity = plan.items.set_index("code")["quantity"]
    own = np.array(house_leads(plan))
    leads, streets = plan.trenches.loc[own], plan.trenches.loc[~own]
    beyond = (leads.length - plan.scenario.included_lead_in_m).clip(lower=0.0).sum()
    on_plots_m = _on_plots_m(plan)
    assert quantity.get("HA02", 0.0) == pytest.approx(beyond + on_plots_m, abs=0.01)
    streets = streets.loc[streets["price_code"] != "HA02"]
    metres = streets.length.groupby(streets["price_code"]).sum()
    digging = set(metres.index) | {code for code in FACTORS if code in quantity.index}
    dug_m = sum(quantity.get(code, 0.0) for code in digging)
    assert dug_m == pytest.approx(float(metres.sum()), abs=0.01)
    for code in metres.index.difference(FACTORED):
        assert quantity[code] == pytest.approx(metres[code], abs=0.01)
    assert quantity["HA01"] == plan.summary.connected
    assert quantity["SP01"] == SPLICES_PER_UNIT * plan.summary.units


def _on_plots_m(plan: Plan) -> float:
    """Return the metres in private ways that have the price of lead-ins."""
    trenches = plan.trenches
    shared = (trenches["ground"] == "private") & (trenches["price_code"] == "HA02")
    return float(trenches.loc[shared].length.sum())


def _bounds_are_below(plan: Plan) -> None:
    summary = plan.summary
    cost = plan.items.set_index("code")["cost_base_eur"]
    digging = cost[cost.index.str.startswith("TB") & ~cost.index.isin(LEAD_IN)].sum()
    if on_plots_m := _on_plots_m(plan):
        digging += on_plots_m * plan.items.set_index("code")["price_base_eur"]["HA02"]
    assert summary.trench_cost_eur == pytest.approx(digging, rel=1e-9, abs=1e-6)
    nearly = 1.0 + 1e-9
    assert summary.lower_bound_eur <= summary.trench_cost_eur * nearly + 1e-6
    assert summary.lower_bound_eur <= summary.shortest_path_baseline_eur * nearly + 1e-6
    if summary.proven:
        assert summary.lower_bound_eur == pytest.approx(summary.trench_cost_eur)
    rest = cost[~cost.index.isin(PERCENTAGES)].sum() - digging
    assert summary.capacity_bound_eur <= rest * nearly + 1e-6
    assert summary.total_bound_eur <= float(summary.cost_eur.base) * nearly + CENT


def _budget_is_kept(plan: Plan, units: dict[str, int]) -> None:
    told, figures = plan.addresses, plan.summary.budget
    priced = told["entry_price_eur"].notna()
    assert not (plan.rules["rule"] == "budget_eur").any()
    if plan.scenario.budget_eur is None:
        assert figures is None
        assert not priced.any()
        assert not told["reason"].isin(["over_budget", "no_weight"]).any()
        return
    assert figures is not None
    assert plan.summary.cost_eur.base <= Decimal(str(plan.scenario.budget_eur))
    assert figures.budget_eur == plan.scenario.budget_eur
    assert figures.weight == plan.scenario.weight
    out = told["reason"].isin(["over_budget", "no_weight"])
    assert (priced <= out).all()
    assert priced[told["reason"] == "over_budget"].all()
    assert (told.loc[priced, "entry_price_eur"] >= 0.0).all()
    assert figures.served <= figures.of * (1 + 1e-9)
    assert figures.served <= figures.bound * (1 + 1e-9)
    assert figures.bound <= figures.of * (1 + 1e-9)
    inside = told.loc[told["status"] == "connected", "address_id"]
    if figures.weight == "addresses":
        assert figures.served == len(inside)
    if figures.weight == "units":
        assert figures.served == pytest.approx(sum(units[name] for name in inside))
        outside = sum(units[name] for name in told.loc[out, "address_id"])
        assert figures.of == pytest.approx(figures.served + outside)
