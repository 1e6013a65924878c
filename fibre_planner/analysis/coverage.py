"""Coverage: what each address has today, and whether it may be aided under a rule set.

The first rule of `coverage_rules.RULES` that applies decides. An address of which nothing is known
stays unknown. Where one provider's rows contradict each other (a line and none, or one
technology with different rates) the lower reading is shown, and where the two readings would
lead to different eligibility the address must be checked by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.coverage_rules import RULE_IDS, RULES
from fibre_planner.analysis.coverage_supply import (
    TECHNOLOGIES,
    Codes,
    Flags,
    Offers,
    reached,
    read_codes,
    read_offers,
)
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES, RuleSet
from fibre_planner.model.tables import conform

_CODE = {rule_id: code for code, rule_id in enumerate(RULE_IDS)}
_ELIGIBLE = np.array([ELIGIBILITIES.index(RULES[rule_id].eligible) for rule_id in RULE_IDS])
_CLASS = {name: code for code, name in enumerate(COVERAGE_CLASSES)}


@dataclass(frozen=True, eq=False)
class _Decision:
    """One reading of the supply: the best row, class and rule of each address as codes."""

    best: Codes  # row number in the offers, -1 where no line exists
    coverage_class: Codes
    rule: Codes


def compute_coverage(
    addresses: pd.DataFrame, supply: pd.DataFrame, ruleset: RuleSet, today: dt.date
) -> pd.DataFrame:
    """Return the table `coverage`: one row per address with class, eligibility and rule.

    The best supply is the existing line with the highest download, then upload rate (Mbit/s);
    today: the day from which the horizon of promises is counted.
    """
    offers = read_offers(read_codes(addresses, supply), supply, ruleset, today)
    lower = _lower_reading(offers)
    decision = _decide(lower, len(addresses), ruleset)
    if lower is not offers:
        decision = _with_doubts(decision, offers, ruleset)
    return _table(addresses["address_id"], lower, decision, ruleset)


def contradictory_rows(offers: Offers) -> Flags:
    """Return which rows a provider contradicts by another of its own rows for the address."""
    _, groups = _contradictions(offers)
    return groups >= 0


def _with_doubts(lower: _Decision, offers: Offers, ruleset: RuleSet) -> _Decision:
    """Let an address be checked where the higher reading of its rows decides otherwise."""
    disputed = np.unique(offers.address[contradictory_rows(offers)])
    theirs = offers.only(np.isin(offers.address, disputed))
    theirs = replace(theirs, address=np.searchsorted(disputed, theirs.address))
    higher = _decide(theirs, len(disputed), ruleset)
    differs = _ELIGIBLE[higher.rule] != _ELIGIBLE[lower.rule[disputed]]
    rule = lower.rule.copy()
    rule[disputed[differs]] = _CODE["contradiction"]
    return replace(lower, rule=rule)


def _decide(offers: Offers, count: int, ruleset: RuleSet) -> _Decision:
    enough, maybe = reached(offers.down, offers.up, ruleset)
    enough &= offers.exists
    maybe &= offers.exists
    hfc = _any(offers, offers.hfc, count)
    applies = {
        "fibre_present": _any(offers, offers.fibre, count),
        "private_plan": _any(offers, offers.promised, count),
        "funded_project": _any(offers, offers.funded, count),
        "hfc_served": hfc & (ruleset.hfc == "served"),
        "hfc_check": hfc & (ruleset.hfc == "check"),
        "rates_reached": _any(offers, enough, count),
        "plan_check": _any(offers, offers.unclear, count),
        "rates_missing": _any(offers, maybe, count),
        "below_threshold": _any(offers, offers.exists | offers.denies, count),
    }
    rule = np.full(count, _CODE["no_data"])
    for rule_id, where in reversed(applies.items()):
        rule[where] = _CODE[rule_id]
    served = applies["fibre_present"] | applies["hfc_served"] | applies["rates_reached"]
    best = _best(offers, count)
    return _Decision(best, _classes(offers, best, served, ruleset), rule)


def _any(offers: Offers, rows: Flags, count: int) -> Flags:
    """Return which addresses have at least one of the rows."""
    flags = np.zeros(count, dtype=bool)
    flags[offers.address[rows]] = True
    return flags


def _best(offers: Offers, count: int) -> Codes:
    """Return the best existing row of each address: rates, then technology, then row order."""
    rows = np.flatnonzero(offers.exists)
    # Fibre whose rate nobody wrote down is still the better line.
    down = np.where(np.isnan(offers.down) & offers.fibre, np.inf, offers.down)[rows]
    order = np.lexsort(
        (
            -rows,
            -np.where(offers.technology < 0, len(TECHNOLOGIES), offers.technology)[rows],
            np.nan_to_num(offers.up[rows], nan=-1.0),
            np.nan_to_num(down, nan=-1.0, posinf=np.inf),
            offers.address[rows],
        )
    )
    best: Codes = np.full(count, -1, dtype=np.int64)
    # Where numbers repeat, numpy keeps the last assignment: the best row of the address.
    best[offers.address[rows[order]]] = rows[order]
    return best


def _classes(offers: Offers, best: Codes, served: Flags, ruleset: RuleSet) -> Codes:
    """Return the display class of each address, by the download rate of its best line."""
    down = np.full(len(best), np.nan)
    down[_any(offers, offers.denies, len(best))] = 0.0
    exists = best >= 0
    down[exists] = offers.down[best[exists]]
    result: Codes = np.full(len(best), _CLASS["unknown"])
    result[down >= ruleset.light_grey_below_mbps] = _CLASS["dark_grey"]
    result[down < ruleset.light_grey_below_mbps] = _CLASS["light_grey"]
    result[down < ruleset.white_below_mbps] = _CLASS["white"]
    result[served] = _CLASS["served"]
    return result


def _contradictions(offers: Offers) -> tuple[Flags, Codes]:
    """Return which rows exist against a denial, and group numbers of rows that contradict."""
    named = offers.providers[offers.provider] != "" if len(offers.provider) else offers.exists
    rows = np.flatnonzero((offers.exists | offers.denies) & named)
    pair = offers.address[rows] * max(len(offers.providers), 1) + offers.provider[rows]
    groups = np.full(len(offers.address), -1)
    denied = np.zeros(len(offers.address), dtype=bool)
    rows = rows[pd.Series(pair).duplicated(keep=False).to_numpy()]
    if not len(rows):
        return denied, groups
    frame = pd.DataFrame(
        {
            "pair": offers.address[rows] * len(offers.providers) + offers.provider[rows],
            "technology": offers.technology[rows],
            "down": offers.down[rows],
            "up": offers.up[rows],
            "exists": offers.exists[rows],
        }
    )
    both = frame.groupby("pair")["exists"].transform("nunique") > 1
    lines = frame.loc[frame["exists"]].groupby(["pair", "technology"])
    rates = lines[["down", "up"]].transform("nunique").max(axis=1) > 1
    unlike = rates.reindex(frame.index, fill_value=False)
    number = frame.groupby(["pair", "technology"]).ngroup()
    groups[rows] = np.where(both | unlike, number, -1)
    denied[rows] = (both & frame["exists"]).to_numpy()
    return denied, groups


def _lower_reading(offers: Offers) -> Offers:
    """Return the offers with each contradiction read downwards; the same object if there is none.

    A line that its own provider denies is not there; of several rates the lowest counts.
    """
    denied, groups = _contradictions(offers)
    rows = np.flatnonzero((groups >= 0) & offers.exists)
    if not len(rows):
        return offers
    lowest = pd.DataFrame({"down": offers.down[rows], "up": offers.up[rows]})
    lowest = lowest.groupby(groups[rows]).transform("min")
    down, up = offers.down.copy(), offers.up.copy()
    down[rows], up[rows] = lowest["down"].to_numpy(), lowest["up"].to_numpy()
    return replace(offers, down=down, up=up, exists=offers.exists & ~denied)


def _table(
    address_ids: pd.Series[Any], offers: Offers, decision: _Decision, ruleset: RuleSet
) -> pd.DataFrame:
    known = decision.best >= 0
    best = decision.best[known]
    count = len(address_ids)
    technology = np.full(count, TECHNOLOGIES.index("none"))
    technology[known] = offers.technology[best]
    provider = np.full(count, "", dtype=object)
    provider[known] = offers.providers[offers.provider[best]]
    return conform(
        "coverage",
        pd.DataFrame(
            {
                "address_id": address_ids.to_numpy(),
                # An unknown technology word has code -1, which takes the last name, "none".
                "technology": _words(TECHNOLOGIES, technology),
                "down_mbps": _rates(count, known, offers.down[best]),
                "up_mbps": _rates(count, known, offers.up[best]),
                "provider": pd.Series(provider, dtype="str"),
                "coverage_class": _words(COVERAGE_CLASSES, decision.coverage_class),
                "eligible": _words(ELIGIBILITIES, _ELIGIBLE[decision.rule]),
                "rule": _words(RULE_IDS, decision.rule),
                "ruleset": ruleset.ruleset_id,
            }
        ),
    )


def _words(names: tuple[str, ...], codes: Codes) -> pd.Series[Any]:
    return pd.Series(np.array(names, dtype=object)[codes], dtype="str")


def _rates(count: int, known: Flags, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    rates = np.full(count, np.nan)
    rates[known] = values
    return rates
