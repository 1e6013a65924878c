"""Replies that claim one address twice while an address of nearly that name is left open.

A slip of the pen may turn one street of the city into another ("Kirschstraße" for
"Kirchstraße"). The text then names an address that exists, and nothing but the second claim
and the gap beside it tell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.survey.edit_distance import near_pairs
from fibre_planner.analysis.survey.limits import matching_limit
from fibre_planner.analysis.survey.reply_hits import Known

_EDITS = 2
_BY_TEXT = ("text", "spelling", "abbreviation")


def claimed_beside_open(
    replies: pd.DataFrame, address: Any, match: Any, known: Known
) -> npt.NDArray[np.bool_]:
    """Return which replies claim by their text what another reply claims too, beside an open one.

    Replies of one provider with the same status and technology are compared; beside means the
    same number in a street whose name differs in up to two letters, or the same street with a
    number that differs in one sign or is one of the next.
    """
    doubtful = np.zeros(len(replies), dtype=bool)
    claims = replies[["provider", "status", "technology", "survey"]].assign(
        address=address, row=np.arange(len(replies))
    )
    claims = claims[~np.isin(match, ("review", "unknown")) & (claims["address"] >= 0)]
    group = ["provider", "status", "technology", "survey"]
    twice = claims[claims.duplicated([*group, "address"], keep=False)]
    twice = twice[np.isin(match[twice["row"]], _BY_TEXT)]
    if twice.empty:
        return doubtful
    beside = _beside(twice["address"].unique(), known)
    pairs = twice.merge(beside, on="address")
    taken = claims[[*group, "address"]].drop_duplicates().rename(columns={"address": "other"})
    pairs = pairs.merge(taken, on=[*group, "other"], how="left", indicator=True)
    doubtful[pairs.loc[pairs["_merge"] == "left_only", "row"]] = True
    return doubtful


def _beside(addresses: Any, known: Known) -> pd.DataFrame:
    """Return pairs of address and other address that a slip of the pen may exchange."""
    known_table = known.table[known.table["digits"].str.len().between(1, 9)]
    own = known_table[known_table["address"].isin(addresses)]
    streets = own["street"].unique()
    names = [str(known.keys[at]) for at in streets]
    one, other, _edits = near_pairs(names, list(map(str, known.keys)), _EDITS)
    near = pd.DataFrame({"street": streets[one], "other_street": other})
    there = known_table[["street", "number", "digits", "address"]].rename(
        columns={"street": "other_street", "address": "other"}
    )
    pairs = own.merge(near, on="street").merge(there, on="other_street", suffixes=("", "_other"))
    same_street = pairs["street"] == pairs["other_street"]
    across = ~same_street & (pairs["number"] == pairs["number_other"])
    within = pairs[same_street & (pairs["number"] != pairs["number_other"])]
    numbers = pd.unique(pd.concat([within["number"], within["number_other"]]))
    left, right, _edits = near_pairs(list(numbers), list(numbers), 1)
    alike = pd.MultiIndex.from_arrays([numbers[left], numbers[right]])
    near_text = pd.MultiIndex.from_frame(within[["number", "number_other"]]).isin(alike)
    apart = (within["digits"].astype("int64") - within["digits_other"].astype("int64")).abs()
    within = within[near_text | (apart <= matching_limit("number_slip"))]
    return pd.concat([pairs[across], within])[["address", "other"]].drop_duplicates()
