"""Which address each reply of a survey speaks of: surely, doubtfully, or none of the project's.

By id, then by text, then by place. What is not sure is left without address and told with its
candidates and the reason: an address is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from fibre_planner.analysis.survey.claims import claimed_beside_open
from fibre_planner.analysis.survey.limits import matching_limit
from fibre_planner.analysis.survey.reply_hits import choose_by_text, find_hits, read_known

REVIEW, UNKNOWN, BY_ID, BY_PLACE, BY_HAND = "review", "unknown", "id", "place", "hand"
SURE = (BY_ID, "text", "spelling", "abbreviation", BY_PLACE, BY_HAND)
"""How a reply found its address; the words of supply.match beside review and unknown."""


@dataclass(frozen=True, eq=False)
class Matches:
    """What became of the replies.

    table: per reply, in their order: supply_id, address_id ("" where doubtful or unknown),
        match (one of SURE, review or unknown), match_reason (code, "" where sure).
    candidates: supply_id, rank (from 1), address_id, likeness (0 to 1, 1 is the same text),
        of replies in review.
    """

    table: pd.DataFrame
    candidates: pd.DataFrame


def match_replies(
    replies: pd.DataFrame, addresses: Any, merged: Mapping[str, str] | None = None
) -> Matches:
    """Match replies (rows of the table supply) with the addresses of a project.

    merged: id of a duplicate address that was set apart → id of the address that stayed.
    """
    known = read_known(addresses)
    hits, streets = find_hits(replies, known)
    chosen = choose_by_text(hits, streets).reindex(range(len(replies)))
    address = chosen["address"].fillna(-1).to_numpy(np.int64, copy=True)
    reason = chosen["doubt"].fillna("").to_numpy(object, copy=True)
    match = np.where(reason != "", REVIEW, chosen["kind"].fillna(UNKNOWN)).astype(object)
    missing = match == UNKNOWN
    reason[missing] = _why_unknown(replies, streets)[missing]
    _settle_by_id(_known_ids(replies, addresses, merged or {}), hits, (address, match, reason))
    _settle_by_place(replies, addresses, hits, (address, match, reason))
    doubtful = claimed_beside_open(replies, address, match, known)
    match[doubtful], reason[doubtful] = REVIEW, "claimed_twice_beside_open"
    _note_ranges(replies, match, reason)
    by_hand = (replies["match"] == BY_HAND).to_numpy()
    ids = np.append(addresses["address_id"].to_numpy(object), "")
    sure = np.isin(match, SURE)
    found = np.where(sure, ids[address], "").astype(object)
    found[by_hand] = replies["address_id"].to_numpy(object)[by_hand]
    match[by_hand], reason[by_hand] = BY_HAND, ""
    table = pd.DataFrame(
        {
            "supply_id": replies["supply_id"].to_numpy(),
            "address_id": pd.array(found, dtype="str"),
            "match": pd.array(match, dtype="str"),
            "match_reason": pd.array(reason, dtype="str"),
        }
    )
    return Matches(table, _candidates(replies, hits, address, match, ids))


Settled = tuple[npt.NDArray[np.int64], npt.NDArray[np.object_], npt.NDArray[np.object_]]
"""Address, match and reason of each reply, which the steps after the text change in place."""


def _why_unknown(replies: pd.DataFrame, streets: pd.DataFrame) -> npt.NDArray[np.object_]:
    street = (replies["street"] != "").to_numpy()
    number = (replies["house_number"] != "").to_numpy()
    found = streets.loc[streets["street_cost"] == 0, "reply"]
    has_street = np.isin(np.arange(len(replies)), found)
    conditions = [~street | ~number, has_street]
    return np.select(conditions, ["no_text", "number_unknown"], "street_unknown").astype(object)


def _known_ids(
    replies: pd.DataFrame, addresses: Any, merged: Mapping[str, str]
) -> npt.NDArray[np.int64]:
    """Return the row of the address whose id each reply names, -1 where it is none of ours."""
    # What the source says, not what an earlier matching has made of it.
    told = replies["address_id"].where(replies["match"] == "", replies["told_id"])
    told = told.map(lambda each: merged.get(each, each)).astype("str")
    own = pd.Series(range(len(addresses)), index=addresses["address_id"].to_numpy())
    # Spreadsheets take ids of digits for numbers and drop the zeros in front.
    short = own.index.astype("str").str.lstrip("0")
    alone = ~short.duplicated(keep=False)
    shortened = pd.Series(own.to_numpy()[alone], index=short[alone])
    digits = told.where(told.str.fullmatch(r"\d+"), "").str.lstrip("0")
    found = told.map(own).fillna(digits.where(digits != "").map(shortened))
    at: npt.NDArray[np.int64] = found.fillna(-1).to_numpy(np.int64)
    return at


def _settle_by_id(at: npt.NDArray[np.int64], hits: pd.DataFrame, settled: Settled) -> None:
    """Let known ids decide, unless the text names another address."""
    address, match, reason = settled
    given = at >= 0
    meant = hits[hits["same_number"] & (at[hits["reply"].to_numpy()] == hits["address"])]
    agrees = given & (reason == "no_text")
    agrees[meant["reply"].to_numpy()] = True
    against = given & ~agrees
    address[given] = at[given]
    match[agrees], reason[agrees] = BY_ID, ""
    match[against], reason[against] = REVIEW, "id_contradicts_text"


def _settle_by_place(
    replies: pd.DataFrame, addresses: Any, hits: pd.DataFrame, settled: Settled
) -> None:
    """Let places decide between addresses of one text or where there is no text; or contradict."""
    address, match, reason = settled
    x, y = (replies[name].to_numpy(float) for name in ("place_x_m", "place_y_m"))
    placed = np.isfinite(x) & np.isfinite(y)
    if not placed.any() or not len(addresses):
        return
    points = shapely.get_coordinates(shapely.centroid(addresses.geometry.to_numpy()))
    near, factor = matching_limit("place_near_m"), matching_limit("place_margin_factor")
    alone = np.flatnonzero(placed & (reason == "no_text"))
    if len(alone):
        at, first, second = _two_nearest(points, np.column_stack([x, y])[alone])
        sure = (first <= near) & (second >= factor * np.maximum(first, 1.0))
        address[alone] = np.where(first <= near, at, -1)
        match[alone] = np.where(sure, BY_PLACE, np.where(first <= near, REVIEW, UNKNOWN))
        reason[alone] = np.where(sure, "", np.where(first <= near, "several_near", "nothing_near"))
    several = np.flatnonzero(placed & (reason == "several_addresses"))
    _choose_nearest_of_text(hits, several, (points, x, y), settled)
    far = np.zeros(len(replies), dtype=bool)
    given = np.flatnonzero(placed & np.isin(match, SURE) & (match != BY_PLACE))
    apart = np.hypot(points[address[given], 0] - x[given], points[address[given], 1] - y[given])
    far[given[apart > matching_limit("place_far_m")]] = True
    match[far], reason[far] = REVIEW, "place_far"


def _two_nearest(
    points: npt.NDArray[np.float64], places: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the nearest point of each place, its distance, and that of the second nearest."""
    distance, at = cKDTree(points).query(places, k=2)
    return np.asarray(at[:, 0], dtype=np.int64), distance[:, 0], distance[:, 1]


