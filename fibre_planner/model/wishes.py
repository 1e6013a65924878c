"""Wishes for streets and for places of cabinets and PoPs, as edits of the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.model.editing import DRAWN, add_row, set_geometry, set_values
from fibre_planner.model.project import Project
from fibre_planner.model.tables import conform


def wish_for(project: Project, street_ids: Iterable[str], wish: str, reason: str = "") -> Project:
    """Return the project with another wish for whole streets, in place of those they had.

    wish: blocked, preferred, or empty for none. The same project where nothing changes.
    """
    streets = project.streets
    chosen = streets[streets["street_id"].isin(set(street_ids))]
    kept = project.wishes[~project.wishes["street_id"].isin(chosen["street_id"])]
    if not wish:
        return _put(project, kept)
    rows = chosen[["street_id", "name", "geometry"]].rename(columns={"name": "street"})
    return _put(project, kept, rows.assign(wish=wish, reason=reason))


def without_wishes(project: Project, wish_ids: Iterable[str]) -> Project:
    """Return the project without some wishes, the same one where none of them is there."""
    return _put(project, project.wishes[~project.wishes["wish_id"].isin(set(wish_ids))])


def streets_of_wishes(project: Project, wish_ids: Iterable[str]) -> list[str]:
    """Return the ids of the streets that some wishes are for."""
    rows = project.wishes[project.wishes["wish_id"].isin(set(wish_ids))]
    return sorted(set(rows["street_id"]))


def draw_route(project: Project, pieces: Sequence[Mapping[str, Any]], reason: str) -> Project:
    """Return the project with wishes for pieces of streets, after those that are there.

    pieces: wish, street_id and geometry of each, the line along the street.
    """
    names = project.streets.set_index("street_id")["name"]
    rows = gpd.GeoDataFrame(
        pd.DataFrame(
            {
                "wish": [piece["wish"] for piece in pieces],
                "street_id": [piece["street_id"] for piece in pieces],
                "street": [names.get(piece["street_id"], "") for piece in pieces],
                "reason": reason,
            }
        ),
        geometry=[piece["geometry"] for piece in pieces],
        crs=project.streets.crs,
    )
    return _put(project, project.wishes, rows)


def place_nodes(
    project: Project,
    kind: str,
    place: tuple[float, float],
    keep: Sequence[tuple[float, float]],
    told: tuple[str, str, tuple[str, str]],
) -> Project:
    """Return the project with the wish that a cabinet or PoP stands at a place.

    kind: cabinet or pop. keep: places of others that are to stay where they are. told: id of the
    wish that is changed (empty for a new one), the day as ISO 8601, and the reasons written with
    the wish and with those for the others.
    """
    wish_id, day, (reason, keeping) = told
    point = shapely.Point(place)
    if wish_id:
        values = {"wished_on": day, "reason": reason}
        project = set_geometry(project, "node_wishes", {wish_id: point})
        project = set_values(project, "node_wishes", [wish_id], values)
    else:
        values = {"kind": kind, "wished_on": day, "reason": reason}
        project = add_row(project, "node_wishes", values, point)
    for other in keep:  # a few PoPs
        values = {"kind": kind, "wished_on": day, "reason": keeping}
        project = add_row(project, "node_wishes", values, shapely.Point(other))
    return project


def _put(project: Project, kept: Any, more: Any = None) -> Project:
    """Return the project with some of its wishes and further ones, whose ids count on."""
    before = project.wishes
    if more is None or more.empty:
        if len(kept) == len(before):
            return project
        frame = kept.reset_index(drop=True)
    else:
        numbers = before["wish_id"].str.slice(len(DRAWN))
        numbers = numbers[before["wish_id"].str.fullmatch(DRAWN + r"\d{1,9}")].astype("int64")
        first = int(numbers.max()) + 1 if len(numbers) else 1
        ids = [f"{DRAWN}{number:06d}" for number in first + np.arange(len(more))]
        more = gpd.GeoDataFrame(more.assign(wish_id=ids), crs=project.crs)
        frame = pd.concat([kept, conform("wishes", more)], ignore_index=True)
    return replace(project, wishes=cast(Any, conform("wishes", frame)))
