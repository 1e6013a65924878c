"""The tables of a plan with the years in which their rows are built."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from fibre_planner.analysis.hierarchy.equipment import Equipment
from fibre_planner.analysis.phasing.phases import LATER, Phases
from fibre_planner.analysis.plan_assembly import PlanTables
from fibre_planner.analysis.rule_ledger import RuleLedger
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform


def with_years(
    tables: PlanTables, phases: Phases, project: Project, joined: Joined, equipment: Equipment
) -> PlanTables:
    """Return the tables with the year of every trench, node and address, 0 for none.

    The ledger gets the sites that are not used in their window, and how many addresses are not
    reached within the years, with the reason.
    """
    house_ids = project.addresses["address_id"].to_numpy(object)[joined.row]
    trench_year = np.concatenate([phases.section_year, phases.house_year])
    years = {
        "trench_id": pd.Series(trench_year, index=tables.trench_ids),
        "node_id": pd.Series(phases.node_year, index=equipment.placed.nodes.rows["node_id"]),
        "address_id": pd.Series(phases.house_year, index=house_ids),
    }
    dated = {}
    for name, key in (
        ("trenches", "trench_id"),
        ("nodes", "node_id"),
        ("addresses", "address_id"),
    ):
        table = getattr(tables, name)
        year = years[key].reindex(table[key]).fillna(0)
        dated[name] = table.assign(year=year.to_numpy(np.int64))
    rules = pd.concat([tables.rules, _notes(phases)], ignore_index=True)
    return replace(
        tables,
        **dated,
        rules=conform("plan_rules", rules),
        phases=phases.table,
        order=(phases.npv_eur, phases.npv_greedy_eur, phases.service_share),
    )


def _notes(phases: Phases) -> pd.DataFrame:
    ledger = RuleLedger()
    for site_id, amount_eur in phases.missed_eur.items():
        reason = tr("The trench is not dug in a year of the site, so it costs the normal price.")
        ledger.add("site_missed", site_id, amount_eur, "EUR", reason)
    rest = phases.table.loc[phases.table["phase_id"] == LATER, "addresses"].sum()
    dear = phases.dear_houses
    if rest - dear > 0:
        reason = tr("The money of the years does not reach these addresses.")
        ledger.add("not_within_years", "budget", rest - dear, "addresses", reason)
    if dear:
        reason = tr("A piece on their way costs more than the budget of a year.")
        ledger.add("not_within_years", "piece", dear, "addresses", reason)
    return ledger.table()
