"""The viability gap of a plan: its assumptions, its years, who pays it and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Literal, get_args

import pandas as pd

from fibre_planner.language import current_language, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.funding import MODELS, FundingProfile, Model
from fibre_planner.resources import RESOURCES, list_ids, read_toml

Distribution = Literal["triangular", "uniform"]

Limit = Literal["", "cap", "minimum"]
"""What held a funder's part back: its cap, or that the part was below its least grant."""

DISTRIBUTIONS: tuple[Distribution, ...] = get_args(Distribution)


@dataclass(frozen=True)
class Segment:
    """Customers of the new network: a share of the take-up, who come after some years."""

    segment_id: str
    share: float
    delay_years: int


@dataclass(frozen=True)
class ViabilityAssumptions:
    """What a gap is reckoned with; the shipped ones lie with their sources in `resources`.

    profile: id of the funding profile. horizon_years: of operation after the last part was built.
    build_years: where the plan has no build order. service_delay_years: from building to service.
    first_exponent: by how many years amounts of the first year are discounted. discount_spread:
    added to and taken from the scenario's rate. ramp_years_*: until the take-up is reached.
    takeup_code: position of the catalogue, in percent of the connected units. samples: draws of
    the simulation; quantile_low, quantile_high: quantiles told of them, between 0 and 1.
    """

    name: str
    model: Model
    profile: str
    horizon_years: int
    build_years: int
    service_delay_years: int
    first_exponent: float
    discount_spread: float
    ramp_years_low: float
    ramp_years_base: float
    ramp_years_high: float
    takeup_code: str
    samples: int
    distribution: Distribution
    quantile_low: float
    quantile_high: float
    segments: tuple[Segment, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the assumptions as plain values, in the order of the fields."""
        return asdict(self)


@dataclass(frozen=True)
class Part:
    """What one funder pays of a gap: in all, and in each budget year."""

    funder_id: str
    name: str
    amount_eur: Decimal
    by_year_eur: tuple[Decimal, ...]
    limit: Limit


@dataclass(frozen=True)
class Financing:
    """Who pays a gap; years: calendar years of building. check_eur: parts less the gap."""

    gap_eur: Decimal
    years: tuple[int, ...]
    parts: tuple[Part, ...]

    @property
    def by_year_eur(self) -> tuple[Decimal, ...]:
        """Return what all parts need in each budget year."""
        return tuple(
            sum((part.by_year_eur[at] for part in self.parts), Decimal("0.00"))
            for at in range(len(self.years))
        )

    @property
    def check_eur(self) -> Decimal:
        """Return what the parts of all years are more than the gap; nought."""
        return sum(self.by_year_eur, Decimal("0.00")) - self.gap_eur


@dataclass(frozen=True, eq=False)
class GapCase:
    """The gap at one price level.

    years: a row per year with year, build_share (of the bill, spent in it), service_share (of the
    bill, in service), reached_units (units × ramp), customers, capex_eur, equipment_eur (of gained
    customers), opex_eur, revenue_eur, factor (discount), discounted_eur (cost less revenue) and
    cumulated_eur.
    balance_eur: present cost less present revenue; gap_eur: the same, at least nought, in cents.
    """

    level: str
    years: pd.DataFrame
    balance_eur: float
    gap_eur: Decimal
    financing: Financing


@dataclass(frozen=True)
class Spread:
    """What the draws of a simulation say of the gap.

    low_eur, high_eur: its quantiles (P50 and P80), never below nought; mean_eur: of the gap;
    viable_share: draws without a gap.
    """

    samples: int
    seed: int
    quantile_low: float
    quantile_high: float
    low_eur: float
    high_eur: float
    mean_eur: float
    viable_share: float


@dataclass(frozen=True, eq=False)
class Viability:
    """The viability gap of a plan, by price level, with its shares and how sure it is.

    drivers: a row per price or assumption with code, role (price, on_construction, on_everything,
    opex_percent, opex_per_line, capex_per_customer, revenue_per_line, takeup, ramp_years,
    discount_rate), unit, low, base, high and quantity (of the bill's positions).
    tornado: a row per driver with code, low, base, high, gap_low_eur and gap_high_eur (balance
    with that driver alone at its low and its high value) and swing_eur, largest swing first.
    not_built_eur: base cost of what the build order leaves out. connected: addresses of the plan,
    not_eligible: those of them that coverage does not call eligible.
    """

    plan_id: str
    profile: FundingProfile
    assumptions: ViabilityAssumptions
    discount_rate: float
    cases: Mapping[str, GapCase]
    drivers: pd.DataFrame
    tornado: pd.DataFrame
    spread: Spread
    not_built_eur: float
    connected: int
    not_eligible: int


def assumption_ids() -> list[str]:
    """Return the ids of the shipped assumptions."""
    return list_ids("viability")


def assumption_table(assumptions_id: str) -> dict[str, Any]:
    """Return a shipped data file as it is; raises PlannerError for an unknown id."""
    if assumptions_id not in assumption_ids():
        raise PlannerError(
            tr("There are no assumptions “{id}” on the viability gap.").format(id=assumptions_id),
            tr("Choose one of: {ids}.").format(ids=", ".join(assumption_ids())),
        )
    return read_toml(RESOURCES / "viability" / f"{assumptions_id}.toml")


def read_assumptions(assumptions_id: str = "standard") -> ViabilityAssumptions:
    """Read shipped assumptions; raises PlannerError for an unknown id."""
    table = assumption_table(assumptions_id)
    values = {**table["parameters"], "segments": table["segments"], "name": assumptions_id}
    return assumptions_from_dict(values)


def assumption_sources(assumptions_id: str = "standard") -> dict[str, str]:
    """Return where the assumptions come from, by parameter, in the language in use."""
    german = current_language() == "de"
    found: dict[str, str] = assumption_table(assumptions_id)["sources_de" if german else "sources"]
    return found


def assumptions_from_dict(values: dict[str, Any]) -> ViabilityAssumptions:
    """Make assumptions of plain values; names it does not know are left out.

    What is missing is that of the shipped standard. Raises PlannerError for values that make no
    sense, such as a horizon below the least one.
    """
    table = assumption_table("standard")
    standard = {**table["parameters"], "segments": table["segments"], "name": "standard"}
    known = {field.name for field in fields(ViabilityAssumptions)}
    given = {**standard, **{name: value for name, value in values.items() if name in known}}
    given["segments"] = tuple(Segment(**dict(row)) for row in given["segments"])
    made = ViabilityAssumptions(**given)
    _check(made, int(table["limits"]["least_horizon_years"]))
    return made


def _check(made: ViabilityAssumptions, least_horizon_years: int) -> None:
    if made.horizon_years < least_horizon_years:
        raise PlannerError(
            tr("The horizon of {years} years is too short.").format(years=made.horizon_years),
            tr("Directives ask for at least {years} years.").format(years=least_horizon_years),
        )
    ramp = (made.ramp_years_low, made.ramp_years_base, made.ramp_years_high)
    shares = [segment.share for segment in made.segments]
    makes_sense = {
        "model": made.model in MODELS,
        "build_years": made.build_years >= 1,
        "service_delay_years": made.service_delay_years >= 0,
        "first_exponent": 0.0 <= made.first_exponent <= 1.0,
        "discount_spread": 0.0 <= made.discount_spread <= 1.0,
        "ramp_years": 0.0 < ramp[0] <= ramp[1] <= ramp[2],
        "samples": 1 <= made.samples <= 1_000_000,
        "distribution": made.distribution in DISTRIBUTIONS,
        "quantiles": 0.0 < made.quantile_low <= made.quantile_high < 1.0,
        "segments": all(share >= 0.0 for share in shares)
        and sum(shares) <= 1.0 + 1e-9
        and all(segment.delay_years >= 0 for segment in made.segments),
    }
    wrong = [name for name, good in makes_sense.items() if not good]
    if wrong:
        raise PlannerError(
            tr("The assumption “{name}” of the viability gap makes no sense.").format(
                name=wrong[0]
            ),
            tr("Choose a value as in the shipped assumptions."),
        )
