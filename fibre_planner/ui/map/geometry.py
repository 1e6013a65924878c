"""Immutable columns of points and paths that the map culls, paints and picks from; without Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from fibre_planner.ui.map.viewport import Box

_ROWS_PER_CELL = 16


@dataclass(frozen=True, eq=False)
class Points:
    """Places with an id and a kind (an index into the layer's styles).

    xy: (n, 2) metres. kind: (n,) uint8. ids: (n,) text. order, starts, shape: the grid index.
    """

    xy: np.ndarray
    kind: np.ndarray
    ids: np.ndarray
    order: np.ndarray
    starts: np.ndarray
    origin: tuple[float, float]
    cell_m: float
    shape: tuple[int, int]

    def __len__(self) -> int:
        return len(self.xy)

    def kinds_shown(self) -> np.ndarray:
        """Return the kind of each feature that has a place."""
        return self.kind

    def within(self, box: Box) -> np.ndarray:
        """Return the rows inside a box, ascending."""
        columns, rows = self.shape
        if not len(self):
            return np.empty(0, dtype=np.int64)
        west, south = self._cell(box[0], box[1])
        east, north = self._cell(box[2], box[3])
        west, south = max(west, 0), max(south, 0)
        east, north = min(east, columns - 1), min(north, rows - 1)
        if west > east or south > north:
            return np.empty(0, dtype=np.int64)
        # One slice per row of cells: a few dozen at most, whatever the number of points.
        found = np.concatenate(
            [
                self.order[
                    self.starts[row * columns + west] : self.starts[row * columns + east + 1]
                ]
                for row in range(south, north + 1)
            ]
        )
        x, y = self.xy[found, 0], self.xy[found, 1]
        inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
        return np.sort(found[inside])

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        return (
            int(np.clip((x - self.origin[0]) // self.cell_m, -1, self.shape[0])),
            int(np.clip((y - self.origin[1]) // self.cell_m, -1, self.shape[1])),
        )


def make_points(xy: np.ndarray, kind: np.ndarray, ids: np.ndarray) -> Points:
    """Index places by a grid; places that are no finite numbers are left out."""
    finite = np.isfinite(xy).all(axis=1)
    xy, kind, ids = xy[finite].astype(np.float64), kind[finite].astype(np.uint8), ids[finite]
    low = xy.min(axis=0) if len(xy) else np.zeros(2)
    size = xy.max(axis=0) - low if len(xy) else np.zeros(2)
    cells = max(len(xy) // _ROWS_PER_CELL, 1)
    cell = max(
        float(np.sqrt(max(size[0], 1.0) * max(size[1], 1.0) / cells)), float(size.max()) / 2000, 1.0
    )
    columns, rows = int(size[0] // cell) + 1, int(size[1] // cell) + 1
    number = ((xy[:, 1] - low[1]) // cell).astype(np.int64) * columns
    number += ((xy[:, 0] - low[0]) // cell).astype(np.int64)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(columns * rows + 1))
    return Points(
        xy, kind, ids, order, starts, (float(low[0]), float(low[1])), cell, (columns, rows)
    )


@dataclass(frozen=True, eq=False)
class Paths:
    """Lines, or polygons as rings, of features with an id and a kind.

    xy: (n, 2) vertices in metres. starts: (p + 1,) first vertex of each part.
    feature: (p,) row of the part's feature in ids and kind. boxes: (p, 4). tree: the boxes' index.
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
    tree: shapely.STRtree

    def __len__(self) -> int:
        return len(self.starts) - 1

    def kinds_shown(self) -> np.ndarray:
        """Return the kind of each feature that has a geometry."""
        kinds: np.ndarray = self.kind[np.unique(self.feature)]
        return kinds

    def within(self, box: Box) -> np.ndarray:
        """Return the parts whose boxes meet a box, ascending."""
        found = self.tree.query(shapely.box(*box))
        return np.asarray(np.sort(found))

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
    parts, feature = shapely.get_parts(geometries, return_index=True)
    if shapely.get_type_id(parts).max(initial=0) >= 4:  # collections hold further parts
        parts, inner = shapely.get_parts(parts, return_index=True)
        feature = feature[inner]
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
    tree = shapely.STRtree(parts)
    tree.query(shapely.Point(0, 0))  # builds it now, before threads share it
    return Paths(xy, starts, feature, polygon, boxes, kind.astype(np.uint8), ids, closed, tree)


def bounds_of(layers: list[Points | Paths]) -> Box | None:
    """Return the box around some layers, None where they hold nothing."""
    corners = [layer.xy for layer in layers if len(layer.xy)]
    if not corners:
        return None
    low = np.min([xy.min(axis=0) for xy in corners], axis=0)
    high = np.max([xy.max(axis=0) for xy in corners], axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
