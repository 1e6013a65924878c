"""What new, change and delete records of house coordinates mean for the rows of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.language import tr

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Records:
    """What becomes of each row.

    is_delete: rows that are delete records.
    problems: code by row, "" for rows that stay; `record_problem_text` explains it.
    deleted: object ids whose last record says that they no longer exist, sorted.
    """

    is_delete: Array
    problems: Array
    deleted: tuple[str, ...]


def record_problem_text(problem: str) -> str:
    """Return the sentence for a code of `Records.problems`."""
    return {
        "deleted": tr("A later row of the file deletes this object."),
        "changed_later": tr("A later row of the file changes this object."),
        "repeated_object": tr("The same object and address comes again later in the file."),
        "delete_without_id": tr("The delete record names no object."),
    }[problem]


def resolve(frame: pd.DataFrame) -> Records:
    """Say which rows stay, in the order of the file: later records count.

    frame: columns action (N, A, L or ""), oid, street, house_number, suffix. A delete record
    removes the earlier rows of its object, a change record replaces them. Rows of one object
    with different addresses all stay: some states number buildings, not addresses.
    """
    action = frame["action"].str.upper()
    oid = frame["oid"]
    position = pd.Series(np.arange(len(frame)), index=frame.index)
    named = (oid != "").to_numpy()
    is_delete = (action == "L").to_numpy()
    last_delete = _last(position, oid, is_delete)
    last_change = _last(position, oid, (action == "A").to_numpy())
    at = position.to_numpy()
    address = frame.groupby(["oid", "street", "house_number", "suffix"], sort=False).ngroup()
    stays = ~is_delete & ~(named & ((at < last_delete) | (at < last_change)))
    again = pd.Series(np.where(stays, address, -1 - at)).duplicated(keep="last").to_numpy()
    problems = np.select(
        [
            is_delete & ~named,
            is_delete,
            named & (at < last_delete),
            named & (at < last_change),
            named & again,
        ],
        ["delete_without_id", "", "deleted", "changed_later", "repeated_object"],
        "",
    ).astype(object)
    final = oid[named].drop_duplicates(keep="last").index
    gone = oid[final[is_delete[final]]] if len(final) else oid[:0]
    return Records(is_delete, problems, tuple(sorted(gone)))


def _last(position: pd.Series[Any], oid: pd.Series[Any], chosen: Array) -> Array:
    """Return, by row, the position of the last chosen row of the same object, -1 for none."""
    last = position[chosen].groupby(oid[chosen]).max()
    found: Array = oid.map(last).fillna(-1).to_numpy().astype(np.int64)
    return found
