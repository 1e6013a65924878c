"""Funding profiles: who pays which part of a viability gap, as dated data files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES, list_ids, read_toml

Model = Literal["gap", "operator"]
"""gap: a private operator builds and runs the network; operator: the municipality leases it."""

MODELS: tuple[Model, ...] = get_args(Model)
_FOLDER = "funding_profiles"


@dataclass(frozen=True)
class Funder:
    """One who pays a part of the gap.

    quota: share of the gap, between 0 and 1; cap_eur: the most it pays, None for no cap;
    minimum_eur: it pays nothing where its part is less. rest: pays what the others leave.
    """

    funder_id: str
    name: str
    quota: float
    cap_eur: float | None
    minimum_eur: float
    rest: bool
    source: str


@dataclass(frozen=True)
class FundingProfile:
    """One dated set of funding terms; exactly one funder pays the rest.

    survey_days: least duration of a market survey; survey_valid_months: how old its result may be;
    survey_horizon_years: from when on announced supply no longer counts; earmarked_years: how long
    what was funded must be used for its purpose.
    sources: parameter → where it comes from; "Assumption" is part of the text where it is one.
    """

    profile_id: str
    name: str
    date: dt.date
    ruleset: str
    survey_days: int
    survey_valid_months: int
    survey_horizon_years: int
    earmarked_years: int
    funders: tuple[Funder, ...]
    source: str
    evidence: str
    sources: tuple[tuple[str, str], ...]


def funding_profile_ids() -> list[str]:
    """Return the ids of the shipped funding profiles."""
    return list_ids(_FOLDER)


def read_funding_profile(profile_id: str) -> FundingProfile:
    """Read a shipped funding profile; raises PlannerError for an unknown id."""
    if profile_id not in funding_profile_ids():
        raise PlannerError(
            tr("There is no funding profile “{id}”.").format(id=profile_id),
            tr("Choose one of: {ids}.").format(ids=", ".join(funding_profile_ids())),
        )
    return funding_profile_from_dict(
        profile_id, read_toml(RESOURCES / _FOLDER / f"{profile_id}.toml")
    )


def funding_profile_from_dict(profile_id: str, table: dict[str, Any]) -> FundingProfile:
    """Make a profile of the plain values of its data file; raises PlannerError for bad quotas."""
    sources = table["sources_de"] if current_language() == "de" else table["sources"]
    profile = FundingProfile(
        profile_id=profile_id,
        name=_in_language(table, "name"),
        date=table["date"],
        ruleset=table["ruleset"],
        survey_days=table["survey_days"],
        survey_valid_months=table["survey_valid_months"],
        survey_horizon_years=table["survey_horizon_years"],
        earmarked_years=table["earmarked_years"],
        funders=tuple(_funder(row) for row in table["funders"]),
        source=_in_language(table, "source"),
        evidence=table["evidence"],
        sources=tuple((str(name), str(text)) for name, text in sources.items()),
    )
    _check(profile)
    return profile


def _funder(row: dict[str, Any]) -> Funder:
    cap = row.get("cap_eur")
    return Funder(
        funder_id=row["funder_id"],
        name=_in_language(row, "name"),
        quota=float(row.get("quota", 0.0)),
        cap_eur=None if cap is None else float(cap),
        minimum_eur=float(row.get("minimum_eur", 0.0)),
        rest=bool(row.get("rest", False)),
        source=_in_language(row, "source"),
    )


def _in_language(table: dict[str, Any], name: str) -> str:
    german = table.get(f"{name}_de") if current_language() == "de" else None
    return str(german or table[name])


def _check(profile: FundingProfile) -> None:
    quotas = [funder.quota for funder in profile.funders if not funder.rest]
    limits = [(funder.cap_eur or 0.0, funder.minimum_eur) for funder in profile.funders]
    if (
        sum(funder.rest for funder in profile.funders) == 1
        and all(0.0 <= quota <= 1.0 for quota in quotas)
        and sum(quotas) <= 1.0 + 1e-9
        and all(cap >= 0.0 and minimum >= 0.0 for cap, minimum in limits)
    ):
        return
    raise PlannerError(
        tr("The quotas of the funding profile “{name}” leave no clear rest.").format(
            name=profile.name
        ),
        tr("Let one funder pay the rest, and the quotas of the others add up to 100 % at most."),
    )
