"""Reading tables and vector files of every kind into a layer, and looking into them before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from fibre_planner.io.cell_values import normal, to_text
from fibre_planner.io.columns import guess_columns, resolve_columns, suggest_layer
from fibre_planner.io.imported import Imported
from fibre_planner.io.raw_table import RawTable
from fibre_planner.io.row_addresses import split_addresses
from fibre_planner.io.row_ids import identify
from fibre_planner.io.row_ledger import RowLedger
from fibre_planner.io.row_places import add_told_places, place_rows
from fibre_planner.io.row_values import convert_rows, table_of
from fibre_planner.io.sources import read_source
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.import_layers import TABLE_LAYERS
from fibre_planner.model.tables import GEOMETRY_TYPES, conform, id_column
from fibre_planner.progress import Report, silent

_NEEDED = {
    "addresses": (("house_number", "street_and_number", "street"),),
    "supply": (("address_id", "street", "street_and_number"),),
    "catalogue": (("code",), ("base",)),
}
"""Columns without which a file is not of the layer; one of each group must be there."""
_SHOWN_ROWS = 20


@dataclass(frozen=True, eq=False)
class Preview:
    """What is in a file, before it is imported.

    sub_layers: its sheets, layers or files; sub_layer: the one looked into.
    columns: names; first_rows: up to 20 rows as text. mappings: layer → guessed columns.
    crs: what the file says, empty where it says nothing. geometry_types: as the file has them.
    """

    path: Path
    kind: str
    sub_layers: tuple[str, ...]
    sub_layer: str
    columns: tuple[str, ...]
    first_rows: pd.DataFrame
    row_count: int
    mappings: Mapping[str, Mapping[str, str]]
    suggested_layer: str
    crs: str
    geometry_types: tuple[str, ...]
    notes: tuple[str, ...]


def preview(path: Path, source_layer: str | None = None, prefer: str | None = None) -> Preview:
    """Look into a file; raises PlannerError with a sentence where it cannot be read.

    prefer: the layer it is meant for, which decides where the file has several of its own.
    """
    source = read_source(path, source_layer, prefer=prefer)
    names = tuple(str(name) for name in source.cells.columns)
    head = source.cells.head(_SHOWN_ROWS)
    kinds, crs = _drawn(source)
    return Preview(
        path=Path(path),
        kind=source.kind,
        sub_layers=source.sub_layers,
        sub_layer=source.sub_layer,
        columns=names,
        first_rows=pd.DataFrame({name: to_text(head[name]) for name in names}),
        row_count=len(source.cells) + len(source.misfits),
        mappings={layer: guess_columns(layer, names) for layer in TABLE_LAYERS},
        suggested_layer=suggest_layer(
            names, any("Line" in kind for kind in kinds), any("Polygon" in kind for kind in kinds)
        ),
        crs=crs,
        geometry_types=kinds,
        notes=source.notes,
    )


def read_layer(
    layer: str,
    path: Path,
    crs: str,
    *,
    columns: Mapping[str, str] | None = None,
    source_crs: str | None = None,
    source_layer: str | None = None,
    report: Report = silent,
) -> Imported:
    """Read a file into a layer; every row ends up there or among the rejected, with its reason.

    crs: the project's. columns: column of the layer → column of the file, for what the names do
    not tell; "=text" fills a column with a text. source_crs: the file's coordinate system.
    Counts: rows + parts = taken + rejected, where parts are the rows gained by splitting house
    numbers and multi-part geometries. Raises PlannerError where the file cannot be read as this
    layer or where its coordinate system must be asked for.
    """
    if layer not in TABLE_LAYERS:
        raise PlannerError(
            tr("There is no layer “{layer}”.").format(layer=layer),
            tr("Choose among: {names}.").format(names=", ".join(TABLE_LAYERS)),
        )
    report(0.0, tr("Reading {file} …").format(file=Path(path).name))
    source = read_source(path, source_layer, prefer=layer)
    names = [str(name) for name in source.cells.columns]
    mapping = resolve_columns(layer, names, columns)
    _refuse_unfit(layer, mapping, source)
    ledger = RowLedger(layer, source)
    ledger.notes.append(_mapping_note(mapping, names))
    report(0.3, tr("Reading the cells …"))
    rows = convert_rows(mapping, ledger)
    wanted = _geometry_type(layer)
    if wanted:
        report(0.5, tr("Reading the places …"))
        rows = place_rows(rows, mapping, ledger, wanted, crs, source_crs)
    if layer == "supply":
        rows = add_told_places(rows, ledger, crs, source_crs)
    if layer in ("addresses", "supply"):
        report(0.7, tr("Reading the house numbers …"))
        rows = split_addresses(rows, mapping, ledger, keep_unreadable=layer == "supply")
    report(0.9, tr("Accounting for every row …"))
    result = _imported(layer, identify(rows, id_column(table_of(layer)), ledger), ledger, mapping)
    report(1.0, tr("{file} is read.").format(file=source.name))
    return result


def _imported(
    layer: str, rows: pd.DataFrame, ledger: RowLedger, mapping: Mapping[str, str]
) -> Imported:
    source = ledger.source
    numbers = source.rows.take(rows["_row"].to_numpy()).to_numpy()
    rows = rows.assign(source=source.name + ":" + pd.Series(numbers, index=rows.index, dtype="str"))
    if layer == "supply":
        _note_unnamed(rows, ledger)
    if layer == "catalogue" and "source" in mapping:
        rows = rows.drop(columns="source").assign(
            source=to_text(source.cells[mapping["source"]]).take(rows["_row"]).to_numpy()
        )
    rejected = ledger.rejected()
    read = len(source.cells) + len(source.misfits)
    if not read:
        ledger.notes.append(tr("The file holds no rows; nothing was taken over."))
    elif not len(rows):
        first = str(rejected["reason"].iloc[0])
        note = tr("No row could be taken over; the first because: {reason}")
        ledger.notes.append(note.format(reason=first))
    return Imported(
        layers={layer: _shaped(layer, rows)},
        rejected=rejected,
        counts={
            "rows": read,
            "parts": len(rows) + len(rejected) - read,
            "taken": len(rows),
            "rejected": len(rejected),
        },
        notes=tuple(ledger.notes),
        columns=dict(mapping),
        source_columns=tuple(str(name) for name in source.cells.columns),
    )


def _shaped(layer: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in the shape of their table; supply_areas get their polygons back."""
    if layer != "supply_areas":
        return conform(layer, rows)
    shaped = conform("supply", pd.DataFrame(rows.drop(columns="geometry")))
    order = rows.set_index("supply_id").geometry.reindex(shaped["supply_id"])
    return gpd.GeoDataFrame(shaped, geometry=order.to_numpy(), crs=rows.crs)