def _choose_nearest_of_text(
    hits: pd.DataFrame,
    several: npt.NDArray[np.int64],
    places: tuple[Any, Any, Any],
    settled: Settled,
) -> None:
    """Settle replies whose text fits several addresses by the one their place is nearest to."""
    address, match, reason = settled
    points, x, y = places
    own = hits[hits["reply"].isin(several) & hits["same_number"] & hits["same_postcode"]]
    own = own[own["kind"] == "text"]
    reply, at = own["reply"].to_numpy(), own["address"].to_numpy()
    own = own.assign(apart=np.hypot(points[at, 0] - x[reply], points[at, 1] - y[reply]))
    own = own.sort_values(["reply", "apart"], kind="stable")
    first = own.drop_duplicates("reply").set_index("reply")
    second = own[own["reply"].duplicated()].drop_duplicates("reply").set_index("reply")["apart"]
    factor, limit = matching_limit("place_margin_factor"), matching_limit("place_far_m")
    clear = (first["apart"] <= limit) & (second.reindex(first.index) >= factor * first["apart"])
    rows = first.index[clear.to_numpy()].to_numpy()
    address[rows] = first["address"].loc[rows].to_numpy()
    match[rows], reason[rows] = BY_PLACE, ""


def _note_ranges(replies: pd.DataFrame, match: Any, reason: Any) -> None:
    """Tell numbers within a range that no house has ("3-7" where there is no 5) from others."""
    rows = pd.DataFrame({"source": replies["source"].to_numpy(), "sure": np.isin(match, SURE)})
    any_sure = rows.groupby("source")["sure"].transform("any").to_numpy()
    gap = any_sure & (rows["source"] != "").to_numpy() & (reason == "number_unknown")
    reason[gap] = "within_range"


def _candidates(
    replies: pd.DataFrame, hits: pd.DataFrame, address: Any, match: Any, ids: Any
) -> pd.DataFrame:
    review = np.flatnonzero(match == REVIEW)
    chosen = pd.DataFrame({"reply": review, "address": address[review], "cost": 0.0, "turn": 0})
    chosen = chosen[chosen["address"] >= 0]
    texts = hits.loc[hits["reply"].isin(review), ["reply", "address", "cost"]].assign(turn=1)
    # The one that was preferred stands first, with the likeness of its text where it has one.
    costs = texts.drop_duplicates(["reply", "address"]).set_index(["reply", "address"])["cost"]
    pairs = pd.MultiIndex.from_frame(chosen[["reply", "address"]])
    chosen["cost"] = costs.reindex(pairs).fillna(3.0).to_numpy()
    found = pd.concat([chosen, texts]).drop_duplicates(["reply", "address"])
    found = found.sort_values(["reply", "turn", "cost", "address"], kind="stable")
    found["rank"] = found.groupby("reply").cumcount() + 1
    found = found[found["rank"] <= matching_limit("most_candidates")]
    return pd.DataFrame(
        {
            "supply_id": replies["supply_id"].to_numpy(object)[found["reply"]],
            "rank": found["rank"].to_numpy(),
            "address_id": ids[found["address"]],
            "likeness": (1.0 / (1.0 + found["cost"])).round(3).to_numpy(),
        }
    )
