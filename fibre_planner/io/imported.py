"""What an importer returns: layers in the project's CRS, the rows it refused, and its counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from fibre_planner.model.tables import conform, empty


@dataclass(frozen=True, eq=False)
class Imported:
    """The result of reading one source.

    layers: table name → rows in the table's shape and the project's CRS.
    rejected: rows in the shape of `rejected`.
    counts: what was met in the file, such as "address_objects"; every number can be
        explained: rows read = rows in layers + rows rejected (after splitting, which is counted).
    notes: sentences worth telling the user, such as the encoding that was detected.
    columns: the column mapping used, column of the table → column of the file.
    source_columns: the names of all columns of the file, in its order.
    deleted: ids of addresses that the source says no longer exist, sorted.
    """

    layers: Mapping[str, pd.DataFrame]
    rejected: pd.DataFrame
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    source_columns: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejection:
    """One row that was not taken over.

    row: row number (1-based, header not counted) or object id in the file.
    code: stable name of the reason; reason: the sentence for the user.
    values: the row's values as the file gave them.
    """

    row: str
    code: str
    reason: str
    values: Mapping[str, Any]


def rejected_table(source: str, layer: str, rejections: Sequence[Rejection]) -> pd.DataFrame:
    """Return rejected rows in the shape of the table `rejected`."""
    if not rejections:
        return empty("rejected", "")
    frame = pd.DataFrame(
        {
            "source": source,
            "layer": layer,
            "row": [rejection.row for rejection in rejections],
            "code": [rejection.code for rejection in rejections],
            "reason": [rejection.reason for rejection in rejections],
            "values": [
                json.dumps(dict(rejection.values), ensure_ascii=False, default=str)
                for rejection in rejections
            ],
        }
    )
    stem = layer + ":" + source + ":" + frame["row"].astype("str")
    repeat = stem.groupby(stem).cumcount()
    frame["rejected_id"] = stem.where(repeat == 0, stem + "~" + repeat.astype("str"))
    return conform("rejected", frame)
