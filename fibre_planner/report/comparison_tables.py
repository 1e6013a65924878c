"""The tables of a comparison of two plans, for the workbook and the window alike."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fibre_planner.language import tr
from fibre_planner.model.comparison import Comparison
from fibre_planner.model.project import Project
from fibre_planner.report.comparison_texts import parameter_text
from fibre_planner.report.tables import (
    ReportColumn,
    ReportTable,
    make_table,
    own_values,
    position_texts,
    translate,
)
from fibre_planner.report.texts import label

_STATE_ORDER = ("only_one", "only_other", "changed")


def section_table(found: Comparison) -> ReportTable:
    """Return the stretches of trench that differ, with metres and cost in both plans."""
    columns = (
        ReportColumn("state", tr("Where"), width=18),
        ReportColumn("street", tr("Street"), width=26),
        ReportColumn("changes", tr("What differs"), width=26),
        ReportColumn("level", tr("Level"), width=14),
        ReportColumn("method", tr("Method"), width=16),
        ReportColumn("length_one_m", tr("Length A"), "number", 2, "m"),
        ReportColumn("length_other_m", tr("Length B"), "number", 2, "m"),
        ReportColumn("length_m", tr("Length B − A"), "number", 2, "m"),
        ReportColumn("cost_base_one_eur", tr("Cost A"), "money", 2),
        ReportColumn("cost_base_other_eur", tr("Cost B"), "money", 2),
        ReportColumn("cost_base_eur", tr("Cost B − A"), "money", 2),
        ReportColumn("cost_low_eur", tr("Low B − A"), "money", 2),
        ReportColumn("cost_high_eur", tr("High B − A"), "money", 2),
        ReportColumn("site_id", tr("Site"), width=14),
        ReportColumn("section_id", tr("Section"), width=16),
    )
    rows = differing_sections(found)
    values = own_values(rows, columns)
    values["state"] = translate(rows["state"], "section_state")
    values["level"] = translate(rows["level"], "level")
    values["method"] = translate(rows["method"], "method")
    values["changes"] = rows["changes"].map(
        {text: _changes_text(text) for text in rows["changes"].unique()}
    )
    notes = (
        tr("Stretches that are the same in both plans are left out; their sum is in Figures."),
    )
    return make_table("sections", tr("Trenches"), columns, values, notes)


def differing_sections(found: Comparison) -> Any:
    """Return the rows of `sections` that differ: those in one plan alone first, by length."""
    rows = found.sections[found.sections["state"] != "same"]
    rank = rows["state"].map({state: n for n, state in enumerate(_STATE_ORDER)})
    weight = rows["length_m"].abs() + rows["cost_base_eur"].abs() / 1e6
    order = pd.DataFrame({"rank": rank, "weight": -weight}).sort_values(
        ["rank", "weight"], kind="stable"
    )
    return rows.loc[order.index]


def _changes_text(codes: str) -> str:
    return ", ".join(label("section_change", code) for code in codes.split())


def node_table(found: Comparison) -> ReportTable:
    """Return the cabinets and POPs that differ."""
    columns = (
        ReportColumn("kind", tr("Kind"), width=12),
        ReportColumn("change", tr("What differs"), width=18),
        ReportColumn("moved_m", tr("Moved"), "number", 1, "m"),
        ReportColumn("units_one", tr("Units A"), "integer"),
        ReportColumn("units_other", tr("Units B"), "integer"),
        ReportColumn("capacity_units_one", tr("Capacity A"), "integer"),
        ReportColumn("capacity_units_other", tr("Capacity B"), "integer"),
        ReportColumn("cost_base_one_eur", tr("Cost A"), "money", 2),
        ReportColumn("cost_base_other_eur", tr("Cost B"), "money", 2),
        ReportColumn("node_id", tr("Node"), width=28),
    )
    rows = differing_nodes(found)
    values = own_values(rows, columns)
    values["kind"] = translate(rows["kind"], "node")
    values["change"] = translate(rows["change"], "node_change")
    return make_table("nodes", tr("Cabinets and PoPs"), columns, values)


def differing_nodes(found: Comparison) -> Any:
    """Return the rows of `nodes` that differ."""
    return found.nodes[found.nodes["change"] != "same"]


def address_difference_table(project: Project, found: Comparison) -> ReportTable:
    """Return the addresses that differ, with their names, reasons, cabinets and shares of cost."""
    columns = (
        ReportColumn("address", tr("Address"), width=34),
        ReportColumn("change", tr("What differs"), width=26),
        ReportColumn("status_one", tr("Status A"), width=16),
        ReportColumn("status_other", tr("Status B"), width=16),
        ReportColumn("reason_one", tr("Reason A"), width=26),
        ReportColumn("reason_other", tr("Reason B"), width=26),
        ReportColumn("cost_base_one_eur", tr("Cost share A"), "money", 2),
        ReportColumn("cost_base_other_eur", tr("Cost share B"), "money", 2),
        ReportColumn("cost_base_eur", tr("Cost share B − A"), "money", 2),
        ReportColumn("cabinet_id_one", tr("Cabinet A"), width=28),
        ReportColumn("cabinet_id_other", tr("Cabinet B"), width=28),
        ReportColumn("address_id", tr("Address id"), width=20),
    )
    rows = differing_addresses(found)
    values = own_values(rows, columns)
    values["address"] = _address_names(project, rows["address_id"])
    values["change"] = translate(rows["change"], "address_change")
    for side in ("one", "other"):
        values[f"status_{side}"] = translate(rows[f"status_{side}"], "plan_status")
        reasons = rows[f"reason_{side}"]
        values[f"reason_{side}"] = translate(reasons, "reason").where(reasons != "", "")
    return make_table("addresses", tr("Addresses"), columns, values)


def differing_addresses(found: Comparison) -> Any:
    """Return the rows of `addresses` that differ, the largest differences of cost first."""
    rows = found.addresses[found.addresses["change"] != "same"]
    codes = {code: n for n, code in enumerate(("connected", "lost", "reason", "cabinet", "cost"))}
    order = pd.DataFrame(
        {"rank": rows["change"].map(codes), "weight": -rows["cost_base_eur"].abs()}
    ).sort_values(["rank", "weight"], kind="stable")
    return rows.loc[order.index]


def _address_names(project: Project, ids: pd.Series[Any]) -> Any:
    """Return street and house number of addresses, the id where the project lacks one."""
    known = project.addresses.set_index("address_id")[["street", "house_number", "suffix"]]
    found = known.reindex(ids).fillna("")
    names = (found["street"] + " " + found["house_number"] + found["suffix"]).str.strip()
    return names.where(names != "", names.index.to_series()).to_numpy()


def bill_table(project: Project, found: Comparison, *, whole: bool = True) -> ReportTable:
    """Return the difference of the bills by position, split into quantity and price.

    whole: with the positions that cost the same; else the largest differences first.
    """
    columns = (
        ReportColumn("code", tr("Position"), width=10),
        ReportColumn("name", tr("Description"), width=44),
        ReportColumn("unit", tr("Unit"), width=12),
        ReportColumn("quantity_one", tr("Quantity A"), "number", 1),
        ReportColumn("quantity_other", tr("Quantity B"), "number", 1),
        ReportColumn("price_base_one_eur", tr("Price A"), "number", 2),
        ReportColumn("price_base_other_eur", tr("Price B"), "number", 2),
        ReportColumn("cost_base_one_eur", tr("Cost A"), "money", 2),
        ReportColumn("cost_base_other_eur", tr("Cost B"), "money", 2),
        ReportColumn("cost_base_eur", tr("Cost B − A"), "money", 2),
        ReportColumn("quantity_base_eur", tr("By quantity"), "money", 2),
        ReportColumn("price_base_eur", tr("By price"), "money", 2),
        ReportColumn("cost_low_eur", tr("Low B − A"), "money", 2),
        ReportColumn("cost_high_eur", tr("High B − A"), "money", 2),
    )
    items = found.items
    if not whole:
        items = items[items["cost_base_eur"].ne(0) | items["price_base_eur"].ne(0)]
        items = items.sort_values("cost_base_eur", key=abs, ascending=False, kind="stable")
    values = own_values(items, columns) | position_texts(items, project.catalogue)
    notes = (
        tr("By quantity: other quantities at the prices of plan A. By price: the rest."),
        tr("Percentages follow the positions they are percentages of."),
    )
    return make_table("bill", tr("Bill difference"), columns, values, notes)


def parameter_table(found: Comparison) -> ReportTable:
    """Return the scenario parameters that differ."""
    columns = (
        ReportColumn("name", tr("Parameter"), width=44),
        ReportColumn("one", tr("Plan A"), width=30),
        ReportColumn("other", tr("Plan B"), width=30),
    )
    rows = found.parameters
    values: dict[str, Any] = {"name": [label("parameter", name) for name in rows["name"]]}
    for side in ("one", "other"):
        values[side] = [
            parameter_text(name, value)
            for name, value in zip(rows["name"], rows[side], strict=True)
        ]
    return make_table("parameters", tr("Parameters"), columns, values)
