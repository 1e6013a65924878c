"""The budget curve and the addresses a budget leaves out, as tables of a report."""

from __future__ import annotations

from typing import Any

import numpy as np

from fibre_planner.language import tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.report.budget_texts import budget_lines
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table, own_values, translate
from fibre_planner.report.texts import label


def curve_table(project: Project, plan: Plan) -> ReportTable:
    """Return what a series of budgets buys; notes say how the plan itself stands to its budget."""
    curve = plan.budget
    weight = plan.scenario.weight
    columns = [
        ReportColumn("budget_eur", tr("Budget"), "money", width=16),
        ReportColumn("cost_eur", tr("Cost base"), "money", width=16),
        ReportColumn("addresses", tr("Addresses"), "integer", width=12),
        ReportColumn("units", tr("Units"), "integer", width=12),
        ReportColumn("weight", tr("Weight"), "number", 0, width=12),
        ReportColumn("weight_bound", tr("No plan serves more than"), "number", 0, width=14),
        ReportColumn("gap", tr("Distance to the bound"), "share", 1, width=12),
        ReportColumn("choice_gap", tr("Distance of the choice alone"), "share", 2, width=14),
        ReportColumn("last_unit_eur", tr("Each further unit"), "money", width=14),
    ]
    if weight in ("units", "addresses"):  # the same figures stand in their own column
        columns = [column for column in columns if column.name != "weight"]
    values = own_values(curve, columns)
    for name in ("addresses", "units"):
        values[name] = curve[name].astype("float64")
    notes = [
        tr("The weight and its bound count: {weight}.").format(weight=label("weight", weight)),
        tr("The bound holds for any plan, even if cabinets and cables cost the least they can."),
        tr("The choice alone is compared for what it costs in trenches and connections."),
    ]
    notes += [f"{heading}: {text}" for heading, text in budget_lines(project, plan)]
    return make_table("budget", tr("Budget"), columns, values, tuple(notes))


def left_out_table(project: Project, plan: Plan) -> ReportTable:
    """Return the addresses that the budget leaves out, the cheapest to join first."""
    table = plan.addresses.loc[plan.addresses["entry_price_eur"].notna()]
    order = np.lexsort((table["address_id"].to_numpy(str), table["entry_price_eur"].to_numpy()))
    table = table.iloc[order]
    places = project.addresses.set_index("address_id").reindex(table["address_id"])
    columns = (
        ReportColumn("number", tr("No."), "integer", width=8),
        ReportColumn("street", tr("Street"), width=28),
        ReportColumn("house_number", tr("House number"), width=10),
        ReportColumn("suffix", tr("Suffix"), width=8),
        ReportColumn("city", tr("Town"), width=18),
        ReportColumn("district", tr("District"), width=20),
        ReportColumn("dwellings", tr("Dwellings"), "integer", width=11),
        ReportColumn("category", tr("Category"), width=14),
        ReportColumn("entry_price_eur", tr("Price of joining it now"), "money", width=15),
        ReportColumn(
            "entry_price_per_weight_eur", tr("Comes in from, per counted unit"), "money", width=17
        ),
        ReportColumn("reason", tr("Reason"), width=28),
        ReportColumn("address_id", tr("Address id"), width=20),
    )
    text = ("street", "house_number", "suffix", "city", "district")
    dwellings = places["dwellings"].where(places["dwellings"] >= 0).astype("float64")
    values: dict[str, Any] = {
        "number": np.arange(1.0, len(table) + 1.0),
        **{name: places[name].fillna("").to_numpy() for name in text},
        "dwellings": dwellings.to_numpy(),
        "category": translate(places["category"].fillna(""), "category").to_numpy(),
        "entry_price_eur": table["entry_price_eur"].to_numpy(),
        "entry_price_per_weight_eur": table["entry_price_per_weight_eur"].to_numpy(),
        "reason": translate(table["reason"], "reason").to_numpy(),
        "address_id": table["address_id"].to_numpy(),
    }
    notes = (
        tr("The price joins the address alone to this plan: trench, what must lie in it, lead-in."),
        tr(
            "From the second amount on, for each unit the plan counts, a plan would take it in, "
            "alone or with its neighbours."
        ),
    )
    return make_table("left_out", tr("Left out by the budget"), columns, values, notes)
