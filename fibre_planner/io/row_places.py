"""Where the rows of a file lie: their geometries in the project's coordinate system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from fibre_planner.io.cell_values import to_numbers, to_text
from fibre_planner.io.crs import Placement, contradicts, parse_crs, place
from fibre_planner.io.geometry_texts import parse_texts
from fibre_planner.io.row_ledger import RowLedger
from fibre_planner.io.row_values import cells_of
from fibre_planner.language import ntr, tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.geometries import coerce, problem_text


def place_rows(
    rows: pd.DataFrame,
    mapping: Mapping[str, str],
    ledger: RowLedger,
    wanted: str,
    crs: str,
    source_crs: str | None,
) -> gpd.GeoDataFrame:
    """Return the rows with their geometries; multi-part points and lines become several rows.

    wanted: geometry type of the layer. Column `_part` says "1", "2" … where a row was split.
    Rows without a usable place are refused.
    """
    values, known, missing = _geometries(mapping, ledger, source_crs)
    values = values[rows["_row"].to_numpy()]
    shapes = coerce(values, wanted)
    problem = shapes.problem
    problem[problem == "no_geometry"] = missing
    good = problem == ""
    placed = shapes.found.copy()
    placed[~good] = None
    centre = _centres(placed)
    if known is not None and source_crs is None and contradicts(*centre, known):
        # GeoJSON is degrees by its standard, and many programs write metres all the same.
        ledger.notes.append(tr("The coordinates are not in the system that the file names."))
        known = None
    placement = place(*centre, known, crs, ledger.source.name)
    ledger.notes.extend(placement.notes)
    placed, outside = _in_project(placed, placement, crs)
    problem[good & outside] = "outside_crs"
    if shapes.mended:
        note = ntr(
            "1 area crossed itself and was mended.",
            "{count} areas crossed themselves and were mended.",
            shapes.mended,
        )
        ledger.notes.append(note.format(count=shapes.mended))
    taken = rows.take(shapes.row).reset_index(drop=True)
    _refuse(taken, problem, ledger)
    several = shapes.parts > 1
    taken["_part"] = np.where(several, (shapes.part + 1).astype(str), "")
    keep = problem == ""
    return gpd.GeoDataFrame(taken.loc[keep].reset_index(drop=True), geometry=placed[keep], crs=crs)


def add_told_places(
    rows: pd.DataFrame, ledger: RowLedger, crs: str, source_crs: str | None
) -> pd.DataFrame:
    """Return supply rows with the points of their file as place_x_m and place_y_m, NaN for none.

    A row without a usable point stays, as its text may still name its address.
    """
    shapes = ledger.source.geometry
    if shapes is None or not (shapes.geom_type == "Point").any():
        return rows
    values, known, _missing = _geometries({}, ledger, source_crs)
    values = np.where(shapely.get_type_id(values) == 0, values, None)
    placement = place(*_centres(values), known, crs, ledger.source.name)
    placed, _outside = _in_project(values, placement, crs)
    x, y = (axis[rows["_row"].to_numpy()].round(3) for axis in _centres(placed))
    finite = np.isfinite(x) & np.isfinite(y)
    return rows.assign(place_x_m=np.where(finite, x, np.nan), place_y_m=np.where(finite, y, np.nan))


def _geometries(
    mapping: Mapping[str, str], ledger: RowLedger, source_crs: str | None
) -> tuple[Any, pyproj.CRS | None, str]:
    """Return one geometry per row of the file, their system, and the code for a missing one."""
    given = parse_crs(source_crs) if source_crs else None
    source = ledger.source
    told = any(target in mapping for target in ("wkt", "x"))
    if source.geometry is not None and not (told and source.geometry.isna().all()):
        return source.geometry.to_numpy(), given or _usable(source.geometry.crs), "no_geometry"
    texts = cells_of("wkt", mapping, ledger)
    if texts is not None:
        values, srid = parse_texts(to_text(texts))
        return values, given or (parse_crs(srid) if srid else None), "no_geometry"
    x, y = (cells_of(axis, mapping, ledger) for axis in ("x", "y"))
    if x is None or y is None:
        raise PlannerError(
            tr("{file} says nowhere where its rows lie.").format(file=source.name),
            tr("Name the columns with the coordinates, for example x=Rechtswert y=Hochwert."),
        )
    pair = [to_numbers(cells, "plain", grouped=False).column.to_numpy() for cells in (x, y)]
    known = np.isfinite(pair[0]) & np.isfinite(pair[1])
    values = np.full(len(known), None, dtype=object)
    values[known] = shapely.points(pair[0][known], pair[1][known])
    return values, given, "no_coordinates"


def _usable(crs: Any) -> pyproj.CRS | None:
    """Return a file's system unless it is one of those that say nothing ("undefined")."""
    if crs is None:
        return None
    found = pyproj.CRS(crs)
    return found if found.is_geographic or found.is_projected else None


def _centres(values: Any) -> tuple[Any, Any]:
    bounds = shapely.bounds(values)
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _in_project(values: Any, placement: Placement, crs: str) -> tuple[Any, Any]:
    """Return geometries in the project's system, and which of them cannot lie in it."""
    if placement.swapped.any():
        values[placement.swapped] = shapely.transform(
            values[placement.swapped], lambda pairs: pairs[:, ::-1]
        )
    if placement.x_offset:
        prefixed = _centres(values)[0] > placement.x_offset
        values[prefixed] = shapely.transform(
            values[prefixed], lambda pairs: pairs - [placement.x_offset, 0.0]
        )
    placed = gpd.GeoSeries(values, crs=placement.crs).to_crs(crs).to_numpy()
    outside = ~np.isfinite(shapely.bounds(placed)).all(axis=1)
    return placed, outside


def _refuse(rows: pd.DataFrame, problem: Any, ledger: RowLedger) -> None:
    for code in np.unique(problem[problem != ""].astype(str)):
        positions = rows["_row"].to_numpy()[problem == code]
        ledger.refuse(positions, code, problem_text(code))
