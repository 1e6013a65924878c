"""A scenario: every parameter a plan is made with, so that the same inputs give the same plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from fibre_planner.resources import RESOURCES, list_ids, read_toml

Targets = Literal["unserved", "eligible", "all"]
"""unserved: all that coverage does not call served; eligible: only what may be aided."""

Weight = Literal["units", "addresses", "eligible_units", "priority"]
"""What a budget is to buy as much of as possible; priority: by `resources/priorities`."""

WEIGHTS: tuple[Weight, ...] = get_args(Weight)


@dataclass(frozen=True)
class Scenario:
    """Parameters of a plan; the shipped ones lie with their sources in `resources/scenarios`.

    Lengths in metres, money in EUR, shares between 0 and 1.
    pop_x, pop_y: place of the POP in the project's CRS; None lets the program choose.
    budget_eur: the plan costs no more than this at base prices and serves as much weight as that
        buys; None serves all.
    use_trenching: milled trenches by DIN 18220 where they are allowed and cheaper.
    seconds: time limit of the optimiser; None gives the same plan on every machine.
    yearly_budget_eur: what building may cost in a year; None gives a plan without build order.
    start_year: first year of building, the one after the plan's where None. years: how many of
        them; None builds until all is done. discount_rate: of money per year.
    budget_carries_over: whether money left in a year may be spent in the next.
    max_drop_m, max_feeder_m: longest way from an address to its cabinet, lead-in included, and from
        a cabinet to its POP.
    feeder_rounds: how often trenches and feeders are fitted to each other, at most.
    """

    name: str
    ruleset: str
    catalogue: str
    targets: Targets
    snap_distance_m: float
    wide_street_m: float
    max_drop_m: float
    included_lead_in_m: float
    cabinet_capacity: int
    units_per_pop: int
    reserve_share: float
    use_ducts: bool
    use_sites: bool
    use_trenching: bool = False
    pop_x: float | None = None
    pop_y: float | None = None
    budget_eur: float | None = None
    weight: Weight = "units"
    seconds: float | None = None
    seed: int = 0
    yearly_budget_eur: float | None = None
    start_year: int | None = None
    years: int | None = None
    discount_rate: float = 0.05
    budget_carries_over: bool = True
    max_feeder_m: float = 9000.0
    feeder_rounds: int = 2

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters as plain values, in the order of the fields."""
        return asdict(self)


def scenario_from_dict(values: dict[str, Any]) -> Scenario:
    """Make a scenario of plain values; names it does not know are left out."""
    known = {field.name for field in fields(Scenario)}
    return Scenario(**{name: value for name, value in values.items() if name in known})


def read_scenario(scenario_id: str) -> Scenario:
    """Read a shipped scenario, such as "standard"."""
    table = read_toml(RESOURCES / "scenarios" / f"{scenario_id}.toml")
    return scenario_from_dict({**table["parameters"], "name": scenario_id})


def scenario_ids() -> list[str]:
    """Return the ids of the shipped scenarios."""
    return list_ids("scenarios")
