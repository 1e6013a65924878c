"""The texts of the map and where they may stand without covering each other; without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from fibre_planner.ui.map.geometry import Paths, Points, make_paths, make_points
from fibre_planner.ui.map.viewport import Box

_CELL_PX = 4


def _no_points() -> Points:
    return make_points(np.empty((0, 2)), np.empty(0), np.empty(0, dtype=object))


def _no_paths() -> Paths:
    nothing = np.empty(0, dtype=object)
    return make_paths(nothing, np.empty(0), nothing, closed=False)


@dataclass(frozen=True, eq=False)
class ScaledPlaces:
    """Texts with their places that are seen from one scale (metres per px) up to below another.

    width_m: (n,) the room that each of them has.
    """

    places: Points
    width_m: np.ndarray
    seen_from: float
    seen_below: float


@dataclass(frozen=True, eq=False)
class LabelSource:
    """Texts with their places.

    streets: joined lines, ids are the names, the kind is 0; longer ones come first.
    numbers: one place per address, ids are the house numbers with suffix.
    districts: one place per district, ids are the names.
    years: places on trenches, ids are their years of building, kinds those of phase_layer.
    nodes, plan_nodes: places of POPs and cabinets, ids are their names, the kind their weight.
    shares: places in areas, ids are their shares; each set with the scales it is seen at.
    """

    streets: Paths = field(default_factory=_no_paths)
    numbers: Points = field(default_factory=_no_points)
    districts: Points = field(default_factory=_no_points)
    years: Points = field(default_factory=_no_points)
    nodes: Points = field(default_factory=_no_points)
    plan_nodes: Points = field(default_factory=_no_points)
    shares: tuple[ScaledPlaces, ...] = ()


def make_labels(streets: Any, addresses: Any, areas: Any) -> LabelSource:
    """Collect the texts of the street, address and area tables."""
    numbers = (addresses["house_number"] + addresses["suffix"]).to_numpy(dtype=object)
    there = (numbers != "") & addresses.geometry.notna().to_numpy()
    there &= ~addresses.geometry.is_empty.to_numpy()
    xy = shapely.get_coordinates(addresses.geometry.to_numpy()[there])
    districts = areas[(areas["kind"] == "district") & (areas["name"] != "")]
    inner = shapely.get_coordinates(shapely.point_on_surface(districts.geometry.to_numpy()))
    return LabelSource(
        _joined_streets(streets),
        make_points(xy, np.zeros(len(xy)), numbers[there]),
        make_points(inner, np.zeros(len(inner)), districts["name"].to_numpy(dtype=object)),
    )


def _joined_streets(streets: Any) -> Paths:
    """Return the lines of each name joined end to end, the longest first."""
    named = streets[streets["name"] != ""]
    if named.empty:
        return _no_paths()
    names, owner = np.unique(named["name"].to_numpy(dtype=object), return_inverse=True)
    order = np.argsort(owner, kind="stable")
    lines, of_line = shapely.get_parts(named.geometry.to_numpy()[order], return_index=True)
    owner = owner[order][of_line]
    wanted = shapely.get_type_id(lines) == 1
    bundles = shapely.multilinestrings(lines[wanted], indices=owner[wanted])
    parts, of_bundle = shapely.get_parts(shapely.line_merge(bundles), return_index=True)
    longest = np.argsort(-shapely.length(parts), kind="stable")
    texts = names[of_bundle][longest]
    return make_paths(parts[longest], np.zeros(len(parts)), texts, closed=False)


class Occupancy:
    """The room that is taken on a picture, as a grid of small cells.

    A row of cells is a number with a bit per cell: letters ask for four rows each, which plain
    numbers answer several times faster than arrays.
    """

    def __init__(self, width_px: float, height_px: float) -> None:
        self._columns = int(width_px // _CELL_PX) + 2
        self._rows = [0] * (int(height_px // _CELL_PX) + 2)

    def take(self, boxes: list[Box]) -> bool:
        """Take the room of some boxes (left, top, right, bottom in px) if all of it is free.

        A box that leaves the picture has no room.
        """
        rows = self._rows
        wanted: list[tuple[int, int, int]] = []
        for box in boxes:
            left, top = int(box[0] // _CELL_PX), int(box[1] // _CELL_PX)
            right, bottom = int(box[2] // _CELL_PX) + 1, int(box[3] // _CELL_PX) + 1
            if left < 0 or top < 0 or right > self._columns or bottom > len(rows):
                return False
            cells = ((1 << (right - left)) - 1) << left
            if any(rows[row] & cells for row in range(top, bottom)):
                return False
            wanted.append((top, bottom, cells))
        for top, bottom, cells in wanted:
            for row in range(top, bottom):
                rows[row] |= cells
        return True


def along(line: np.ndarray, offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places (n, 2) and directions (n,) in radians at lengths along a line.

    line: (v, 2) vertices in px. offsets: (n,) ascending, within the line's length.
    """
    steps = np.diff(line, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    piece = np.clip(np.searchsorted(ends, offsets, side="right") - 1, 0, len(steps) - 1)
    share = (offsets - ends[piece]) / np.maximum(lengths[piece], 1e-9)
    places = line[piece] + steps[piece] * share[:, None]
    return places, np.arctan2(steps[piece, 1], steps[piece, 0])


def text_run(
    line: np.ndarray, advances: np.ndarray, middle: float, most_turn: float = 0.5
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the middle (n, 2) and angle (n,) of each letter of a text set along a line.

    advances: (n,) widths of the letters in px. middle: length along the line of the text's middle.
    most_turn: radians between neighbouring letters beyond which a text is not legible.
    None where the text does not fit or bends too much. Letters stand upright, left to right.
    """
    width = float(advances.sum())
    total = float(np.hypot(*np.diff(line, axis=0).T).sum())
    start = middle - width / 2
    if start < 0 or start + width > total:
        return None
    middles = np.cumsum(advances) - advances / 2
    places, angles = along(line, start + middles)
    if places[-1, 0] < places[0, 0] or (len(advances) == 1 and np.cos(angles[0]) < 0):
        places, angles = along(line[::-1], total - start - width + middles)
    turns = np.abs(np.angle(np.exp(1j * np.diff(angles))))
    if len(turns) and (turns.max() > most_turn or turns.sum() > 3 * most_turn):
        return None
    return places, angles
