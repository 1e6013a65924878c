"""Write single tables into a GeoPackage and read them back, with the same bytes every time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from fibre_planner.model.tables import GEOMETRY_TYPES

FIXED_TIME = "2000-01-01T00:00:00.000Z"
"""What GeoPackage columns that want a time of writing are told, so that bytes do not change."""

_WRITE_OPTIONS = {
    "OGR_CURRENT_DATE": FIXED_TIME,
    # The finished file is brought to the disk once, before it replaces the old one.
    "OGR_SQLITE_SYNCHRONOUS": "OFF",
}
# Polygon tables hold polygons of one or several parts; QGIS wants one type per layer.
_STORED_TYPES = {"Polygon": "MultiPolygon", "Geometry": "Unknown"}
_PARTS = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


@contextmanager
def repeatable_writing() -> Iterator[None]:
    """Make GDAL write the same bytes for the same rows within a with-block."""
    pyogrio.set_gdal_config_options(_WRITE_OPTIONS)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(_WRITE_OPTIONS))


def write_table(path: Path, table: str, frame: pd.DataFrame, geometry_type: str = "") -> None:
    """Append a table to a GeoPackage that may not exist yet.

    A GeoDataFrame becomes a spatial layer, any other frame an attribute table. geometry_type:
    the type in the shape of GEOMETRY_TYPES, by default that of the table of this name.
    """
    options: dict[str, object] = {}
    frame = _with_storable_text(frame)
    if isinstance(frame, gpd.GeoDataFrame):
        wanted = geometry_type or GEOMETRY_TYPES[table]
        values = shapely.force_2d(frame.geometry.to_numpy())
        stored = _STORED_TYPES.get(wanted, wanted)
        if not _fits(values, wanted):
            stored = "Unknown"  # a row of another type is kept rather than lost
        if stored == "MultiPolygon":
            values = _as_multipolygons(values)
        frame = frame.set_geometry(gpd.GeoSeries(values, index=frame.index, crs=frame.crs))
        options = {"geometry_type": stored, "promote_to_multi": False}
    pyogrio.write_dataframe(
        frame, path, layer=table, driver="GPKG", append=path.exists(), **options
    )


def read_table(path: Path, table: str) -> pd.DataFrame:
    """Read a table; polygons of one part come back as such. Spatial layers as GeoDataFrame."""
    with warnings.catch_warnings():
        # Foreign tools leave harmless oddities behind that GDAL mentions on every read.
        warnings.simplefilter("ignore", RuntimeWarning)
        frame = pyogrio.read_dataframe(path, layer=table, datetime_as_string=True)
    if isinstance(frame, gpd.GeoDataFrame):
        wanted = GEOMETRY_TYPES.get(table, "Geometry")
        values = frame.geometry.to_numpy()
        if wanted != "Geometry":
            values = _without_single_parts(values, wanted)
        frame = frame.set_geometry(gpd.GeoSeries(values, index=frame.index, crs=frame.crs))
    return frame


def _fits(values: np.ndarray, wanted: str) -> bool:
    if wanted == "Geometry":
        return True
    allowed = {wanted, "MultiPolygon"} if wanted == "Polygon" else {wanted}
    ids = [shapely.GeometryType[name.upper()] for name in allowed]
    return bool(np.isin(shapely.get_type_id(values), [-1, *ids]).all())  # -1: no geometry


def _as_multipolygons(values: np.ndarray) -> np.ndarray:
    single = shapely.get_type_id(values) == shapely.GeometryType.POLYGON
    result = values.copy()
    if single.any():
        result[single] = shapely.multipolygons(values[single], indices=np.arange(single.sum()))
    return result


def _without_single_parts(values: np.ndarray, wanted: str) -> np.ndarray:
    multi = shapely.GeometryType[_PARTS[wanted].upper()]
    single = (shapely.get_type_id(values) == multi) & (shapely.get_num_geometries(values) == 1)
    result = values.copy()
    if single.any():
        result[single] = shapely.get_geometry(values[single], 0)
    return result


def _with_storable_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace what a database cannot keep in text: zero bytes and halves of characters."""
    changed = {}
    for name in frame.columns:
        column = frame[name]
        if not isinstance(column.dtype, pd.StringDtype) or column.empty:
            continue
        joined = "".join(column)
        if "\x00" in joined or not _is_unicode(joined):
            # Rare and per cell: bytes must be decoded one text at a time.
            clean = [
                text.replace("\x00", "").encode("utf-8", "replace").decode() for text in column
            ]
            changed[name] = pd.Series(clean, index=frame.index, dtype="str")
    return frame.assign(**changed) if changed else frame


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
