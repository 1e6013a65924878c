"""Edits of a project's tables by hand: each takes a project and returns another one.

What is taken out is kept among the rejected rows with its values and its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.language import tr
from fibre_planner.model.edit_values import cell_values, checked_shape
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.model.tables import GEOMETRY_TYPES, columns, conform, id_column

FIXED = ("coverage", "census", "rejected", "history")
"""Tables that are results, records or grids of an office; the others may be edited by hand."""

DRAWN = "drawn-"
"""How the ids of rows begin that were made by hand."""

DELETED = "deleted_by_hand"
"""Code of the rejected rows that were deleted by hand."""

_WKT_DIGITS = 3


def next_id(project: Project, table: str) -> str:
    """Return the id that the next row made by hand gets; those of deleted rows are not used again.

    The same tables give the same id.
    """
    removed = project.rejected.loc[project.rejected["layer"] == table, "row"]
    taken = pd.concat([project.layer(table)[id_column(table)], removed])
    numbers = taken[taken.str.startswith(DRAWN)].str.slice(len(DRAWN))
    numbers = numbers[numbers.str.fullmatch(r"\d{1,9}")].astype("int64")
    return f"{DRAWN}{int(numbers.max()) + 1 if len(numbers) else 1:06d}"


def add_row(project: Project, table: str, values: Mapping[str, Any], shape: Any = None) -> Project:
    """Return the project with one more row, whose id is `next_id` unless the values name one.

    values: by column; what is not named gets its default. shape: shapely geometry in the
    project's CRS, where the table has one. Raises PlannerError for values or a shape that the
    table cannot hold, and for an id that is taken.
    """
    _refuse_results(table)
    key = id_column(table)
    row_id = str(values.get(key) or next_id(project, table))
    frame = project.layer(table)
    if (frame[key] == row_id).any():
        raise PlannerError(
            tr("There is a row with the identifier “{id}” already.").format(id=row_id),
            tr("Choose another one, or leave it empty."),
        )
    given = {name: value for name, value in values.items() if name != key}
    made = {name: cell_values(table, name, [value]) for name, value in given.items()}
    row = pd.DataFrame({key: [row_id], **made})
    if table in GEOMETRY_TYPES:
        places = np.array([checked_shape(table, shape)], dtype=object)
        row = gpd.GeoDataFrame(row, geometry=places, crs=frame.crs)
    at = int(frame[key].searchsorted(row_id))
    rows = [frame.iloc[:at], conform(table, row), frame.iloc[at:]]
    return _put(project, **{table: pd.concat(rows, ignore_index=True)})


def remove_rows(project: Project, table: str, ids: Iterable[str], reason: str = "") -> Project:
    """Return the project without some rows; they are kept among the rejected rows.

    With an address go the supply rows that speak of it, which are kept as well, and its row of
    the coverage, which is a result. Plans stay as they were made. reason: a sentence; by
    default that the row was deleted by hand. Ids that are not there are passed over.
    """
    _refuse_results(table)
    ids = frozenset(ids)
    why = {table: reason or tr("Deleted by hand.")}
    gone = {table: project.layer(table)[id_column(table)].isin(ids).to_numpy()}
    if table == "addresses":
        why["supply"] = tr("Its address was deleted by hand.")
        gone["supply"] = project.supply["address_id"].isin(ids).to_numpy()
    changed: dict[str, pd.DataFrame] = {}
    kept = [project.rejected]
    for name, rows in gone.items():  # the table, and the supply with the addresses
        if rows.any():
            frame = project.layer(name)
            kept.append(_rejections(project, name, frame[rows], why[name]))
            changed[name] = frame[~rows].reset_index(drop=True)
    if not changed:
        return project
    counted = project.coverage["address_id"].isin(ids)
    if table == "addresses" and counted.any():
        changed["coverage"] = project.coverage[~counted].reset_index(drop=True)
    rejected = conform("rejected", pd.concat(kept, ignore_index=True))
    return _put(project, **changed, rejected=rejected)


def set_geometry(project: Project, table: str, shapes: Mapping[str, Any]) -> Project:
    """Return the project with other places of some rows; crossing areas are mended.

    shapes: id → shapely geometry in the project's CRS. Raises PlannerError for a shape that the
    layer cannot hold, or an id that is not there.
    """
    _refuse_results(table)
    if not shapes:
        return project
    frame = project.layer(table)
    at = _positions(project, table, list(shapes))
    places = frame.geometry.to_numpy().copy()
    places[at] = [checked_shape(table, shape) for shape in shapes.values()]
    return _put(project, **{table: frame.assign(geometry=gpd.GeoSeries(places, crs=frame.crs))})


def set_values(
    project: Project, table: str, ids: Sequence[str], values: Mapping[str, Any]
) -> Project:
    """Return the project with other values in some columns of some rows.

    values: column → one value for all rows, or a list with one for each id. Numbers, dates
    (ISO 8601), flags and codes are checked by the data dictionary. Raises PlannerError for a
    value that a column cannot hold, an id that is not there, or the id column itself.
    """
    _refuse_results(table)
    if not len(ids) or not values:
        return project
    frame = project.layer(table)
    at = _positions(project, table, ids)
    made: dict[str, pd.Series[Any]] = {}
    for name, value in values.items():  # a handful of columns
        several = isinstance(value, list | tuple | np.ndarray)
        new = cell_values(table, name, value if several else [value] * len(ids))
        made[name] = frame[name].copy()
        made[name].iloc[at] = new
    return _put(project, **{table: frame.assign(**made)})


def _put(project: Project, **layers: pd.DataFrame) -> Project:
    """Return the project with tables that are in shape already, which spares shaping all rows."""
    return replace(project, **cast(Any, layers))


def _refuse_results(table: str) -> None:
    if table in FIXED or table not in LAYERS:
        raise PlannerError(
            tr("This table is a result or a record, which is not changed by hand."),
            tr("Change the data it is made of and compute it again."),
        )


def _positions(project: Project, table: str, ids: Sequence[str]) -> Any:
    at = pd.Index(project.layer(table)[id_column(table)]).get_indexer(pd.Index(list(ids)))
    if (at < 0).any():
        lost = list(ids)[int(np.flatnonzero(at < 0)[0])]
        raise PlannerError(
            tr("There is no row with the identifier “{id}”.").format(id=lost),
            tr("It may have been deleted; undo brings it back."),
        )
    return at


def _rejections(project: Project, table: str, rows: pd.DataFrame, reason: str) -> pd.DataFrame:
    """Return deleted rows in the shape of `rejected`, each with an id that is not taken."""
    key = id_column(table)
    plain = pd.DataFrame(rows)
    if table in GEOMETRY_TYPES:
        shapes = rows.geometry.to_numpy()
        places = shapely.to_wkt(shapes, rounding_precision=_WKT_DIGITS, trim=True)
        plain = plain.drop(columns=rows.geometry.name).assign(geometry=places)
    stem = f"{table}:deleted:" + rows[key].astype("str")
    ids, taken = stem, set(project.rejected["rejected_id"])
    repeat = 0
    # The same id may be deleted, brought back by an import, and deleted again.
    while (again := ids.isin(taken)).any():
        repeat += 1
        ids = ids.where(~again, stem + f"~{repeat}")
    told = [column.name for column in columns(table)] + ["geometry"]
    frame = pd.DataFrame(
        {
            "rejected_id": ids,
            "source": rows.get("source", ""),
            "layer": table,
            "row": rows[key],
            "code": DELETED,
            "reason": reason,
            "values": [
                json.dumps({name: row[name] for name in told if name in row}, ensure_ascii=False)
                for row in plain.to_dict("records")
            ],
        }
    )
    return conform("rejected", frame)
