"""The layer of the map that shows in which year each planned trench is built."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from fibre_planner.model.year_styles import year_styles
from fibre_planner.ui.map.geometry import Points, make_points
from fibre_planner.ui.map.scene_layers import Rows, SceneLayer, line_layer

if TYPE_CHECKING:
    from fibre_planner.model.plan import Plan

_BEFORE = 1989
"""Kinds are years counted from here, as they must be small; 0 stands for none."""

_LABEL_CELL_M = 300.0
"""In a square of this size each year is written at most once."""


def dated_trenches(plan: Plan | None) -> Any:
    """Return the trenches of a plan that has years of building, else None."""
    return None if plan is None or plan.phases.empty else plan.trenches


def phase_layers(trenches: Any) -> list[SceneLayer]:
    """Return lead-ins and trenches in streets with their years as kinds; none without years."""
    if trenches is None:
        return []
    kind = _kinds(trenches)
    ids = trenches.iloc[:, 0].to_numpy(dtype=object)
    rows = Rows(trenches.geometry.to_numpy(), kind, ids)
    lead_in = (trenches["level"] == "lead_in").to_numpy()
    thin = line_layer("phase_lead_ins", "phases", "plan_trenches", rows.take(lead_in))
    return [
        SceneLayer(thin.key, thin.group, thin.table, thin.data, counted=False),
        line_layer("phases", "phases", "plan_trenches", rows.take(~lead_in)),
    ]


def year_places(trenches: Any) -> Points:
    """Return where years are written: on the longest trench of each year in each square."""
    streets = trenches[trenches["level"] != "lead_in"]
    lines = streets.geometry.to_numpy()
    xy = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    kind = _kinds(streets)
    longest = np.lexsort((np.arange(len(lines)), -shapely.length(lines)))
    cell = np.column_stack([np.floor(xy / _LABEL_CELL_M), kind])[longest]
    _, first = np.unique(cell, axis=0, return_index=True)
    chosen = longest[np.sort(first)]
    names = np.array([str(year) if year else "–" for year in _years(kind[chosen])], dtype=object)
    return make_points(xy[chosen], kind[chosen], names)


def year_of_kind(kind: int) -> int:
    """Return the year a kind stands for, 0 for none."""
    return kind + _BEFORE if kind else 0


@lru_cache(maxsize=64)
def _styles(kinds: tuple[int, ...]) -> dict[int, dict[str, Any]]:
    return dict(zip(kinds, year_styles([year_of_kind(kind) for kind in kinds]), strict=True))


def styles_of_kinds(kinds: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return colour and dash_px of the years of a plan by their kinds, the first year first."""
    return _styles(tuple(sorted(kinds, key=lambda kind: (kind == 0, kind))))


def _kinds(trenches: Any) -> np.ndarray:
    year = trenches["year"].to_numpy(np.int64)
    kind: np.ndarray = np.where(year > 0, np.clip(year - _BEFORE, 1, 255), 0).astype(np.uint8)
    return kind


def _years(kinds: np.ndarray) -> list[int]:
    return [year_of_kind(int(kind)) for kind in kinds]
