"""Reading layers of GeoPackage, Shapefile, FlatGeobuf, GeoJSON, GML, KML and DXF files."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from fibre_planner.io.raw_table import RawTable
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

_DRIVERS = {
    "gpkg": {"GPKG", "SQLite"},
    "shp": {"ESRI Shapefile"},
    "fgb": {"FlatGeobuf"},
    "geojson": {"GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON"},
    "gml": {"GML", "NAS"},
    "kml": {"KML", "LIBKML"},
    "dxf": {"DXF"},
}
_SUFFIXES = {
    "gpkg": (".gpkg",),
    "shp": (".shp",),
    "fgb": (".fgb",),
    "geojson": (".geojson", ".json", ".geojsonl"),
    "kml": (".kml",),
    "dxf": (".dxf",),
}
_TWICE_ENCODED = re.compile("Ã[¤¶¼\x9f\x84\x96\x9c]")
# A file read must never make the program fetch something from the network.
_OPTIONS = {"GML_DOWNLOAD_SCHEMA": "NO", "GML_SKIP_RESOLVE_ELEMS": "ALL"}


def read_vector(
    path: Path, name: str, kind: str, layer: str, prefer: str | None = None
) -> RawTable:
    """Read one layer of a vector file.

    kind: as `find_kind` names it. layer: its name; where empty, the only one, or the one named
    like `prefer`. With prefer None any first layer will do. Raises PlannerError where the file
    cannot be read or the layer is not clear.
    """
    pyogrio.set_gdal_config_options(_OPTIONS)
    if kind == "gml" and not _is_whole(path):
        # The reader would return the rows before the cut, or none, without a word.
        raise _unreadable(path, name, kind, DataSourceError(tr("the end of the file is missing")))
    with _as_gdal_wants_it(path, kind) as readable, _quiet():
        try:
            names = [str(row[0]) for row in pyogrio.list_layers(readable)]
            chosen = choose_layer(names, layer, prefer, name)
            driver = pyogrio.read_info(readable, layer=chosen).get("driver", "")
            if driver and driver not in _DRIVERS[kind]:
                raise DataSourceError(driver)
            frame, note = _read(readable, chosen, kind)
        except (
            DataSourceError,
            DataLayerError,
            FieldError,
            GeometryError,
            UnicodeDecodeError,
            sqlite3.Error,
        ) as error:
            raise _unreadable(path, name, kind, error) from error
    geometry = frame.geometry if isinstance(frame, gpd.GeoDataFrame) else None
    cells = pd.DataFrame(frame.drop(columns=geometry.name)) if geometry is not None else frame
    cells = cells.assign(
        **{name: _as_json(cells[name]) for name in cells if _is_mixed(cells[name])}
    )
    rows = pd.Series(range(1, len(frame) + 1), index=frame.index).astype("str")
    return RawTable(
        name,
        kind,
        cells,
        rows,
        geometry=geometry,
        notes=(note,) if note else (),
        sub_layers=tuple(names),
        sub_layer=chosen,
    )


def choose_layer(names: Sequence[str], wanted: str, prefer: str | None, name: str) -> str:
    """Return the layer to read; raises PlannerError where it is missing or not clear."""
    if wanted:
        same = [other for other in names if other.casefold() == wanted.casefold()]
        if wanted in names or same:
            return wanted if wanted in names else same[0]
        raise PlannerError(
            tr("{file} has no layer “{layer}”.").format(file=name, layer=wanted),
            tr("Choose one of: {names}.").format(names=", ".join(names)),
        )
    if not names:
        raise PlannerError(
            tr("{file} holds no layer.").format(file=name), tr("Choose a file with data.")
        )
    same = [other for other in names if other.casefold() == (prefer or "").casefold()]
    if len(names) == 1 or same or prefer is None:
        return (same or list(names))[0]
    raise PlannerError(
        tr("{file} holds several layers.").format(file=name),
        tr("Say which one to read: {names}.").format(names=", ".join(names)),
    )


def _read(path: Path, layer: str, kind: str) -> tuple[Any, str]:
    frame = _read_frame(path, layer, None)
    texts = [frame[name] for name in frame.columns if pd.api.types.is_string_dtype(frame[name])]
    if kind == "shp" and any(text.str.contains(_TWICE_ENCODED).any() for text in texts):
        with suppress(UnicodeDecodeError, DataSourceError):
            frame = _read_frame(path, layer, "UTF-8")
            return frame, tr("The Shapefile does not say its encoding; it was read as UTF-8.")
    return frame, ""


def _read_frame(path: Path, layer: str, encoding: str | None) -> Any:
    return pyogrio.read_dataframe(
        path, layer=layer, encoding=encoding, datetime_as_string=True, on_invalid="ignore"
    )


def _is_mixed(column: pd.Series[Any]) -> bool:
    return bool(column.dtype == object and column.map(type).isin([dict, list]).any())


def _as_json(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return nested values, which GeoJSON may hold, as text."""
    return column.map(
        lambda cell: json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else cell
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep GDAL's remarks on foreign files from the user; what matters becomes an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _as_gdal_wants_it(path: Path, kind: str) -> Iterator[Path]:
    """Give a path whose ending fits; GML is read from a copy, as a file is written beside it."""
    if path.suffix.lower() in _SUFFIXES.get(kind, ()):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="fibre-planner-") as folder:
        copy = Path(folder) / f"{path.stem}.{kind}"
        shutil.copyfile(path, copy)
        schema = path.with_suffix(".xsd")
        if kind == "gml" and schema.is_file():
            shutil.copyfile(schema, copy.with_suffix(".xsd"))
        yield copy


def _unreadable(path: Path, name: str, kind: str, error: Exception) -> PlannerError:
    message = tr("{file} is damaged or not complete and cannot be read.").format(file=name)
    missing = [end for end in (".shx", ".dbf") if not _has(path, end)] if kind == "shp" else []
    if missing:
        remedy = tr("A Shapefile needs its files {names} beside it: ask for all of them.").format(
            names=", ".join(path.stem + end for end in missing)
        )
    else:
        reason = " ".join(str(error).replace(str(path), name).split())
        # GDAL puts the place in its own source in front of what it says.
        reason = re.sub(r"\S+\.cpp, \d+: ", "", reason)[:200]
        remedy = tr("Copy or download it again. The reader says: {reason}").format(reason=reason)
    return PlannerError(message, remedy)


def _is_whole(path: Path) -> bool:
    """Say whether the last thing in an XML file closes its first element."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(max(size - 4096, 0))
        tail = stream.read()
    comment = re.compile(rb"<!--.*?-->", re.S)
    root = re.search(rb"<([A-Za-z_][\w.:-]*)", comment.sub(b"", head))
    closed = comment.sub(b"", tail).rstrip(b"\x00\t\r\n ")
    return root is None or re.search(rb"</" + root[1] + rb"\s*>$", closed) is not None


def _has(path: Path, ending: str) -> bool:
    return path.with_suffix(ending).exists() or path.with_suffix(ending.upper()).exists()
