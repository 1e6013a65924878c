"""The addresses that a reply's text may mean, each with how far the text is from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from fibre_planner.analysis.address_key import name_codes, name_key, number_keys
from fibre_planner.analysis.survey.limits import matching_limit
from fibre_planner.analysis.survey.street_likeness import EXACT, like_streets

Codes = npt.NDArray[np.int64]

POSTCODE_COST = 1.0
NUMBER_COST = 2.0
"""What another postcode and another ending of the house number weigh against a candidate."""


@dataclass(frozen=True, eq=False)
class Known:
    """The addresses by street and number, made once for all replies.

    streets: a spelling of each different street. table: street (position in streets), number,
    digits, postcode, address (row), sorted by street and number.
    """

    streets: list[str]
    keys: npt.NDArray[np.object_]
    table: pd.DataFrame


def read_known(addresses: pd.DataFrame) -> Known:
    """Read the addresses of a project."""
    codes, keys = name_codes(addresses["street"])
    table = address_texts(addresses).assign(street=codes, address=np.arange(len(addresses)))
    spelling = addresses["street"].groupby(codes).first().reindex(range(len(keys)), fill_value="")
    return Known(spelling.tolist(), keys, table[(keys != "")[codes]].reset_index(drop=True))


def address_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return number (key of number with suffix), digits and postcode of addresses or replies."""
    number = number_keys(rows["house_number"], rows["suffix"])
    # A spreadsheet that read postcodes as numbers has dropped their leading zeros.
    postcode = rows["postcode"].where(rows["postcode"] == "", rows["postcode"].str.zfill(5))
    digits = number.str.extract(r"^(\d*)")[0].fillna("")
    return pd.DataFrame({"number": number, "digits": digits, "postcode": postcode})


def find_hits(replies: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return candidates of every reply, and the streets it may mean whatever the number.

    Candidates: reply (row), address (row), street, street_cost, cost, kind, letters,
    same_number, same_postcode; best first within a reply. Streets: reply, street, street_cost.
    """
    codes, names = pd.factorize(replies["street"])
    likeness = like_streets(list(map(str, names)), known.streets)
    texts = address_texts(replies).assign(reply=np.arange(len(replies)), told=codes)
    texts = texts[texts["digits"] != ""]
    likeness = likeness.rename(columns={"known": "street", "cost": "street_cost"})
    letters = np.array([len(name_key(str(name))) for name in names], dtype=np.int64)
    likeness["letters"] = letters[likeness["told"].to_numpy(np.int64)]
    pairs = texts.merge(likeness, on="told")
    # Digits alone first: 12, 12a and 12 a are candidates for one another.
    hits = pairs.merge(known.table, on=["street", "digits"], suffixes=("", "_known"))
    hits["same_number"] = hits["number"] == hits["number_known"]
    told, there = hits["postcode"], hits["postcode_known"]
    hits["same_postcode"] = (told == "") | (there == "") | (told == there)
    penalty = (~hits["same_number"]) * NUMBER_COST + (~hits["same_postcode"]) * POSTCODE_COST
    hits["cost"] = hits["street_cost"] + penalty
    hits = hits.sort_values(["reply", "cost", "address"], kind="stable")
    columns = ["reply", "address", "street", "street_cost", "cost", "kind", "letters"]
    columns += ["same_number", "same_postcode"]
    streets = pairs[["reply", "street", "street_cost"]].reset_index(drop=True)
    return hits[columns].reset_index(drop=True), streets


def choose_by_text(hits: pd.DataFrame, streets: pd.DataFrame) -> pd.DataFrame:
    """Return for each reply that has candidates the best one, and why it is doubtful, if it is.

    Columns by reply: address, kind, doubt ("" where the text means this address alone).
    """
    first = hits.drop_duplicates("reply").set_index("reply")
    second = hits[hits["reply"].duplicated()].drop_duplicates("reply").set_index("reply")["cost"]
    margin = second.reindex(first.index, fill_value=np.inf) - first["cost"]
    exact = first["kind"] == EXACT
    rival = _cost_of_other_street(first["street"], streets)
    own_cost = first["street_cost"]
    short = first["letters"] < own_cost * matching_limit("sure_letters_per_edit")
    # A street that is as near but lacks the number speaks against the one that has it.
    rivals = (rival.reindex(first.index, fill_value=np.inf) <= own_cost) & ~exact
    doubts = [
        (~first["same_number"], "number_differs"),
        (~first["same_postcode"], "postcode_differs"),
        (margin <= 0, "several_addresses"),
        (short, "street_unlike"),
        (~exact & (rivals | (margin < matching_limit("margin_edits"))), "several_streets"),
        (~first["kind"].isin([EXACT, "spelling", "abbreviation"]), "street_unfinished"),
    ]
    doubt = np.select([flags for flags, _code in doubts], [code for _flags, code in doubts], "")
    return first[["address", "kind"]].assign(doubt=doubt)


def _cost_of_other_street(street: pd.Series[Any], streets: pd.DataFrame) -> pd.Series[Any]:
    """Return, by reply, the cost of the nearest street that is not the chosen one."""
    others = streets[streets["street"] != streets["reply"].map(street)]
    return others.groupby("reply")["street_cost"].min()
