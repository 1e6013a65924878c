"""Ids of imported rows: what the file gives, or a hash of what identifies the row."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
import shapely

from fibre_planner.io.row_ledger import RowLedger
from fibre_planner.language import tr

_NAMES = ("ags", "postcode", "city", "district", "street", "house_number", "suffix")
_NOT_IDENTIFYING = {"note", "source", "_row", "_part", "geometry"}


def identify(rows: pd.DataFrame, key: str, ledger: RowLedger) -> pd.DataFrame:
    """Return the rows with a unique id in column `key`; a row that repeats another is refused.

    An id of the file is kept, with the part behind it where its row was split. Otherwise the id
    is a hash: of the address, with its place where one address is told at several places, or of
    all values and the geometry.
    """
    rows = rows.reset_index(drop=True)
    given = rows[key] if key in rows else pd.Series("", index=rows.index, dtype="str")
    part = rows["_part"] if "_part" in rows else pd.Series("", index=rows.index, dtype="str")
    ids = given.where((given == "") | (part == ""), given + "-" + part)
    missing = (given == "").to_numpy()
    if missing.any():
        ids = ids.where(~missing, _hashes(rows.drop(columns=key, errors="ignore"), ledger.layer))
    repeats = ids.duplicated().to_numpy()
    if repeats.any():
        number = ledger.source.rows.take(rows["_row"].to_numpy()).set_axis(rows.index)
        first = number.groupby(ids).transform("first")
        for code, hit, sentence in (
            ("duplicate_id", repeats & ~missing, tr("The row has the same id as row {row}.")),
            ("duplicate", repeats & missing, tr("The row says the same as row {row}.")),
        ):
            reasons = [sentence.format(row=row) for row in first[hit]]
            ledger.refuse(rows["_row"].to_numpy()[hit], code, reasons)
    return rows.assign(**{key: ids}).loc[~repeats].reset_index(drop=True)


def _hashes(rows: pd.DataFrame, layer: str) -> pd.Series[Any]:
    if layer != "addresses":
        told = [name for name in rows.columns if name not in _NOT_IDENTIFYING]
        return _hash_texts([*(rows[name] for name in told), *_place_texts(rows, decimals=3)])
    named = _hash_texts([rows[name] for name in _NAMES if name in rows])
    # Streets of one name in two villages are two addresses as long as nobody says otherwise.
    placed = _hash_texts([named, *_place_texts(rows, decimals=0)])
    return named.where(~named.duplicated(), placed).groupby(placed).transform("first")


def _hash_texts(columns: list[pd.Series[Any]]) -> pd.Series[Any]:
    index = columns[0].index
    texts = [
        column.astype("str").fillna("").str.strip().str.casefold().tolist() for column in columns
    ]
    # Row by row, since a hash takes one text at a time.
    digests = [
        hashlib.sha256("\x1f".join(values).encode("utf-8", "replace")).hexdigest()[:16]
        for values in zip(*texts, strict=True)
    ]
    return pd.Series(digests, index=index, dtype="str")


def _place_texts(rows: pd.DataFrame, decimals: int) -> list[pd.Series[Any]]:
    """Return the geometry as text, rounded so that the last digits of a conversion do not count."""
    if "geometry" not in rows:
        return []
    rounded = shapely.transform(
        np.asarray(rows["geometry"], dtype=object), lambda pairs: np.round(pairs, decimals) + 0.0
    )
    return [pd.Series(shapely.to_wkb(rounded, hex=True), index=rows.index, dtype="str")]
