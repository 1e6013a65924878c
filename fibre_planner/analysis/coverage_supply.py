"""Supply rows as arrays: which of them exist, promise or deny something, and how well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.model.ruleset import RuleSet

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]

STATUSES = ("existing", "planned", "funded", "none")
TECHNOLOGIES = ("FTTH", "FTTB", "HFC", "FTTC", "DSL", "radio", "none")
"""Best first; the order decides between lines of equal rates."""
_FIBRE = tuple(TECHNOLOGIES.index(name) for name in ("FTTH", "FTTB"))
_HFC = TECHNOLOGIES.index("HFC")
_NO_TECHNOLOGY = TECHNOLOGIES.index("none")


@dataclass(frozen=True, eq=False)
class Offers:
    """The supply rows that count, as arrays of equal length, sorted as the supply table is.

    address: row number of the address. technology: index into TECHNOLOGIES, -1 where the word
    is unknown. provider: index into `providers`. down, up: Mbit/s, NaN where unknown.
    exists: there is a line. denies: the provider says that there is none.
    promised: bindingly planned inside the horizon with a sufficient product.
    unclear: bindingly planned, but overdue or without any word on the product.
    """

    address: Codes
    provider: Codes
    providers: npt.NDArray[np.object_]
    technology: Codes
    down: Rates
    up: Rates
    exists: Flags
    denies: Flags
    promised: Flags
    unclear: Flags
    funded: Flags

    @property
    def fibre(self) -> Flags:
        """Return which rows are existing fibre lines into the building."""
        return self.exists & is_fibre(self.technology)

    @property
    def hfc(self) -> Flags:
        """Return which rows are existing cable lines."""
        flags: Flags = self.exists & (self.technology == _HFC)
        return flags

    def only(self, rows: Flags) -> Offers:
        """Return some of the rows."""
        arrays = {name: values[rows] for name, values in vars(self).items() if name != "providers"}
        return replace(self, **arrays)


@dataclass(frozen=True, eq=False)
class SupplyCodes:
    """The words of all supply rows as codes, read once for coverage and checks.

    address: row number of the address, -1 where it is unknown. status, technology: index into
    the vocabulary, -1 for an unknown word. provider: index into `providers`. counts: rows of known
    addresses that are no raster figures. day: when it is available, NaT where unknown.
    """

    address: Codes
    status: Codes
    technology: Codes
    provider: Codes
    providers: npt.NDArray[np.object_]
    counts: Flags
    day: npt.NDArray[np.datetime64]

    @cached_property
    def pair(self) -> Codes:
        """Return a number for each pair of address and provider."""
        return self.address * (len(self.providers) + 1) + self.provider

    @cached_property
    def alike(self) -> Codes:
        """Return the row numbers that share a known address and the provider with another row."""
        twice = pd.Series(self.pair).duplicated(keep=False).to_numpy()
        return np.flatnonzero(twice & (self.address >= 0))

    def take(self, rows: Codes) -> SupplyCodes:
        """Return some of the rows."""
        return replace(
            self,
            address=self.address[rows],
            status=self.status[rows],
            technology=self.technology[rows],
            provider=self.provider[rows],
            counts=self.counts[rows],
            day=self.day[rows],
        )


def read_codes(addresses: pd.DataFrame, supply: pd.DataFrame) -> SupplyCodes:
    """Read the words of a supply table."""
    address: Codes = pd.Index(addresses["address_id"]).get_indexer(supply["address_id"])
    provider, providers = pd.factorize(supply["provider"].fillna(""))
    return SupplyCodes(
        address=address.astype(np.int64),
        status=code_of(supply["status"], STATUSES),
        technology=code_of(supply["technology"], TECHNOLOGIES),
        provider=provider.astype(np.int64),
        providers=np.asarray(providers, dtype=object),
        counts=(address >= 0) & (code_of(supply["evidence"], ("raster",)) < 0),
        day=parse_dates(supply["available_from"]).to_numpy("datetime64[s]"),
    )


def read_offers(
    codes: SupplyCodes, supply: pd.DataFrame, ruleset: RuleSet, today: dt.date
) -> Offers:
    """Return the supply rows that count, and what they say under a rule set.

    supply: the rows of the codes, of which down_mbps, up_mbps and binding are read.
    A row of status existing with 0 Mbit/s denies; one that names neither technology nor rate
    says nothing. Promises count when they are binding, dated from today to the end of the
    horizon and sufficient under the rule set.
    """
    counts = codes.counts
    status, technology = codes.status[counts], codes.technology[counts]
    down = supply["down_mbps"].to_numpy(float)[counts]
    up = supply["up_mbps"].to_numpy(float)[counts]
    is_existing = status == STATUSES.index("existing")
    told = (technology != _NO_TECHNOLOGY) | ~np.isnan(down)
    binding = (status == STATUSES.index("planned")) & supply["binding"].to_numpy(bool)[counts]
    timely, overdue = _dates(codes.day[counts], ruleset, today)
    sufficient = _sufficient(technology, down, up, ruleset)
    return Offers(
        address=codes.address[counts],
        provider=codes.provider[counts],
        providers=codes.providers,
        technology=technology,
        down=down,
        up=up,
        exists=is_existing & told & ~(down == 0),
        denies=(status == STATUSES.index("none")) | (is_existing & (down == 0)),
        promised=binding & timely & sufficient,
        unclear=binding & ((timely & ~told) | (overdue & (sufficient | ~told))),
        funded=status == STATUSES.index("funded"),
    )


def is_fibre(technology: Codes) -> Flags:
    """Return which technology codes are fibre into the building."""
    flags: Flags = np.isin(technology, _FIBRE)
    return flags


def code_of(words: pd.Series[Any], vocabulary: tuple[str, ...]) -> Codes:
    """Return the index of each word in a vocabulary, regardless of case; -1 for other words."""
    codes, different = pd.factorize(words)
    number = {word.casefold(): index for index, word in enumerate(vocabulary)}
    # A missing word has code -1, which takes the last entry.
    table = np.array([*(number.get(word.strip().casefold(), -1) for word in different), -1])
    result: Codes = table[codes].astype(np.int64)
    return result


def reached(down: Rates, up: Rates, ruleset: RuleSet) -> tuple[Flags, Flags]:
    """Return whether rates surely reach, and whether they may reach, any of the thresholds.

    A missing rate may be anything; it does not matter where the threshold asks for nothing.
    """
    sure = np.zeros(len(down), dtype=bool)
    maybe = sure.copy()
    for threshold in ruleset.served_from:
        pairs = ((down, threshold.down_mbps), (up, threshold.up_mbps))
        enough = [(rate >= least) | (least <= 0) for rate, least in pairs]
        sure |= enough[0] & enough[1]
        maybe |= (enough[0] | np.isnan(down)) & (enough[1] | np.isnan(up))
    return sure, maybe


def parse_dates(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Return ISO dates as timestamps, NaT where a text is empty or no date."""
    codes, different = pd.factorize(texts)
    # A missing text has code -1, which takes the empty one at the end.
    different = pd.Series([*different, ""], dtype="str")
    days = pd.to_datetime(different, format="ISO8601", errors="coerce")
    return pd.Series(days.to_numpy("datetime64[s]")[codes], index=texts.index)


def _dates(
    day: npt.NDArray[np.datetime64], ruleset: RuleSet, today: dt.date
) -> tuple[Flags, Flags]:
    """Return which days lie from today to the end of the horizon, and which have passed."""
    now = pd.Timestamp(today)
    end = now + pd.DateOffset(years=ruleset.horizon_years)
    past = day < now.to_datetime64()
    return ~past & (day <= end.to_datetime64()), past


def _sufficient(technology: Codes, down: Rates, up: Rates, ruleset: RuleSet) -> Flags:
    """Return which products would count as served once they are there."""
    enough = is_fibre(technology) | reached(down, up, ruleset)[0]
    return enough | (technology == _HFC) if ruleset.hfc == "served" else enough
