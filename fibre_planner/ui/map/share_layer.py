"""The layer of the map that colours areas by a share: districts, building blocks or squares."""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from fibre_planner.model.ruleset import SHARE_MEASURES
from fibre_planner.resources import RESOURCES, read_toml
from fibre_planner.ui.map.geometry import Paths, make_points
from fibre_planner.ui.map.labels import ScaledPlaces
from fibre_planner.ui.map.scene_layers import Rows, SceneLayer, polygon_layer

if TYPE_CHECKING:
    from fibre_planner.model.project import Project

UNITS = ("district", "block", "grid")

SQUARES: tuple[tuple[float, float, float], ...] = (
    (100.0, 0.0, 3.0),
    (250.0, 3.0, 8.0),
    (500.0, 8.0, math.inf),
)
"""Sides of the squares in metres, and from which scale to below which they are seen (m per px)."""


_SQUARES_TABLE = "squares"
SHARE_TABLES = ("shares", _SQUARES_TABLE)
"""Tables whose rows are areas with a share."""


@dataclass(frozen=True)
class ShareChoice:
    """What areas are coloured by: a measure and the kind of area."""

    measure: str
    by: str


@cache
def share_choice(measure: str, by: str) -> ShareChoice | None:
    """Return a choice, always the same object; None where there is no such measure or area."""
    return ShareChoice(measure, by) if measure in SHARE_MEASURES and by in UNITS else None


@cache
def bounds() -> tuple[float, ...]:
    """Return the lower bounds of the classes of shares, ascending."""
    return tuple(read_toml(RESOURCES / "styles" / "colours.toml")["share"]["from"])


def share_layers(project: Project, chosen: ShareChoice | None) -> list[SceneLayer]:
    """Return the areas with the class of their share as kind (0 without a share, then from 1)."""
    if chosen is None:
        return []
    workflow = importlib.import_module("fibre_planner.workflow")
    if chosen.by != "grid":
        found = workflow.area_shares(project, chosen.measure, chosen.by)
        return [_layer("shares", "shares", found)]
    fine, *coarse = (
        workflow.area_shares(project, chosen.measure, "grid", side) for side, *_ in SQUARES
    )
    several = type(fine)(importlib.import_module("pandas").concat(coarse, ignore_index=True))
    return [
        _layer("shares", _SQUARES_TABLE, fine),
        _layer("shares_coarse", _SQUARES_TABLE, several),
    ]


def _layer(key: str, table: str, found: Any) -> SceneLayer:
    """Return areas with the class of their share as kind, and the share as text in the facts."""
    share = found["share"].to_numpy(float)
    kind = np.searchsorted(bounds(), np.nan_to_num(share), side="right")
    kind[np.isnan(share)] = 0
    percent = np.floor(np.nan_to_num(share) * 100 + 0.5).astype(int)
    # What is not all or nothing is never called so.
    percent = np.where(share < 1, np.minimum(percent, 99), percent)
    percent = np.where(share > 0, np.maximum(percent, 1), percent)
    texts = np.where(np.isnan(share), "–", np.char.add(percent.astype(str), " %"))
    ids = found["unit_id"].to_numpy(object)
    made = polygon_layer(
        key, "shares", table, Rows(found.geometry.to_numpy(), kind.astype(np.uint8), ids)
    )
    return replace(made, counted=key == "shares", facts=found.assign(told=texts.astype(object)))


def is_of_squares(layer: SceneLayer) -> bool:
    """Return whether a layer holds squares of several sides, of which a scale shows one."""
    return layer.table == _SQUARES_TABLE


def seen_squares(data: Paths, parts: np.ndarray, resolution: float) -> np.ndarray:
    """Return the parts whose squares are of the side that is seen at a scale in metres per px."""
    wanted = next(side for side, low, high in SQUARES if low <= resolution < high)
    width = data.boxes[parts, 2] - data.boxes[parts, 0]
    found: np.ndarray = parts[np.abs(width - wanted) < 1e-3]
    return found


def share_places(layers: list[SceneLayer]) -> tuple[ScaledPlaces, ...]:
    """Return where the shares of areas are written."""
    squares = is_of_squares(layers[0])
    found = []
    for layer in layers:
        data = layer.data
        if not isinstance(data, Paths) or not len(data):
            continue
        _, first = np.unique(data.polygon, return_index=True)
        width = data.boxes[first, 2] - data.boxes[first, 0]
        inner = _inner_places(data)
        for side, low, high in SQUARES if squares else ((0.0, 0.0, math.inf),):
            rows = np.flatnonzero(np.abs(width - side) < 1e-3) if side else np.arange(len(width))
            if not len(rows):
                continue
            ids = layer.facts["told"].to_numpy(object)[data.feature[first[rows]]]
            places = make_points(inner[rows], data.kind[data.feature[first[rows]]], ids)
            found.append(ScaledPlaces(places, width[rows], low, high))
    return tuple(found)


def _inner_places(data: Paths) -> np.ndarray:
    """Return a place (n, 2) inside each polygon."""
    owner = np.repeat(np.arange(len(data)), np.diff(data.starts))
    rings = shapely.linearrings(data.xy, indices=owner)
    polygons = shapely.polygons(rings, indices=data.polygon)
    places: np.ndarray = shapely.get_coordinates(shapely.point_on_surface(polygons))
    return places
