"""Immutable columns of points and paths that the map culls, paints and picks from; without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from fibre_planner.ui.map.grid import (
    BoxGrid,
    Overview,
    cells_of,
    grid_of_boxes,
    grouped,
    overviews_of,
    rows_of_cells,
)
from fibre_planner.ui.map.viewport import Box

_ROWS_PER_CELL = 2
_FIRST_OF_SEVERAL = 4
"""Type ids of shapely from here on are of shapes that hold others."""


@dataclass(frozen=True, eq=False)
class Points:
    """Places with an id and a kind (an index into the layer's styles).

    xy: (n, 2) metres. kind: (n,) uint8. ids: (n,) text. order, starts, shape: the grid index.
    overviews: fewer places that stand for these from afar, from near to far.
    """

    xy: np.ndarray
    kind: np.ndarray
    ids: np.ndarray
    order: np.ndarray
    starts: np.ndarray
    origin: tuple[float, float]
    cell_m: float
    shape: tuple[int, int]
    overviews: tuple[Overview, ...] = ()

    def __len__(self) -> int:
        return len(self.xy)

    def seen_at(self, resolution: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Return places (m, 2) and kinds that stand for all at metres per pixel; None when near."""
        fitting = [one for one in self.overviews if one.cell_m <= resolution]
        return (fitting[-1].xy, fitting[-1].kind) if fitting else None

    def kinds_shown(self) -> np.ndarray:
        """Return the kind of each feature that has a place."""
        return self.kind

    def candidates(self, box: Box) -> np.ndarray:
        """Return the rows in the cells that a box meets, in any order."""
        if not len(self):
            return np.empty(0, dtype=np.int64)
        cells = cells_of(box, self.origin, self.cell_m, self.shape)
        return rows_of_cells(self.order, self.starts, self.shape[0], cells)

    def within(self, box: Box) -> np.ndarray:
        """Return the rows inside a box, ascending."""
        found = self.candidates(box)
        x, y = self.xy[found, 0], self.xy[found, 1]
        inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        return np.sort(found[inside])


def make_points(
    xy: np.ndarray, kind: np.ndarray, ids: np.ndarray, *, with_overviews: bool = False
) -> Points:
    """Index places by a grid; places that are no finite numbers are left out.

    with_overviews: whether they are drawn from afar, where one place stands for many.
    """
    finite = np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1])  # per column, which is far faster
    if not finite.all():
        xy, kind, ids = xy[finite], kind[finite], ids[finite]
    xy, kind = np.array(xy, dtype=np.float64), kind.astype(np.uint8)
    x, y = xy[:, 0], xy[:, 1]
    low = np.array([x.min(), y.min()]) if len(xy) else np.zeros(2)
    size = np.array([x.max(), y.max()]) - low if len(xy) else np.zeros(2)
    cells = max(len(xy) // _ROWS_PER_CELL, 1)
    cell = max(
        float(np.sqrt(max(size[0], 1.0) * max(size[1], 1.0) / cells)), float(size.max()) / 2000, 1.0
    )
    columns, rows = int(size[0] // cell) + 1, int(size[1] // cell) + 1
    number = ((y - low[1]) / cell).astype(np.int64) * columns
    number += ((x - low[0]) / cell).astype(np.int64)
    order, starts = grouped(number, columns * rows)
    origin = (float(low[0]), float(low[1]))
    overviews = overviews_of(xy, kind) if with_overviews else ()
    return Points(xy, kind, ids, order, starts, origin, cell, (columns, rows), overviews)


@dataclass(frozen=True, eq=False)
class Paths:
    """Lines, or polygons as rings, of features with an id and a kind.

    xy: (n, 2) vertices in metres. starts: (p + 1,) first vertex of each part.
    feature: (p,) row of the part's feature in ids and kind. boxes: (p, 4). grid: the boxes' index.
    Rings of one polygon follow each other and share their polygon number; lines have one each.
    """

    xy: np.ndarray
    starts: np.ndarray
    feature: np.ndarray
    polygon: np.ndarray
    boxes: np.ndarray
    kind: np.ndarray
    ids: np.ndarray
    closed: bool
    grid: BoxGrid
    _subsets: dict[int, Paths] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def kinds_shown(self) -> np.ndarray:
        """Return the kind of each feature that has a geometry."""
        kinds: np.ndarray = self.kind[np.unique(self.feature)]
        return kinds

    def within(self, box: Box) -> np.ndarray:
        """Return the parts whose boxes meet a box, ascending."""
        return self.grid.within(box, self.boxes)

    def meeting(self, shape: shapely.Geometry) -> np.ndarray:
        """Return the parts that touch or cross a shape, or lie in it, ascending."""
        parts = self.within(shape.bounds)
        parts = parts[self.counts(parts) > 1]
        numbers, _ = self.vertices(parts)
        place = np.repeat(np.arange(len(parts)), self.counts(parts))
        with np.errstate(invalid="ignore"):  # a vertex that is no number meets nothing
            lines = shapely.linestrings(self.xy[numbers], indices=place)
            found: np.ndarray = parts[shapely.intersects(lines, shape)]
        return found

    def split_by_kind(self, least: int) -> None:
        """Make ready what from_kind will be asked for: every kind from a number on."""
        for kind in range(least, int(self.kind.max(initial=0)) + 1):
            self.from_kind(kind)

    def from_kind(self, least: int) -> Paths:
        """Return the parts whose kind is at least a number, as paths of their own, made once."""
        if least not in self._subsets:
            parts = np.flatnonzero(self.kind[self.feature] >= least)
            numbers, _ = self.vertices(parts)
            starts = np.concatenate([[0], np.cumsum(self.counts(parts))])
            boxes = self.boxes[parts]
            self._subsets[least] = Paths(
                self.xy[numbers], starts, self.feature[parts], self.polygon[parts], boxes,
                self.kind, self.ids, self.closed, grid_of_boxes(boxes),
            )  # fmt: skip
        return self._subsets[least]

    def part(self, number: int) -> np.ndarray:
        """Return the vertices (n, 2) of a part."""
        return self.xy[self.starts[number] : self.starts[number + 1]]

    def rings_of(self, polygon: int) -> range:
        """Return the parts that are the rings of a polygon, the outer one first."""
        first, last = np.searchsorted(self.polygon, [polygon, polygon + 1])
        return range(int(first), int(last))

    def segments(self, parts: np.ndarray) -> np.ndarray:
        """Return the straight pieces (n, 4) of some parts: x, y, x, y."""
        vertices, last = self.vertices(parts)
        begin = vertices[~last]
        return np.hstack([self.xy[begin], self.xy[begin + 1]])

    def counts(self, parts: np.ndarray) -> np.ndarray:
        """Return the number of vertices of some parts."""
        result: np.ndarray = self.starts[parts + 1] - self.starts[parts]
        return result

    def vertices(self, parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the vertex numbers of some parts and which of them end a part."""
        first, count = self.starts[parts], self.counts(parts)
        ends = np.cumsum(count)
        numbers = np.arange(ends[-1] if len(ends) else 0)
        numbers += np.repeat(first - (ends - count), count)
        last = np.zeros(len(numbers), dtype=bool)
        last[ends[count > 0] - 1] = True
        return numbers, last


def make_paths(geometries: np.ndarray, kind: np.ndarray, ids: np.ndarray, *, closed: bool) -> Paths:
    """Take lines or polygons apart; other types, empty and missing geometries are left out.

    geometries: (n,) shapely. Features of several parts keep one id and kind.
    """
    parts, feature = single_shapes(geometries)
    wanted = shapely.get_dimensions(parts) == (2 if closed else 1)
    wanted &= ~shapely.is_empty(parts)
    parts, feature = parts[wanted], feature[wanted]
    polygon = np.arange(len(parts))
    if closed:
        parts, polygon = shapely.get_rings(parts, return_index=True)
        feature = feature[polygon]
    xy, owner = shapely.get_coordinates(parts, return_index=True)
    starts = np.searchsorted(owner, np.arange(len(parts) + 1))
    boxes = shapely.bounds(parts).reshape(-1, 4)
    grid = grid_of_boxes(boxes)
    return Paths(xy, starts, feature, polygon, boxes, kind.astype(np.uint8), ids, closed, grid)


def single_shapes(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the single shapes of geometries and the row each belongs to."""
    if shapely.get_type_id(geometries).max(initial=0) < _FIRST_OF_SEVERAL:
        there = np.flatnonzero(~shapely.is_missing(geometries))
        return geometries[there], there  # taking them apart would copy every one
    several = shapely.get_type_id(geometries) >= _FIRST_OF_SEVERAL
    whole = np.flatnonzero(~several & ~shapely.is_missing(geometries))
    # Only the few that hold others are taken apart, as that copies every part.
    parts, owner = shapely.get_parts(geometries[several], return_index=True)
    feature = np.flatnonzero(several)[owner]
    if shapely.get_type_id(parts).max(initial=0) >= _FIRST_OF_SEVERAL:  # a collection's parts
        parts, inner = shapely.get_parts(parts, return_index=True)
        feature = feature[inner]
    order = np.argsort(np.concatenate([whole, feature]), kind="stable")
    all_parts = np.concatenate([geometries[whole], parts])[order]
    return all_parts, np.concatenate([whole, feature])[order]


def bounds_of(layers: Sequence[Points | Paths]) -> Box | None:
    """Return the box around some layers, None where they hold nothing."""
    corners = [layer.xy for layer in layers if len(layer.xy)]
    if not corners:
        return None
    low = np.min([xy.min(axis=0) for xy in corners], axis=0)
    high = np.max([xy.max(axis=0) for xy in corners], axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
