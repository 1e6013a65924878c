"""Mend the rows of a project file that another program has edited: ids and missing geometries."""

from __future__ import annotations

import hashlib

import geopandas as gpd
import pandas as pd

from fibre_planner.io.imported import Rejection, rejected_table
from fibre_planner.language import tr
from fibre_planner.model.tables import GEOMETRY_TYPES, id_column


def mend_rows(table: str, frame: pd.DataFrame, source: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows with a unique id each, and in the shape of `rejected` those without place.

    A row drawn in a GIS has no id and gets one of its values; a row that repeats an id, as
    splitting a feature leaves it, gets the id with a number behind it.
    """
    frame, rejected = _without_homeless(table, frame, source)
    key = id_column(table)
    if key not in frame:
        frame = frame.assign(**{key: ""})
    ids = frame[key].astype("object").where(frame[key].notna(), "").astype("str")
    missing = ids == ""
    if missing.any():
        told = pd.DataFrame(frame.loc[missing]).astype("str").fillna("")
        made = [_hash_of(values) for values in told.to_numpy().tolist()]
        ids = ids.where(~missing, pd.Series(made, index=frame.index[missing]).reindex(frame.index))
    # A number behind an id may itself be taken already, hence until nothing repeats.
    while ids.duplicated().any():
        repeat = ids.groupby(ids).cumcount()
        ids = ids.where(repeat == 0, ids + "~" + repeat.astype("str"))
    return frame.assign(**{key: ids.astype("str")}), rejected


def _without_homeless(
    table: str, frame: pd.DataFrame, source: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if table not in GEOMETRY_TYPES or not isinstance(frame, gpd.GeoDataFrame):
        return frame, rejected_table(source, table, ())
    homeless = frame.geometry.isna() | frame.geometry.is_empty
    if not homeless.any():
        return frame, rejected_table(source, table, ())
    lost = pd.DataFrame(frame.loc[homeless].drop(columns=frame.geometry.name))
    rejections = [
        Rejection(
            str(values.get(id_column(table)) or number),
            "no_geometry",
            tr("The row has no place on the map."),
            values,
        )
        for number, values in enumerate(lost.to_dict("records"), start=1)
    ]
    return frame.loc[~homeless], rejected_table(source, table, rejections)


def _hash_of(values: list[str]) -> str:
    return hashlib.sha256("\x1f".join(values).encode("utf-8", "replace")).hexdigest()[:16]
