"""What speaks against the replies to a market survey: findings, as the checks tell them.

Rules on supply rows that hold in a survey as elsewhere are those of `analysis.checks`; here are
those which only a survey knows.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd

from fibre_planner.analysis.checks import numbers, supply
from fibre_planner.analysis.checks.tell import Kind, tell
from fibre_planner.analysis.coverage_supply import STATUSES, SupplyCodes, read_codes
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import SEVERITIES, Finding
from fibre_planner.model.project import Project
from fibre_planner.resources import RESOURCES, read_toml

_PLANNED = STATUSES.index("planned")


def survey_findings(
    project: Project, survey: str, today: dt.date, horizon_years: int
) -> tuple[Finding, ...]:
    """Return what contradicts itself or is missing in the replies to a survey, gravest first.

    today: the day from which the horizon (years) counts, the start of the survey.
    """
    rows = project.supply[project.supply["survey"] == survey]
    asked = project.with_layers(supply=rows)
    codes = read_codes(asked.addresses, asked.supply)
    found = [
        *in_review(asked),
        *unknown_address(asked),
        *supply.contradictory_supply(asked, codes),
        *supply.repeated_supply(asked, codes),
        *numbers.upload_above_download(asked),
        *numbers.impossible_rate(asked),
        *supply.supply_without_rates(asked, codes),
        *supply.promise_without_date(asked, codes),
        *supply.overdue_promise(asked, codes, today),
        *beyond_horizon(asked, codes, today, horizon_years),
        *rate_above_technology(asked),
        *supply.slow_fibre(asked, codes),
        *both_there_and_not(asked, codes),
        *address_without_reply(asked),
    ]
    return tuple(
        sorted(found, key=lambda one: (SEVERITIES.index(one.severity), -one.count, one.code))
    )


def in_review(project: Project) -> list[Finding]:
    """Find replies whose address is doubtful."""
    return tell(
        project,
        Kind("reply_in_review", "warning", "supply"),
        project.supply["match"] == "review",
        lambda count: ntr(
            "{count} reply may mean one address or another.",
            "{count} replies may mean one address or another.",
            count,
        ),
        tr("Choose the address of each; until then they count for none."),
    )


def unknown_address(project: Project) -> list[Finding]:
    """Find replies for addresses that the project does not have."""
    supply_rows = project.supply
    within = supply_rows["match_reason"] == "within_range"
    known = supply_rows["address_id"].isin(project.addresses["address_id"])
    return tell(
        project,
        Kind("reply_for_unknown_address", "warning", "supply"),
        ~known & (supply_rows["match"] != "review") & ~within,
        lambda count: ntr(
            "{count} reply is for an address that the project does not have.",
            "{count} replies are for addresses that the project does not have.",
            count,
        ),
        tr("Look whether the addresses are missing here or do not exist."),
    )


def beyond_horizon(
    project: Project, codes: SupplyCodes, today: dt.date, horizon_years: int
) -> list[Finding]:
    """Find promises for a day after the horizon of the survey; they do not count."""
    end = pd.Timestamp(today) + pd.DateOffset(years=horizon_years)
    return tell(
        project,
        Kind("promise_beyond_horizon", "warning", "supply"),
        (codes.status == _PLANNED) & (codes.day > end.to_datetime64()),
        lambda count: ntr(
            "{count} planned supply comes after the end of the horizon.",
            "{count} planned supplies come after the end of the horizon.",
            count,
        ),
        tr("Such a promise does not count; ask whether it can be built earlier."),
    )


def rate_above_technology(project: Project) -> list[Finding]:
    """Find rates that the technology named beside them cannot give."""
    rows = project.supply
    limits = rows["technology"].map(technology_limits())
    most = {
        name: limits.map(lambda pair, name=name: pair[name], na_action="ignore").astype("float64")
        for name in ("down_mbps", "up_mbps")
    }
    above = (rows["down_mbps"] > most["down_mbps"]) | (rows["up_mbps"] > most["up_mbps"])
    return tell(
        project,
        Kind("rate_above_technology", "warning", "supply"),
        above,
        lambda count: ntr(
            "{count} reply names a rate that its technology cannot give.",
            "{count} replies name rates that their technology cannot give.",
            count,
        ),
        tr("Ask the provider which of the two holds, the rate or the technology."),
    )


def both_there_and_not(project: Project, codes: SupplyCodes) -> list[Finding]:
    """Find addresses that a provider says both to supply or plan and not to supply."""
    known = codes.address >= 0
    denies = known & (codes.status == STATUSES.index("none"))
    claims = known & ~denies & (codes.status >= 0)
    both = np.intersect1d(codes.pair[denies], codes.pair[claims])
    return tell(
        project,
        Kind("supplied_and_not", "warning", "supply"),
        known & np.isin(codes.pair, both),
        lambda count: ntr(
            "{count} reply says of an address that there is supply and that there is none.",
            "{count} replies say of an address that there is supply and that there is none.",
            count,
        ),
        tr("Ask the provider which of its replies holds."),
    )


def address_without_reply(project: Project) -> list[Finding]:
    """Find addresses of which no provider says anything."""
    return tell(
        project,
        Kind("address_without_reply", "note", "addresses"),
        ~project.addresses["address_id"].isin(project.supply["address_id"]),
        lambda count: ntr(
            "{count} address is in no reply.", "{count} addresses are in no reply.", count
        ),
        tr("Ask the providers, or note that nobody has answered for them."),
    )


@cache
def technology_limits() -> dict[str, dict[str, float]]:
    """Return technology → most down_mbps and up_mbps, of those that have limits."""
    table = read_toml(RESOURCES / "surveys" / "technology_limits.toml")
    return {
        name: {rate: float(entry[rate]) for rate in ("down_mbps", "up_mbps")}
        for name, entry in table.items()
        if isinstance(entry, dict)
    }
