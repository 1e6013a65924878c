"""Splitting a line of a table at a place: two rows that keep what the one had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from fibre_planner.language import tr
from fibre_planner.model.editing import next_id
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform, id_column

SPLITTABLE = ("streets", "ducts", "plan_trenches")
"""Tables whose lines can be split; trenches are those of a plan, lead-ins apart."""

_SHORTEST_M = 0.5
_SHARED = ("length_m", "cost_low_eur", "cost_base_eur", "cost_high_eur")
"""Columns that go by length; the two parts add up to what the whole had."""


def split_line(project: Project, table: str, row_id: str, place: tuple[float, float]) -> Project:
    """Return the project with a street or duct split at the place on it nearest to a given one.

    The first part keeps the id. Wishes for a split street are divided with it. Raises PlannerError
    for a row that is not there, or a place at its end.
    """
    frame = project.layer(table)
    row = _row_of(frame, row_id)
    axis = frame.geometry.iloc[row]
    cut_m = _cut(axis, place)
    further = next_id(project, table)
    parts = {row_id: substring(axis, 0.0, cut_m), further: substring(axis, cut_m, axis.length)}
    layers: dict[str, Any] = {table: _in_two(frame, row, parts)}
    if table == "streets" and (project.wishes["street_id"] == row_id).any():
        layers["wishes"] = _divided_wishes(project, row_id, axis, cut_m, further)
    return project.with_layers(**layers)


def split_trench(
    project: Project, plan_id: str, trench_id: str, place: tuple[float, float]
) -> Project:
    """Return the project with a trench of a plan split; lengths and costs are divided by length.

    Raises PlannerError for a trench that is not there, a lead-in, or a place at its end.
    """
    plan = project.plan(plan_id)
    frame = plan.trenches
    row = _row_of(frame, trench_id)
    if frame["level"].iloc[row] == "lead_in":
        raise PlannerError(
            tr("A lead-in leads to one building and is not split."),
            tr("Split a trench in the street."),
        )
    axis = frame.geometry.iloc[row]
    cut_m = _cut(axis, place)
    taken, number = set(frame["trench_id"]), 2
    while (further := f"{trench_id}~{number}") in taken:
        number += 1
    parts = {trench_id: substring(axis, 0.0, cut_m), further: substring(axis, cut_m, axis.length)}
    share = cut_m / axis.length
    whole = frame.iloc[row]
    first = {name: round(float(whole[name]) * share, 2) for name in _SHARED}
    values = {
        trench_id: first,
        further: {name: float(whole[name]) - first[name] for name in _SHARED},
    }
    made = replace(plan, trenches=cast(Any, _in_two(frame, row, parts, values)))
    plans = tuple(made if each.plan_id == plan_id else each for each in project.plans)
    return replace(project, plans=plans)


def _row_of(frame: Any, row_id: str) -> int:
    found = np.flatnonzero((frame.iloc[:, 0] == row_id).to_numpy())
    if not len(found):
        raise PlannerError(
            tr("There is no row with the identifier “{id}”.").format(id=row_id),
            tr("It may have been deleted; undo brings it back."),
        )
    return int(found[0])


def _cut(axis: Any, place: tuple[float, float]) -> float:
    """Return where along a line the place nearest to another one lies, in metres."""
    cut_m = float(axis.project(shapely.Point(place)))
    if not _SHORTEST_M <= cut_m <= axis.length - _SHORTEST_M:
        raise PlannerError(
            tr("Here the line ends."), tr("Click between its ends, at least half a metre away.")
        )
    return cut_m


def _in_two(
    frame: Any,
    row: int,
    parts: Mapping[str, Any],
    values: Mapping[str, Mapping[str, float]] | None = None,
) -> Any:
    """Return a table with two rows in place of one. parts: id → line; values: id → columns."""
    key = str(frame.columns[0])
    twice = frame.iloc[[row, row]].copy()
    twice[key] = list(parts)
    for name in _SHARED if values else ():
        twice[name] = [values[part][name] for part in parts] if values else []
    twice = twice.set_geometry(
        gpd.GeoSeries(list(parts.values()), index=twice.index, crs=frame.crs)
    )
    rows = pd.concat([frame.iloc[:row], twice, frame.iloc[row + 1 :]], ignore_index=True)
    return rows.sort_values(key, kind="stable", ignore_index=True)


def _divided_wishes(
    project: Project, street_id: str, axis: Any, cut_m: float, further: str
) -> gpd.GeoDataFrame:
    """Return the wishes with those for a split street divided between its parts."""
    wishes = project.wishes
    mine = wishes["street_id"] == street_id
    rows: list[dict[str, Any]] = []
    number = int(next_id(project, "wishes").rpartition("-")[2])
    key = id_column("wishes")
    for wish in wishes[mine].to_dict("records"):  # few, made by hand
        ends = shapely.get_coordinates(wish["geometry"])[[0, -1]]
        begin, end = sorted(axis.project(shapely.Point(xy)) for xy in ends.tolist())
        for at, (low, high) in enumerate(((begin, min(end, cut_m)), (max(begin, cut_m), end))):
            if high - low < _SHORTEST_M:
                continue
            wish_id = wish[key]
            if rows and rows[-1][key] == wish_id:  # its second part
                wish_id, number = f"drawn-{number:06d}", number + 1
            street = further if at else street_id
            line = substring(axis, low, high)
            rows.append({**wish, key: wish_id, "street_id": street, "geometry": line})
    divided = gpd.GeoDataFrame(rows, geometry="geometry", crs=wishes.crs)
    return cast(
        gpd.GeoDataFrame,
        conform("wishes", pd.concat([wishes[~mine], divided], ignore_index=True)),
    )
