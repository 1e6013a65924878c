"""Dwellings by grid cell out of the CSV files of the German census of 2022."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from fibre_planner.io.archives import unpack
from fibre_planner.io.cell_values import normal, to_numbers
from fibre_planner.io.columns import resolve_columns
from fibre_planner.io.file_kinds import find_kind
from fibre_planner.io.imported import Imported, Rejection, rejected_table
from fibre_planner.io.text_files import decode, find_delimiter
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.tables import conform
from fibre_planner.progress import Report, silent
from fibre_planner.resources import RESOURCES, read_toml

GRID_CRS = "EPSG:3035"

_CELL_ID = r"^(CRS3035RES)?(\d{1,6})(k?m)N(\d{1,8})E(\d{1,8})$"
_WIDEST_M = 100_000
_CHUNK_ROWS = 200_000
_MARGIN_M = 100.0

Bounds = tuple[float, float, float, float]


def read_census(
    path: Path, crs: str, *, bounds: Bounds | None = None, report: Report = silent
) -> Imported:
    """Read a grid file of the census into the table `census`: one square per cell in `crs`.

    The file tells dwellings, or buildings by number of dwellings, which are counted with the class
    means of `resources/columns/census.toml`; NaN where the figure is secret. bounds: only cells
    that touch this box (metres of crs) are taken, since the files cover the whole country; without
    it all are. Counts: rows = taken + outside + rejected. Raises PlannerError where the file is no
    such grid. Source: Statistische Ämter des Bundes und der Länder, Zensus 2022.
    """
    name = Path(path).name
    report(0.0, tr("Reading {file} …").format(file=name))
    box = _grid_box(bounds, crs)
    taken: list[pd.DataFrame] = []
    refused: list[Rejection] = []
    rows = outside = 0
    columns: Mapping[str, str] = {}
    with _text_file(Path(path), name) as (text_path, encoding, delimiter):
        for chunk in _chunks(text_path, name, encoding, delimiter):
            columns = columns or _columns(chunk, name)
            cells, beyond, bad = _cells(chunk, columns, box, rows)
            rows, outside = rows + len(chunk), outside + beyond
            taken.append(cells)
            refused += bad
            report(0.5, tr("{count} cells read").format(count=rows))
    if rows and len(refused) == rows:
        raise PlannerError(
            tr("{file} holds no cell of the census grid.").format(file=name),
            tr("Cells are written as CRS3035RES100mN2992600E4243100."),
        )
    frame = pd.concat(taken, ignore_index=True) if taken else pd.DataFrame()
    frame, repeats = _without_repeats(frame)
    refused += repeats
    layer = _squares(frame, name, crs)
    rejected = rejected_table(name, "census", refused)
    report(1.0, tr("{file} is read.").format(file=name))
    return Imported(
        layers={"census": layer},
        rejected=rejected,
        counts={"rows": rows, "taken": len(layer), "outside": outside, "rejected": len(rejected)},
        notes=_notes(outside, layer),
        columns=dict(columns),
    )


def _grid_box(bounds: Bounds | None, crs: str) -> Bounds:
    """Return the box in the grid's system; without bounds one that holds everything."""
    if bounds is None or not np.isfinite(bounds).all():
        return (-np.inf, -np.inf, np.inf, np.inf)
    transformer = pyproj.Transformer.from_crs(crs, GRID_CRS, always_xy=True)
    west, south, east, north = transformer.transform_bounds(*bounds)
    return (west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M)


@contextmanager
def _text_file(path: Path, name: str) -> Iterator[tuple[Path, str, str]]:
    """Give the CSV file, also out of a ZIP, with its encoding and delimiter."""
    kind, _note = find_kind(path, name)
    with tempfile.TemporaryDirectory(prefix="fibre-planner-") as folder:
        if kind == "zip":
            path = _member(unpack(path, Path(folder), name), name)
        elif kind != "text":
            raise _no_grid(name)
        with path.open("rb") as stream:
            head = stream.read(100_000)
        # Only the first lines decide, which may end within a character.
        head = head[: head.rfind(b"\n") + 1] or head
        try:
            head.decode("utf-8-sig")
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
        text, _notes_on_text = decode(head, name)
        yield path, encoding, find_delimiter(text)


def _member(files: Sequence[Path], name: str) -> Path:
    """Return the table of an archive; the census packs one per width of the grid."""
    tables = [file for file in files if file.suffix.lower() in (".csv", ".txt")]
    finest = [file for file in tables if "100m" in file.name]
    if len(finest or tables) != 1:
        raise PlannerError(
            tr("{file} holds no single table of the 100 m grid.").format(file=name),
            tr("Unpack it and import the CSV of the 100 m grid."),
        )
    return (finest or tables)[0]


