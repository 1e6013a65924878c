"""Street and house number of address and supply rows, one row per house number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.io.cell_values import to_text
from fibre_planner.io.house_numbers import problem_text, split_column
from fibre_planner.io.row_ledger import RowLedger
from fibre_planner.io.row_values import cells_of
from fibre_planner.language import ntr

_ONE = r"\d+(?:\s?[a-zA-Z](?![a-zA-Z]))?"
_COMBINED = (
    rf"^(?P<street>.*?[^\W\d_].*?)[\s,]+"
    rf"(?P<number>(?:(?:Nr|Hausnr)\.?\s*)?{_ONE}(?:\s*(?:[-–/,;+&]|bis|und)\s*(?:{_ONE}|[a-zA-Z]))*"
    rf"(?:\s[1-3]/[2-9])?)$"
)
_MAX_LENGTH = 200


def split_addresses(
    rows: pd.DataFrame, mapping: Mapping[str, str], ledger: RowLedger, keep_unreadable: bool
) -> pd.DataFrame:
    """Return the rows with street, house_number and suffix; lists and ranges become several rows.

    keep_unreadable: a refused number stays as the text it is; otherwise its row is refused.
    Parts of a row get the number into `_part`.
    """
    rows = _with_combined(rows, mapping, ledger)
    for name in ("street", "house_number", "suffix"):
        if name not in rows:
            rows[name] = pd.Series("", index=rows.index, dtype="str")
    told = (rows["house_number"] + " " + rows["suffix"]).str.strip()
    table = split_column(told)
    _note_problems(table, rows, ledger)
    refused = table["refused"].to_numpy()
    taken = rows.take(table["row"].to_numpy()).reset_index(drop=True)
    raw = told.take(table["row"].to_numpy()).reset_index(drop=True)
    taken["house_number"] = table["house_number"].where(~refused, raw).to_numpy()
    taken["suffix"] = table["suffix"].to_numpy()
    several = table["parts"].to_numpy() > 1
    number = (taken["house_number"] + taken["suffix"]).to_numpy()
    part = taken["_part"].to_numpy() if "_part" in taken else np.full(len(taken), "")
    joined = pd.Series(part, dtype="str") + np.where(part != "", "-", "") + number
    taken["_part"] = np.where(several, joined, part)
    if keep_unreadable:
        return taken
    for problem in np.unique(table.loc[refused, "problem"].astype(str)):
        hit = refused & (table["problem"] == problem).to_numpy()
        ledger.refuse(taken["_row"].to_numpy()[hit], problem, problem_text(problem))
    return taken.loc[~refused].reset_index(drop=True)


def _with_combined(
    rows: pd.DataFrame, mapping: Mapping[str, str], ledger: RowLedger
) -> pd.DataFrame:
    rows = _with_postcode(rows, mapping, ledger)
    target = "street_and_number"
    if "house_number" in rows and ("street" in rows or target not in mapping):
        return rows
    cells = cells_of(target, mapping, ledger)
    if cells is not None:
        text = to_text(cells.reset_index(drop=True)).take(rows["_row"].to_numpy())
        text = text.reset_index(drop=True)
    elif "street" in rows:
        text = rows["street"]
    else:
        return rows
    parts = text.str.slice(0, _MAX_LENGTH).str.extract(_COMBINED)
    street = parts["street"].fillna(text).str.strip(" ,")
    number = parts["number"].fillna("")
    if cells is not None and "street" in rows:
        street = rows["street"].where(rows["street"] != "", street)
    return rows.assign(street=street, house_number=rows.get("house_number", number))


def _with_postcode(
    rows: pd.DataFrame, mapping: Mapping[str, str], ledger: RowLedger
) -> pd.DataFrame:
    cells = cells_of("postcode_and_city", mapping, ledger)
    if cells is None:
        return rows
    text = to_text(cells.reset_index(drop=True)).take(rows["_row"].to_numpy())
    parts = text.reset_index(drop=True).str.extract(
        r"^(?:D-?)?(?P<postcode>\d{5})?\s*(?P<city>.*)$"
    )
    found: dict[str, pd.Series[Any]] = {}
    for name in ("postcode", "city"):
        value = parts[name].fillna("")
        found[name] = rows[name].where(rows[name] != "", value) if name in rows else value
    return rows.assign(**found)


def _note_problems(table: pd.DataFrame, rows: pd.DataFrame, ledger: RowLedger) -> None:
    odd = (table["problem"] != "") & ~table["refused"]
    for problem in sorted(set(table.loc[odd, "problem"])):
        hit = table.loc[odd & (table["problem"] == problem), "row"].drop_duplicates()
        first = ledger.source.rows.iloc[int(rows["_row"].iloc[int(hit.iloc[0])])]
        note = ntr(
            "1 house number, in row {row}: {problem}",
            "{count} house numbers, first in row {row}: {problem}",
            len(hit),
        )
        ledger.notes.append(note.format(count=len(hit), row=first, problem=problem_text(problem)))
    split = int((table["parts"] > 1).groupby(table["row"]).any().sum())
    if split:
        note = ntr(
            "1 row names several house numbers and became one row for each.",
            "{count} rows name several house numbers and became one row for each.",
            split,
        )
        ledger.notes.append(note.format(count=split))
