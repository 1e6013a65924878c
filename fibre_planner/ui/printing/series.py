"""Series of maps: one page per district, area or construction site, with an overview first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from fibre_planner.language import mark, tr
from fibre_planner.ui.facts import area_kind
from fibre_planner.ui.map.viewport import Box
from fibre_planner.ui.printing.map_page import MapPage, Mark
from fibre_planner.ui.printing.paper import fitting_scale, grown, middle_of
from fibre_planner.ui.printing.title_block import Numbered

if TYPE_CHECKING:
    from fibre_planner.model.project import Project

SERIES: Mapping[str, str] = {
    "districts": mark("One page per district"),
    "areas": mark("One page per area"),
    "sites": mark("One page per construction site"),
}
"""Kind of series → what it is called in the dialog."""

_AREAS = ("funding_area", "moratorium", "phase", "business_park", "school", "hospital")
_LEAST_M = 60.0
_MARGIN = 0.04


@dataclass(frozen=True)
class Feature:
    """What one page of a series shows: its name and the box around it, in metres."""

    name: str
    box: Box


def features_of(project: Project, kind: str) -> list[Feature]:
    """Return what a series of a kind can show, by name."""
    if kind == "sites":
        table = project.sites
        names = table["title"].where(table["title"] != "", table["site_id"])
    elif kind == "areas":
        table = project.areas[project.areas["kind"].isin(_AREAS)]
        kinds = table["kind"].map({code: area_kind({"kind": code}) for code in _AREAS})
        names = table["name"].where(table["name"] != "", kinds + " " + table["area_id"])
    else:
        table = project.areas[project.areas["kind"] == "district"]
        if table.empty:
            return _districts_of_addresses(project)
        names = table["name"].where(table["name"] != "", table["area_id"])
    return _features(names, shapely.bounds(table.geometry.to_numpy()))


def _districts_of_addresses(project: Project) -> list[Feature]:
    """Return the districts that the addresses name, where there are no areas of them."""
    table = project.addresses[project.addresses["district"] != ""]
    groups = table.geometry.bounds.groupby(table["district"])
    low, high = groups.min(), groups.max()
    boxes = np.column_stack([low[["minx", "miny"]], high[["maxx", "maxy"]]])
    return _features(low.index.to_series(), boxes)


def _features(names: Any, boxes: np.ndarray) -> list[Feature]:
    """Return features by name; parts of one name are put together, those without a place left."""
    found: dict[str, Box] = {}
    for name, box in zip(names.tolist(), boxes.tolist(), strict=True):  # a few hundred at most
        if not np.isfinite(box).all():
            continue
        known = found.get(name)
        found[name] = _around(known, tuple(box)) if known else tuple(box)
    return [Feature(name, _not_tiny(found[name])) for name in sorted(found)]


def _around(one: Box, other: Box) -> Box:
    low, high = np.minimum(one, other)[:2], np.maximum(one, other)[2:]
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _not_tiny(box: Box) -> Box:
    """Return a box of a certain size at least, so that a point is seen with its surroundings."""
    x, y = middle_of(box)
    half_x, half_y = max(box[2] - box[0], _LEAST_M) / 2, max(box[3] - box[1], _LEAST_M) / 2
    return (x - half_x, y - half_y, x + half_x, y + half_y)


def series_pages(like: MapPage, features: Sequence[Feature], scale: int = 0) -> list[MapPage]:
    """Return an overview and a page per feature.

    like: what the pages have in common. scale: that of all pages, 0 fits each to its feature.
    """
    count = len(features) + 1
    pages = []
    for number, feature in enumerate(features, start=2):
        own = scale or fitting_scale(like.paper, grown(feature.box, _MARGIN))
        pages.append(
            replace(
                like,
                middle=middle_of(feature.box),
                scale=own,
                numbered=Numbered(feature.name, number, count),
            )
        )
    return [_overview(like, features), *pages]


def _overview(like: MapPage, features: Sequence[Feature]) -> MapPage:
    """Return a map of all features, each with the number of its page."""
    corners = np.array([feature.box for feature in features])
    box: Box = (
        float(corners[:, 0].min()),
        float(corners[:, 1].min()),
        float(corners[:, 2].max()),
        float(corners[:, 3].max()),
    )
    marks = tuple(Mark(one.box, str(number)) for number, one in enumerate(features, start=2))
    return replace(
        like,
        middle=middle_of(box),
        scale=fitting_scale(like.paper, grown(box, _MARGIN)),
        numbered=Numbered(tr("Overview"), 1, len(features) + 1),
        marks=marks,
    )