def _geometry_type(layer: str) -> str:
    return "Polygon" if layer == "supply_areas" else GEOMETRY_TYPES.get(layer, "")


def _refuse_unfit(layer: str, mapping: Mapping[str, str], source: RawTable) -> None:
    if layer == "supply" and source.geometry is not None:
        return  # its points name the addresses
    for group in _NEEDED.get(layer, ()):
        if not any(target in mapping for target in group):
            raise PlannerError(
                tr("{file} has no column that is known as {column} of {layer}.").format(
                    file=source.name, column=group[0], layer=layer
                ),
                tr("Name it, for example {column}=Name; the file has: {names}.").format(
                    column=group[0], names=", ".join(map(str, source.cells.columns))
                ),
            )


def _mapping_note(mapping: Mapping[str, str], names: list[str]) -> str:
    unused = [name for name in names if name not in mapping.values()]
    pairs = [
        source if normal(source) == normal(target) else f"{target} = {source}"
        for target, source in mapping.items()
    ]
    used = ", ".join(pairs) or tr("none")
    note = tr("Columns used: {used}.").format(used=used)
    if not unused:
        return note
    return note + " " + tr("Not used: {names}.").format(names=", ".join(unused))


def _note_unnamed(rows: pd.DataFrame, ledger: RowLedger) -> None:
    given = rows["address_id"] if "address_id" in rows else pd.Series("", index=rows.index)
    count = int((given == "").sum())
    if count:
        note = ntr(
            "1 row names its address by street and number, by which it is found.",
            "{count} rows name their address by street and number, by which it is found.",
            count,
        )
        ledger.notes.append(note.format(count=count))


def _drawn(source: RawTable) -> tuple[tuple[str, ...], str]:
    """Return the geometry types and the coordinate system of a file, as it says."""
    if source.geometry is None:
        return (), ""
    ids = sorted(set(shapely.get_type_id(source.geometry.to_numpy()).tolist()) - {-1})
    kinds = tuple(shapely.GeometryType(number).name.title() for number in ids)
    pretty = {"Linestring": "LineString", "Multilinestring": "MultiLineString"}
    pretty |= {"Multipolygon": "MultiPolygon", "Multipoint": "MultiPoint"}
    crs = source.geometry.crs
    return tuple(pretty.get(kind, kind) for kind in kinds), crs.to_string() if crs else ""
