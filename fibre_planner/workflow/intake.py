"""Taking imported rows into the project: merge, set duplicates apart, fill what follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from fibre_planner.analysis.categories import set_categories
from fibre_planner.analysis.duplicates import set_duplicates_apart
from fibre_planner.analysis.dwellings import estimate_dwellings
from fibre_planner.analysis.supply_matching import match_supply, merged_addresses
from fibre_planner.io.imported import Imported
from fibre_planner.language import tr
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform, id_column
from fibre_planner.progress import Report, silent
from fibre_planner.workflow.history import record


@dataclass(frozen=True, eq=False)
class Step:
    """What an import did: the new project, its counts and sentences worth telling."""

    project: Project
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def take_in(project: Project, imported: Imported, source: str, report: Report = silent) -> Step:
    """Merge what an importer has read into the project.

    A row whose id is known already replaces the old one. Duplicate addresses, and records the
    source has deleted, leave the layer; the former are kept among the rejected rows.
    """
    report(0.0, tr("Taking the rows of {file} over …").format(file=source))
    merged: dict[str, pd.DataFrame] = {
        name: _merge(name, project.layer(name), rows) for name, rows in imported.layers.items()
    }
    rejected = _merge("rejected", project.rejected, imported.rejected)
    counts = {**imported.counts, "rejected": len(imported.rejected)}
    if "addresses" in merged:
        report(0.3, tr("Looking for duplicate addresses …"))
        buildings = merged.get("buildings", project.buildings)
        kept, duplicates = set_duplicates_apart(
            _without(merged["addresses"], imported.deleted), buildings
        )
        merged["addresses"] = kept
        refused = _refused_duplicates(duplicates)
        rejected = _merge("rejected", rejected, refused)
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
    return Step(project, counts, imported.notes)


def _fill_addresses(project: Project) -> Project:
    """Give addresses their district, category and dwellings from the other layers."""
    addresses = set_categories(project.addresses, project.areas, project.places)
    census = None if project.census.empty else project.census
    filled = estimate_dwellings(addresses, project.buildings, census)
    return project.with_layers(addresses=filled)


def _merge(table: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return old and new rows in the table's shape; a new row replaces one with its id."""
    key = id_column(table)
    kept = old[~old[key].isin(set(new[key]))]
    if kept.empty:
        return conform(table, new)
    if new.empty:
        return old
    rows = pd.concat([kept, new], ignore_index=True)
    if isinstance(old, gpd.GeoDataFrame):
        rows = gpd.GeoDataFrame(rows, geometry="geometry", crs=old.crs)
    return conform(table, rows)


def _without(addresses: pd.DataFrame, deleted: tuple[str, ...]) -> pd.DataFrame:
    """Return the addresses without deleted objects and the house numbers split from them."""
    ids = addresses["address_id"]
    split_from = ids.str.rsplit("-", n=1).str[0]
    return addresses[~(ids.isin(deleted) | split_from.isin(deleted))]


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
