"""One table out of a file of any kind, as it stands there."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from fibre_planner.io.archives import unpack
from fibre_planner.io.file_kinds import TABLE_KINDS, find_kind, is_readable_part
from fibre_planner.io.raw_table import RawTable
from fibre_planner.io.spreadsheets import read_spreadsheet
from fibre_planner.io.text_files import read_text_table
from fibre_planner.io.vector_files import choose_layer, read_vector
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

SEPARATOR = "|"
"""Between the file of an archive and its layer: "netz.gpkg|leerrohre"."""


def read_source(path: Path, source_layer: str | None = None, prefer: str | None = None) -> RawTable:
    """Read one sheet or layer of a file, also of one within a ZIP archive.

    source_layer: its name. prefer: the layer to take where several are there and none is named;
    with None the first one will do. Raises PlannerError with a sentence for every unreadable file.
    """
    path = Path(path).absolute()
    return _read(path, path.name, source_layer or "", prefer)


def _read(path: Path, name: str, layer: str, prefer: str | None) -> RawTable:
    kind, note = find_kind(path, name)
    try:
        if kind == "zip":
            table = _read_archive(path, name, layer, prefer)
        elif kind == "text":
            table = read_text_table(path, name)
        elif kind in TABLE_KINDS:
            table = read_spreadsheet(path, name, kind, layer, prefer or "")
        else:
            table = read_vector(path, name, kind, layer, prefer)
    except MemoryError as error:
        raise PlannerError(
            tr("{file} does not fit into memory.").format(file=name),
            tr("Cut it to the city's area first."),
        ) from error
    except OSError as error:
        raise PlannerError(
            tr("{file} cannot be read: {reason}.").format(
                file=name, reason=error.strerror or error
            ),
            tr("Check whether you may read it and whether the drive is connected."),
        ) from error
    return replace(table, notes=(note, *table.notes)) if note else table


def _read_archive(path: Path, name: str, layer: str, prefer: str | None) -> RawTable:
    with tempfile.TemporaryDirectory(prefix="fibre-planner-") as folder:
        files = unpack(path, Path(folder), name)
        parts = {
            file.relative_to(folder).as_posix(): file for file in files if is_readable_part(file)
        }
        if not parts:
            raise PlannerError(
                tr("The archive {file} holds nothing that can be imported.").format(file=name),
                tr("It must hold a table (CSV, XLSX, ODS) or layers (GeoPackage, Shapefile)."),
            )
        wanted, _, inner = layer.partition(SEPARATOR)
        stems = {Path(part).stem.casefold(): part for part in sorted(parts, reverse=True)}
        wanted = stems.get(wanted.casefold(), wanted) if wanted not in parts else wanted
        by_name = stems.get((prefer or "").casefold())
        chosen = choose_layer(list(parts), wanted or by_name or "", prefer, name)
        table = _read(parts[chosen], f"{name}/{chosen}", inner, prefer)
    several = len(table.sub_layers) > 1
    sub_layer = f"{chosen}{SEPARATOR}{table.sub_layer}" if several else chosen
    within = [f"{chosen}{SEPARATOR}{sub}" for sub in table.sub_layers] if several else [chosen]
    names = tuple(sub for part in parts for sub in (within if part == chosen else [part]))
    note = tr("{part} in {file} was read.").format(part=chosen, file=name)
    return replace(table, notes=(note, *table.notes), sub_layers=names, sub_layer=sub_layer)