def _chunks(path: Path, name: str, encoding: str, delimiter: str) -> Iterator[pd.DataFrame]:
    """Yield the file in parts, since the whole country would fill the memory."""
    try:
        yield from pd.read_csv(
            path,
            sep=delimiter,
            dtype="str",
            keep_default_na=False,
            encoding=encoding,
            encoding_errors="replace",
            chunksize=_CHUNK_ROWS,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise PlannerError(
            tr("{file} cannot be read as a table: {reason}.").format(
                file=name, reason=str(error)[:200]
            ),
            tr("Download it again from the census."),
        ) from error


def _columns(chunk: pd.DataFrame, name: str) -> dict[str, str]:
    """Return which columns tell the cell and the dwellings, or the buildings by size."""
    names = [str(column) for column in chunk.columns]
    columns = resolve_columns("census", names, None)
    if "cell_id" not in columns:
        raise _no_grid(name)
    if "dwellings" not in columns:
        known = {normal(label) for label in _class_means()}
        classes = {column: column for column in names if normal(column) in known}
        if not classes:
            raise PlannerError(
                tr("{file} says nothing about dwellings.").format(file=name),
                tr("Choose a file such as “Wohnungen” or “Gebäude nach Anzahl der Wohnungen”."),
            )
        columns |= classes
    return columns


def _cells(
    chunk: pd.DataFrame, columns: Mapping[str, str], box: Bounds, before: int
) -> tuple[pd.DataFrame, int, list[Rejection]]:
    """Return the cells of a part within the box, how many lie outside, and the unreadable rows."""
    cell_id = chunk[columns["cell_id"]].str.strip()
    x, y, size = _corners(cell_id)
    unread = np.isnan(size)
    inside = (x <= box[2]) & (x + size >= box[0]) & (y <= box[3]) & (y + size >= box[1])
    frame = pd.DataFrame(
        {"cell_id": cell_id, "x_m": x, "y_m": y, "size_m": size, "row": chunk.index + 1}
    ).assign(dwellings=lambda cells: _dwellings(chunk, columns).reindex(cells.index))
    bad = [
        Rejection(
            str(before + number + 1),
            "no_cell",
            tr("The row names no cell of the census grid."),
            chunk.iloc[number].to_dict(),
        )
        for number in np.flatnonzero(unread).tolist()
    ]
    return frame.loc[inside], int((~inside & ~unread).sum()), bad


def _corners(cells: pd.Series[Any]) -> tuple[npt.NDArray[np.float64], ...]:
    """Return the south-west corners (EPSG:3035) and edges of cells in metres; NaN where unread.

    Reads "CRS3035RES100mN2992600E4243100", "1kmN2992E4243" and the older "100mN29926E42431".
    """
    parts = cells.str.extract(_CELL_ID)
    width = pd.to_numeric(parts[1], errors="coerce") * parts[2].map({"m": 1.0, "km": 1000.0})
    size = width.where((width > 0) & (width <= _WIDEST_M)).astype("float64")
    # Long forms count metres, the older short ones count cells.
    scale = size.where(parts[0].isna(), 1.0)
    north = pd.to_numeric(parts[3], errors="coerce") * scale
    east = pd.to_numeric(parts[4], errors="coerce") * scale
    return east.to_numpy("float64"), north.to_numpy("float64"), size.to_numpy("float64")


def _dwellings(chunk: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series[Any]:
    if "dwellings" in columns:
        return to_numbers(chunk[columns["dwellings"]], "count").column
    means = {normal(label): mean for label, mean in _class_means().items()}
    counts = pd.DataFrame(
        {
            name: to_numbers(chunk[name], "count").column * means[normal(name)]
            for name in columns
            if normal(name) in means
        }
    )
    # A class without a figure is empty or secret; a cell without any says nothing.
    return counts.sum(axis=1, min_count=1)


def _class_means() -> dict[str, float]:
    table = read_toml(RESOURCES / "columns" / "census.toml")["dwellings_per_building"]
    return {str(label): float(mean) for label, mean in table.items()}


def _without_repeats(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Rejection]]:
    if frame.empty:
        return frame, []
    repeats = frame["cell_id"].duplicated()
    refused = [
        Rejection(str(row), "duplicate_id", tr("The cell was told before."), {"cell_id": cell})
        for row, cell in zip(frame.loc[repeats, "row"], frame.loc[repeats, "cell_id"], strict=True)
    ]
    return frame.loc[~repeats], refused


def _squares(frame: pd.DataFrame, name: str, crs: str) -> gpd.GeoDataFrame:
    if frame.empty:
        frame = pd.DataFrame(columns=["cell_id", "x_m", "y_m", "size_m", "row", "dwellings"])
    x, y, size = (frame[column].to_numpy("float64") for column in ("x_m", "y_m", "size_m"))
    shapes = gpd.GeoSeries(shapely.box(x, y, x + size, y + size), crs=GRID_CRS).to_crs(crs)
    source = name + ":" + frame["row"].astype("str")
    rows = gpd.GeoDataFrame(
        frame.assign(source=source).reset_index(drop=True), geometry=shapes.to_numpy(), crs=crs
    )
    return conform("census", rows)


def _notes(outside: int, layer: gpd.GeoDataFrame) -> tuple[str, ...]:
    notes = []
    if outside:
        text = ntr("1 cell lies outside the area.", "{count} cells lie outside the area.", outside)
        notes.append(text.format(count=outside))
    secret = int(layer["dwellings"].isna().sum())
    if secret:
        text = ntr("1 cell is secret.", "{count} cells are secret and say nothing.", secret)
        notes.append(text.format(count=secret))
    return tuple(notes)


def _no_grid(name: str) -> PlannerError:
    return PlannerError(
        tr("{file} is no grid of the census: it has no column with cells.").format(file=name),
        tr("Choose a CSV with a column such as GITTER_ID_100m."),
    )
