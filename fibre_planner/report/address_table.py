"""The address list: one row per address with supply, coverage and what the plan does for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.language import tr
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.tables import empty
from fibre_planner.report.phase_table import has_years, year_name
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table, translate

_PROMISED = ("planned", "funded")


def address_table(project: Project, plan: Plan | None) -> ReportTable:
    """Return every address with its place, units, supply, class, and its part of the plan.

    Sorted by town, street, house number and suffix, as a list on paper is read.
    Coordinates are metres of the project's CRS without zone prefix.
    """
    addresses = project.addresses
    ids = addresses["address_id"]
    values = {
        "number": 0.0,
        **_place_values(addresses, project.crs),
        **_coverage_values(ids, project.coverage),
        **_promise_values(ids, project.supply),
        **_plan_values(ids, plan),
        "source": addresses["source"],
    }
    columns = _place_columns() + _supply_columns() + (_plan_columns() if plan else ())
    if has_years(plan):
        columns += (ReportColumn("year", tr("Year of building"), width=14),)
    if plan is not None and plan.summary.budget is not None:
        columns += _entry_columns()
    columns += (ReportColumn("source", tr("Source"), width=30),)
    table = make_table("addresses", tr("Addresses"), columns, values)
    rows = table.rows.iloc[_reading_order(addresses)].reset_index(drop=True)
    rows["number"] = np.arange(1.0, len(rows) + 1.0)
    return replace(table, rows=rows)


def _reading_order(addresses: gpd.GeoDataFrame) -> Any:
    """Return the order of town, street, number and suffix; 2 comes before 10."""
    number = pd.to_numeric(addresses["house_number"].str.extract(r"(\d{1,9})")[0], errors="coerce")
    keys = ("address_id", "suffix", "number", "street", "city")
    return np.lexsort([_rank(number if key == "number" else addresses[key]) for key in keys])


def _rank(values: pd.Series[Any]) -> Any:
    return pd.factorize(values, sort=True)[0]


def _place_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn("number", tr("No."), "integer", width=8),
        ReportColumn("street", tr("Street"), width=28),
        ReportColumn("house_number", tr("House number"), width=10),
        ReportColumn("suffix", tr("Suffix"), width=8),
        ReportColumn("postcode", tr("Postcode"), width=10),
        ReportColumn("city", tr("Town"), width=18),
        ReportColumn("district", tr("District"), width=20),
        ReportColumn("address_id", tr("Address id"), width=20),
        ReportColumn("ags", tr("Municipality key"), width=12),
        ReportColumn("easting", tr("Easting"), "coordinate", 3, width=14),
        ReportColumn("northing", tr("Northing"), "coordinate", 3, width=15),
        ReportColumn("epsg", "EPSG", width=8),
        ReportColumn("dwellings", tr("Dwellings"), "integer", width=11),
        ReportColumn("businesses", tr("Businesses"), "integer", width=11),
        ReportColumn("public_units", tr("Public units"), "integer", width=11),
        ReportColumn("units_source", tr("Source of the dwellings"), width=22),
        ReportColumn("category", tr("Category"), width=14),
    )


def _supply_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn("technology", tr("Technology"), width=13),
        ReportColumn("down_mbps", tr("Download"), "number", unit="Mbit/s", width=11),
        ReportColumn("up_mbps", tr("Upload"), "number", unit="Mbit/s", width=11),
        ReportColumn("provider", tr("Provider"), width=18),
        ReportColumn("promise_provider", tr("Planned: provider"), width=18),
        ReportColumn("promise_technology", tr("Planned: technology"), width=13),
        ReportColumn("promise_down", tr("Planned: download"), "number", unit="Mbit/s", width=11),
        ReportColumn("promise_up", tr("Planned: upload"), "number", unit="Mbit/s", width=11),
        ReportColumn("promise_from", tr("Available from"), "date", width=12),
        ReportColumn("promise_binding", tr("Binding"), width=9),
        ReportColumn("coverage_class", tr("Coverage class"), width=14),
        ReportColumn("eligible", tr("Eligible"), width=14),
        ReportColumn("rule", tr("Deciding rule"), width=22),
        ReportColumn("ruleset", tr("Rule set"), width=14),
        ReportColumn("gap_id", tr("Gap"), width=12),
        ReportColumn("survey", tr("Market survey"), width=16),
    )


def _plan_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn("status", tr("In the plan"), width=15),
        ReportColumn("reason", tr("Reason"), width=28),
        ReportColumn("cabinet_id", tr("Cabinet"), width=14),
        ReportColumn("path_m", tr("Way to the PoP"), "number", unit="m", width=11),
        ReportColumn("lead_in_m", tr("Lead-in"), "number", 1, unit="m", width=10),
        ReportColumn("cost_base_eur", tr("Share of the cost"), "money", width=13),
        ReportColumn("marginal_cost_eur", tr("Saved without it"), "money", width=13),
    )


def _entry_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn("entry_price_eur", tr("Price of joining it now"), "money", width=13),
        ReportColumn(
            "entry_price_per_weight_eur", tr("Comes in from, per counted unit"), "money", width=15
        ),
    )


def _place_values(addresses: gpd.GeoDataFrame, crs: str) -> dict[str, Any]:
    copied = ("address_id", "ags", "street", "house_number", "suffix", "postcode", "city")
    counts = ("businesses", "public_units")
    return {
        **{name: addresses[name] for name in (*copied, "district")},
        **{name: addresses[name].astype("float64") for name in counts},
        "easting": addresses.geometry.x.round(3),
        "northing": addresses.geometry.y.round(3),
        "epsg": crs.rpartition(":")[2],
        "dwellings": addresses["dwellings"].where(addresses["dwellings"] >= 0).astype("float64"),
        "units_source": translate(addresses["units_source"], "units_source"),
        "category": translate(addresses["category"], "category"),
    }


def _coverage_values(ids: pd.Series[Any], coverage: pd.DataFrame) -> dict[str, Any]:
    found = _by_address(ids, coverage, "coverage")
    return {
        **{name: found[name] for name in ("down_mbps", "up_mbps", "provider", "ruleset", "gap_id")},
        "technology": translate(found["technology"], "technology"),
        "coverage_class": translate(found["coverage_class"], "coverage_class_short"),
        "eligible": translate(found["eligible"], "eligible"),
        "rule": translate(found["rule"], "decision"),
    }


def _promise_values(ids: pd.Series[Any], supply: pd.DataFrame) -> dict[str, Any]:
    """Return the best promise per address: binding before not, then by rate, then by row id."""
    promised = supply.loc[supply["status"].isin(_PROMISED)]
    promised = promised.sort_values(
        ["binding", "down_mbps", "supply_id"], ascending=[False, False, True], kind="stable"
    )
    best = _by_address(ids, promised.drop_duplicates("address_id"), "supply")
    there = best["provider"].ne("") | best["supply_id"].ne("")
    yes_no = best["binding"].map({True: tr("yes"), False: tr("no")})
    surveys = supply.loc[supply["survey"].ne("")].drop_duplicates("address_id")
    return {
        "promise_provider": best["provider"],
        "promise_technology": translate(best["technology"], "technology").where(there, ""),
        "promise_down": best["down_mbps"],
        "promise_up": best["up_mbps"],
        "promise_from": best["available_from"],
        "promise_binding": yes_no.where(there, ""),
        "survey": _by_address(ids, surveys, "supply")["survey"],
    }


def _plan_values(ids: pd.Series[Any], plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    found = _by_address(ids, plan.addresses, "plan_addresses")
    numbers = (
        *("path_m", "lead_in_m", "cost_base_eur", "marginal_cost_eur"),
        *("entry_price_eur", "entry_price_per_weight_eur"),
    )
    return {
        **{name: found[name] for name in (*numbers, "cabinet_id")},
        "status": translate(found["status"], "plan_status"),
        "reason": translate(found["reason"], "reason"),
        "year": _year_names(found),
    }


def _year_names(found: pd.DataFrame) -> pd.Series[Any]:
    """Return the years of connected addresses as texts, empty for the others."""
    years = found["year"].fillna(0).astype("int64")
    names = years.map({year: year_name(year) for year in years.unique().tolist()})
    return names.where(found["status"] == "connected", "")


def _by_address(ids: pd.Series[Any], frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the rows of a table in the order of the addresses, with defaults where there is none.

    frame: at most one row per address.
    """
    defaults = empty(table, "").dtypes
    found = frame.set_index("address_id").reindex(ids.to_numpy()).reset_index()
    for name, dtype in defaults.items():
        if dtype == "bool":
            found[name] = found[name].eq(True)
        elif dtype not in ("float64", "int64"):
            found[name] = found[name].fillna("")
    return found
