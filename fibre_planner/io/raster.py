"""Reading the cells of the federal broadband raster (Breitbandatlas) around a municipality."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import Transformer

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError

_SHARE_COLUMNS = ("down_fn_hh_", "up_fn_hh_")


def read_raster_cells(
    path: Path, crs: str, bounds: tuple[float, float, float, float]
) -> gpd.GeoDataFrame:
    """Read the raster cells that meet a box, with their columns of household shares.

    crs, bounds: the project's CRS and the box in it (west, south, east, north in metres).
    Returns the cells in that CRS; the columns keep the names of the source, such as
    `down_fn_hh_alle_1000` (share of households in percent, cumulative).
    Source: Breitbandatlas | Gigabit-Grundbuch, grid cells as GeoPackage. Raises PlannerError
    where the file cannot be read or has no such column.
    """
    remedy = tr("Use the grid cells of the Breitbandatlas as GeoPackage.")
    try:
        layer = str(pyogrio.list_layers(path)[0, 0])
        source_crs = pyogrio.read_info(path, layer=layer)["crs"]
        box = None
        if source_crs:
            box = Transformer.from_crs(crs, source_crs, always_xy=True).transform_bounds(*bounds)
        cells = pyogrio.read_dataframe(path, layer=layer, bbox=box)
    except (DataSourceError, DataLayerError, IndexError) as error:
        raise PlannerError(
            tr("The raster file {file} cannot be read.").format(file=path.name), remedy
        ) from error
    if not any(str(column).startswith(_SHARE_COLUMNS) for column in cells.columns):
        raise PlannerError(
            tr("The file {file} has no shares of households per cell.").format(file=path.name),
            remedy,
        )
    if cells.crs is None:
        raise PlannerError(
            tr("The raster file {file} does not say its coordinate system.").format(file=path.name),
            remedy,
        )
    return cells.to_crs(crs)
