"""Rule sets: when an address counts as served and when it may be aided, as dated data files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.resources import RESOURCES, list_ids, read_toml

CoverageClass = Literal["white", "light_grey", "dark_grey", "served", "unknown"]
Eligibility = Literal["yes", "no", "check", "unknown"]
HfcTreatment = Literal["check", "by_rate", "served"]

COVERAGE_CLASSES: tuple[CoverageClass, ...] = (
    "white",
    "light_grey",
    "dark_grey",
    "served",
    "unknown",
)
ELIGIBILITIES: tuple[Eligibility, ...] = ("yes", "no", "check", "unknown")
SHARE_MEASURES = ("gigabit", "served", "white", "grey", "eligible")
"""What shares of an area are of: lines with gigabit, classes, what may be aided."""


@dataclass(frozen=True)
class Threshold:
    """Rates from which an address counts as served; both must be reached."""

    down_mbps: float
    up_mbps: float


@dataclass(frozen=True)
class RuleSet:
    """One dated version of the funding rules.

    served_from: served where any one of these thresholds is reached at peak load.
    white_below_mbps, light_grey_below_mbps: bounds of the display classes, download.
    hfc: check = needs a decision by hand, by_rate = judged by its rates, served = never aided.
    horizon_years: a binding private plan counts when it comes within this many years.
    """

    ruleset_id: str
    name: str
    valid_from: dt.date
    served_from: tuple[Threshold, ...]
    white_below_mbps: float
    light_grey_below_mbps: float
    hfc: HfcTreatment
    horizon_years: int
    source: str
    evidence: str


def ruleset_ids() -> list[str]:
    """Return the ids of the shipped rule sets."""
    return list_ids("rulesets")


def read_ruleset(ruleset_id: str) -> RuleSet:
    """Read a shipped rule set; raises PlannerError for an unknown id."""
    if ruleset_id not in ruleset_ids():
        raise PlannerError(
            tr("There is no rule set “{id}”.").format(id=ruleset_id),
            tr("Choose one of: {ids}.").format(ids=", ".join(ruleset_ids())),
        )
    return ruleset_from_dict(ruleset_id, read_toml(RESOURCES / "rulesets" / f"{ruleset_id}.toml"))


def ruleset_from_dict(ruleset_id: str, table: dict[str, Any]) -> RuleSet:
    """Make a rule set of the plain values of its data file."""
    german = current_language() == "de"
    return RuleSet(
        ruleset_id=ruleset_id,
        name=table["name_de"] if german else table["name"],
        valid_from=table["valid_from"],
        served_from=tuple(Threshold(**row) for row in table["served_from"]),
        white_below_mbps=table["classes"]["white_below_mbps"],
        light_grey_below_mbps=table["classes"]["light_grey_below_mbps"],
        hfc=table["hfc"]["treatment"],
        horizon_years=table["horizon_years"],
        source=table.get("source_de", table["source"]) if german else table["source"],
        evidence=table["evidence"],
    )
