"""Finding the address a supply row speaks of: by id, else by its one spelling of the address."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from fibre_planner.analysis.address_key import name_keys, number_keys


def match_supply(
    supply: pd.DataFrame, addresses: pd.DataFrame, merged: Mapping[str, str]
) -> pd.DataFrame:
    """Return the supply rows with address_id filled where exactly one address fits.

    merged: id of a duplicate address that was set apart → id of the address that stayed.
    A row with a known id keeps it. Otherwise street, number and suffix must meet one address
    alone, within the postcode where both sides give one. Rows that meet none or several stay as
    they are: the check names them, nothing is dropped. Replies of a market survey (`match` is
    filled) are matched by `survey.reply_matching`, which asks where this one takes.
    """
    known = set(addresses["address_id"])
    ids = supply["address_id"].map(lambda address: merged.get(address, address)).astype("str")
    open_rows = (
        (supply["match"] == "")
        & ~ids.isin(known)
        & (supply["street"] != "")
        & (supply["house_number"] != "")
    )
    if open_rows.any():
        found = _by_name(supply[open_rows], addresses)
        ids = ids.where(~open_rows, found.reindex(ids.index).fillna(ids))
    return supply.assign(address_id=ids)


def merged_addresses(rejected: pd.DataFrame) -> dict[str, str]:
    """Return the ids of duplicate addresses with the id of the address each one repeats."""
    rows = rejected[rejected["code"] == "duplicate_address"]
    return {
        row: json.loads(values).get("repeats", "")
        for row, values in zip(rows["row"], rows["values"], strict=True)
    }


def _by_name(rows: pd.DataFrame, addresses: pd.DataFrame) -> pd.Series:
    """Return the id of the one address each row names, missing where there is none or several."""
    wanted = _keys(rows).reset_index(names="row")
    offered = _keys(addresses).assign(address_id=addresses["address_id"])
    pairs = wanted.merge(offered, on="key", suffixes=("", "_address"))
    same_postcode = (
        (pairs["postcode"] == "")
        | (pairs["postcode_address"] == "")
        | (pairs["postcode"] == pairs["postcode_address"])
    )
    pairs = pairs[same_postcode]
    single = pairs[~pairs["row"].duplicated(keep=False)]
    return single.set_index("row")["address_id"]


def _keys(rows: pd.DataFrame) -> pd.DataFrame:
    """Return street with number as one key, and the postcode with its five digits."""
    key = name_keys(rows["street"]) + "|" + number_keys(rows["house_number"], rows["suffix"])
    # A spreadsheet that read postcodes as numbers has dropped their leading zeros.
    postcode = rows["postcode"].where(rows["postcode"] == "", rows["postcode"].str.zfill(5))
    return pd.DataFrame({"key": key, "postcode": postcode})
