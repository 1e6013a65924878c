"""The build order of a plan: a row for each year, and what the order is worth."""

from __future__ import annotations

import numpy as np

from fibre_planner.language import ntr, tr
from fibre_planner.model.plan import Plan, PlanSummary
from fibre_planner.report.numbers import format_money, format_number, format_share
from fibre_planner.report.tables import ReportColumn, ReportTable, make_table, own_values


def has_years(plan: Plan | None) -> bool:
    """Return whether a plan has a build order."""
    return plan is not None and not plan.phases.empty


def year_name(year: int) -> str:
    """Return what a year of building is called; 0 stands for none."""
    return str(year) if year else tr("after these years")


def phase_table(plan: Plan) -> ReportTable:
    """Return the years of a plan, what each costs and serves, and the sites it uses."""
    phases = plan.phases.sort_values(["year"], kind="stable")
    # What is left over stands in the year 0 and comes last.
    phases = phases.iloc[np.argsort(phases["year"].to_numpy() == 0, kind="stable")]
    built = phases["year"].to_numpy() > 0
    units = phases["units"].to_numpy(float)
    served = np.cumsum(np.where(built, units, 0.0)) / max(float(units.sum()), 1.0)
    each = np.full(len(phases), np.nan)
    np.divide(phases["cost_eur"], units, out=each, where=units > 0)
    columns = (
        ReportColumn("year", tr("Year"), width=20),
        ReportColumn("budget_eur", tr("Available"), "money", width=15),
        ReportColumn("cost_eur", tr("Cost"), "money", width=15),
        ReportColumn("extra_eur", tr("More by dates"), "money", width=14),
        ReportColumn("present_value_eur", tr("Present value"), "money", width=15),
        ReportColumn("trench_m", tr("Trenches"), "integer", unit="m"),
        ReportColumn("addresses", tr("Addresses"), "integer"),
        ReportColumn("units", tr("Units"), "integer"),
        ReportColumn("unit_eur", tr("Cost per unit"), "money"),
        ReportColumn("served", tr("Units served so far"), "share", 1),
        ReportColumn("sites", tr("Construction sites used"), width=48),
    )
    values = own_values(phases, columns)
    values["year"] = [year_name(year) for year in phases["year"].tolist()]
    values["unit_eur"] = each
    values["served"] = np.where(built, served, np.nan)
    values = {name: np.asarray(column) for name, column in values.items()}
    return make_table("phases", tr("Phases"), columns, values, phase_notes(plan))


def phase_notes(plan: Plan) -> tuple[str, ...]:
    """Return the sentences to be read with the years."""
    notes = [order_sentence(plan.summary), service_sentence(plan.summary)]
    rest = plan.phases.loc[plan.phases["year"] == 0]
    if len(rest):
        count = int(rest["addresses"].sum())
        text = ntr(
            "{count} address is not reached within the years; the rule ledger says why.",
            "{count} addresses are not reached within the years; the rule ledger says why.",
            count,
        )
        notes.append(text.format(count=format_number(count)))
    if plan.scenario.budget_carries_over:
        notes.append(tr("Money left in a year is spent in the next."))
    notes.append(
        tr(
            "Amounts of a year count at its end, at {rate} a year. A dated site is used in its "
            "years only; outside them the trench costs the normal price (“More by dates”)."
        ).format(rate=format_share(plan.scenario.discount_rate, 1))
    )
    return tuple(notes)


def order_sentence(summary: PlanSummary) -> str:
    """Say what the order costs at present, and what the greedy one would."""
    saved = summary.npv_greedy_eur - summary.npv_eur
    if saved < 1.0:
        text = tr(
            "Net present cost, waiting for service counted as a cost: {cost}. To build next what "
            "costs least per unit would cost as much."
        )
    else:
        text = tr(
            "Net present cost, waiting for service counted as a cost: {cost}. That is {saved} less "
            "than by always building next what costs least per unit."
        )
    return text.format(cost=format_money(summary.npv_eur), saved=format_money(saved))


def service_sentence(summary: PlanSummary) -> str:
    """Say how near the order is to the most service any order can give."""
    # Rounded down, so that nothing is promised that is not proven.
    share = np.floor(summary.service_share * 1000.0) / 1000.0
    return tr(
        "Proven: the order gives at least {share} of the service any order of these building lots "
        "can give."
    ).format(share=format_share(float(share), 1))
