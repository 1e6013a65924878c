"""Reading the polygon that an import is clipped to."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.geometry.base import BaseGeometry

from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError


def read_area(path: Path) -> BaseGeometry:
    """Read the polygons of a vector file as one geometry in WGS84 (longitude, latitude).

    Raises PlannerError where the file cannot be read, has no CRS or holds no polygon.
    """
    try:
        frame = pyogrio.read_dataframe(path)
    except (DataSourceError, DataLayerError) as error:
        raise PlannerError(
            tr("The area file {file} cannot be read.").format(file=path.name),
            tr("Use a GeoJSON, GeoPackage or Shapefile with one or more polygons."),
        ) from error
    drawn = isinstance(frame, gpd.GeoDataFrame)  # a file of rows without geometry is a plain table
    kinds = frame.geometry.geom_type if drawn else frame.index
    polygons = frame[kinds.isin(["Polygon", "MultiPolygon"])]
    if polygons.empty:
        raise PlannerError(
            tr("The area file {file} holds no polygon.").format(file=path.name),
            tr("Use a GeoJSON, GeoPackage or Shapefile with one or more polygons."),
        )
    if polygons.crs is None:
        raise PlannerError(
            tr("The area file {file} does not say its coordinate system.").format(file=path.name),
            tr("Save it again with its coordinate system, for example as GeoPackage."),
        )
    area = shapely.union_all(shapely.make_valid(polygons.geometry.to_crs(4326).to_numpy()))
    if not shapely.box(-180.0, -90.0, 180.0, 90.0).contains(area):
        raise PlannerError(
            tr("The coordinates of {file} are not those of the coordinate system it names.").format(
                file=path.name
            ),
            tr("Save it again with its coordinate system, for example as GeoPackage."),
        )
    return area
