"""Taking imported rows into the project: merge, set duplicates apart, fill what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from fibre_planner.analysis.categories import set_categories
from fibre_planner.analysis.duplicates import set_duplicates_apart
from fibre_planner.analysis.dwellings import estimate_dwellings
from fibre_planner.analysis.supply_matching import match_supply, merged_addresses
from fibre_planner.io.imported import Imported
from fibre_planner.language import ntr, tr
from fibre_planner.model.editing import DELETED
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform, id_column
from fibre_planner.progress import Report, silent
from fibre_planner.workflow.history import record
from fibre_planner.workflow.merging import (
    import_stamp,
    merge_rejected,
    merge_rows,
)


@dataclass(frozen=True, eq=False)
class Step:
    """What an import did: the new project, its counts and sentences worth telling.

    returned: by layer, ids of rows that had been deleted by hand and are there again.
    """

    project: Project
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    returned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def take_in(
    project: Project,
    imported: Imported,
    path: Path,
    report: Report = silent,
    *,
    layer: str = "",
    source_layer: str | None = None,
) -> Step:
    """Merge what an importer has read into the project.

    A row that is known already replaces the old one. Duplicate addresses, and records the
    source has deleted, leave the layer; the former are kept among the rejected rows.
    layer: what the file was imported as, empty where it feeds several layers.
    """
    source = path.name
    report(0.0, tr("Taking the rows of {file} over …").format(file=source))
    merged: dict[str, pd.DataFrame] = {}
    returned = _deleted_before(project, imported.layers)
    notes = [*_note_on_returned(returned), *imported.notes]
    newer = False
    for name, rows in imported.layers.items():
        merge = merge_rows(name, project.layer(name), rows, source)
        merged[name] = merge.rows
        newer |= merge.newer
        notes += _note_on_ids(merge.renamed)
    rejected = merge_rejected(
        project.rejected,
        imported.rejected,
        layer,
        source,
        stamp=import_stamp(path, source_layer),
        newer=newer,
    )
    counts = {**imported.counts, "rejected": len(imported.rejected)}
    if "addresses" in merged:
        report(0.3, tr("Looking for duplicate addresses …"))
        buildings = merged.get("buildings", project.buildings)
        kept, duplicates = set_duplicates_apart(
            _without(merged["addresses"], imported.deleted), buildings
        )
        merged["addresses"] = kept
        rejected = keep_duplicates(rejected, duplicates, kept)
        counts["duplicates"] = len(duplicates)
    project = project.with_layers(**merged, rejected=rejected)
    if merged.keys() & {"addresses", "buildings", "areas", "places", "census"}:
        report(0.5, tr("Estimating dwellings …"))
        project = _fill_addresses(project)
    if merged.keys() & {"addresses", "supply"}:
        report(0.8, tr("Matching supply with addresses …"))
        merged_ids = merged_addresses(project.rejected)
        project = project.with_layers(
            supply=match_supply(project.supply, project.addresses, merged_ids)
        )
    project = record(project, tr("Imported {file}").format(file=source), counts)
    report(1.0, tr("{file} is imported.").format(file=source))
    return Step(project, counts, tuple(notes), returned)


def _deleted_before(
    project: Project, layers: Mapping[str, pd.DataFrame]
) -> dict[str, tuple[str, ...]]:
    """Return, by layer, the ids of new rows that were deleted by hand and are not there now."""
    rejected = project.rejected
    deleted = rejected[rejected["code"] == DELETED]
    found: dict[str, tuple[str, ...]] = {}
    for name, rows in layers.items():  # a handful of layers
        key = id_column(name)
        gone = set(deleted.loc[deleted["layer"] == name, "row"]) - set(project.layer(name)[key])
        back = rows.loc[rows[key].isin(gone), key]
        if len(back):
            found[name] = tuple(back)
    return found


def _note_on_returned(returned: Mapping[str, tuple[str, ...]]) -> list[str]:
    count = sum(map(len, returned.values()))
    if not count:
        return []
    note = ntr(
        "1 row that was deleted by hand before is in the file and is back.",
        "{count} rows that were deleted by hand before are in the file and are back.",
        count,
    )
    return [note.format(count=count)]


def _note_on_ids(renamed: int) -> list[str]:
    if not renamed:
        return []
    note = ntr(
        "1 row has the number of a row of another file and got an id of its own.",
        "{count} rows have the numbers of rows of another file and got ids of their own.",
        renamed,
    )
    return [note.format(count=renamed)]


def _fill_addresses(project: Project) -> Project:
    """Give addresses their district, category and dwellings from the other layers."""
    addresses = set_categories(project.addresses, project.areas, project.places)
    census = None if project.census.empty else project.census
    filled = estimate_dwellings(addresses, project.buildings, census)
    return project.with_layers(addresses=filled)


def _without(addresses: pd.DataFrame, deleted: tuple[str, ...]) -> pd.DataFrame:
    """Return the addresses without deleted objects and the house numbers split from them."""
    ids = addresses["address_id"]
    split_from = ids.str.rsplit("-", n=1).str[0]
    return addresses[~(ids.isin(deleted) | split_from.isin(deleted))]


def keep_duplicates(
    rejected: pd.DataFrame, duplicates: pd.DataFrame, kept: pd.DataFrame
) -> pd.DataFrame:
    """Return the rejected rows with the duplicates of now, without those that are none any more."""
    refused = _refused_duplicates(duplicates)
    gone = set(kept["address_id"]) | set(refused["row"])
    past = (rejected["code"] == "duplicate_address") & rejected["row"].isin(gone)
    return conform("rejected", pd.concat([rejected[~past], refused], ignore_index=True))


def _refused_duplicates(duplicates: pd.DataFrame) -> pd.DataFrame:
    """Return duplicate addresses in the shape of `rejected`, naming the row each one repeats."""
    columns = ["address_id", "street", "house_number", "suffix", "postcode", "city", "repeats"]
    reason = tr("The same address as {other}, which is kept.")
    frame = pd.DataFrame(
        {
            "rejected_id": "addresses:duplicate:" + duplicates["address_id"].astype("str"),
            "source": duplicates["source"],
            "layer": "addresses",
            "row": duplicates["address_id"],
            "code": "duplicate_address",
            "reason": [reason.format(other=other) for other in duplicates["repeats"]],
            "values": [
                json.dumps(row, ensure_ascii=False)
                for row in duplicates[columns].to_dict("records")
            ],
        }
    )
    return conform("rejected", frame)
