"""Checks of supply rows: unknown addresses, contradictions, impossible rates, empty promises."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.checks.tell import Kind, tell
from fibre_planner.analysis.coverage import contradictory_rows
from fibre_planner.analysis.coverage_supply import (
    STATUSES,
    TECHNOLOGIES,
    SupplyCodes,
    is_fibre,
    read_codes,
    read_offers,
)
from fibre_planner.analysis.limits import limit
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import Project
from fibre_planner.model.ruleset import read_ruleset

_PLANNED = STATUSES.index("planned")
_EXISTING = STATUSES.index("existing")


def check_supply(project: Project, today: dt.date) -> list[Finding]:
    """Run all rules on the supply rows, whose words are read once."""
    codes = read_codes(project.addresses, project.supply)
    found = overdue_promise(project, codes, today)
    for rule in RULES:
        found += rule(project, codes)
    return found


def supply_of_unknown_address(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find supply rows that speak of no address of the project."""
    return tell(
        project,
        Kind("supply_of_unknown_address", "warning", "supply"),
        codes.address < 0,
        lambda count: ntr(
            "{count} supply row speaks of an address the project does not have.",
            "{count} supply rows speak of addresses the project does not have.",
            count,
        ),
        tr("Match the rows with addresses, or import the missing addresses."),
    )


def contradictory_supply(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find rows in which a provider contradicts itself about one address."""
    # Contradictions lie in what exists; neither rule set nor day change them.
    ruleset = read_ruleset("rl2.0-2024")
    alike = codes.alike
    theirs = codes.take(alike)
    numbers = project.supply[["down_mbps", "up_mbps", "binding"]].iloc[alike]
    offers = read_offers(theirs, numbers, ruleset, dt.date(2024, 4, 30))
    rows = np.zeros(len(project.supply), dtype=bool)
    rows[alike[theirs.counts][contradictory_rows(offers)]] = True
    return tell(
        project,
        Kind("contradictory_supply", "warning", "supply"),
        rows,
        lambda count: ntr(
            "{count} supply row contradicts another one of its provider.",
            "{count} supply rows contradict other ones of their provider.",
            count,
        ),
        tr("Ask the provider which row holds; until then the lower rates are shown."),
    )


def repeated_supply(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find rows that say the same as another row of the same file; two files confirm each other."""
    supply = project.supply
    again = np.zeros(len(supply), dtype=bool)
    some = codes.alike
    said = pd.DataFrame(
        {
            "pair": codes.pair[some],
            "status": codes.status[some],
            "technology": codes.technology[some],
            "day": codes.day[some],
        }
    )
    for name in ("down_mbps", "up_mbps", "binding"):
        said[name] = supply[name].to_numpy()[some]
    same = said.duplicated(keep=False).to_numpy()
    said, some = said.loc[same], some[same]
    # The source is the file and, behind a colon or blank, the row.
    file = supply["source"].iloc[some].str.replace(r"[: ][^: ]*$", "", regex=True)
    again[some] = said.assign(file=file.array).duplicated().to_numpy()
    return tell(
        project,
        Kind("repeated_supply", "note", "supply"),
        again,
        lambda count: ntr(
            "{count} supply row repeats another one.",
            "{count} supply rows repeat other ones.",
            count,
        ),
        tr("Delete the repetitions, which often come from a file imported twice."),
    )


def slow_fibre(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find fibre into the building with a rate that fibre does not have."""
    supply: Any = project.supply
    fibre = is_fibre(codes.technology)
    return tell(
        project,
        Kind("slow_fibre", "note", "supply"),
        fibre & (supply["down_mbps"] < limit("slow_fibre_mbps")).to_numpy(),
        lambda count: ntr(
            "{count} supply row calls a slow line fibre.",
            "{count} supply rows call slow lines fibre.",
            count,
        ),
        tr("Ask whether fibre reaches the building (FTTB, FTTH) or only the cabinet (FTTC)."),
    )


def unknown_supply_word(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find a status or technology that the program does not know."""
    return tell(
        project,
        Kind("unknown_supply_word", "warning", "supply"),
        (codes.status < 0) | (codes.technology < 0),
        lambda count: ntr(
            "{count} supply row has an unknown status or technology.",
            "{count} supply rows have an unknown status or technology.",
            count,
        ),
        tr("Use existing, planned, funded, none and FTTH, FTTB, HFC, FTTC, DSL, radio, none."),
    )


def supply_without_rates(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find existing lines other than fibre whose download rate is missing."""
    supply = project.supply
    open_rate = (codes.status == _EXISTING) & ~is_fibre(codes.technology)
    open_rate &= codes.technology != TECHNOLOGIES.index("none")
    return tell(
        project,
        Kind("supply_without_rates", "warning", "supply"),
        open_rate & supply["down_mbps"].isna().to_numpy(),
        lambda count: ntr(
            "{count} existing line has no download rate.",
            "{count} existing lines have no download rate.",
            count,
        ),
        tr("Ask the provider for the reliable rates; without them nothing can be decided."),
    )


def promise_without_date(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find planned supply without a date that can be read; such a promise does not count."""
    return tell(
        project,
        Kind("promise_without_date", "warning", "supply"),
        (codes.status == _PLANNED) & np.isnat(codes.day),
        lambda count: ntr(
            "{count} planned supply has no date.", "{count} planned supplies have no date.", count
        ),
        tr("Ask the provider from when it is available; a promise without date does not count."),
    )


def overdue_promise(project: Project, codes: SupplyCodes, today: dt.date) -> list[Finding]:
    """Find planned supply whose date has passed."""
    return tell(
        project,
        Kind("overdue_promise", "warning", "supply"),
        (codes.status == _PLANNED) & (codes.day < np.datetime64(today)),
        lambda count: ntr(
            "{count} planned supply should be there already.",
            "{count} planned supplies should be there already.",
            count,
        ),
        tr("Ask the provider whether it was built, and change its status or its date."),
    )


RULES = (
    supply_of_unknown_address,
    contradictory_supply,
    repeated_supply,
    slow_fibre,
    unknown_supply_word,
    supply_without_rates,
    promise_without_date,
)
"""All rules on supply rows that do not ask for the day."""
