"""Wishes for streets, blocked, preferred or drawn by hand, as edits of the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from fibre_planner.model.editing import DRAWN
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
