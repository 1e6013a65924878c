"""Indexes of places and boxes by a grid, and fewer places that stand for many; without Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fibre_planner.ui.map.viewport import Box

_BOXES_PER_CELL = 2
_MOST_CELLS = 36
"""A box over more cells than this is looked at in every search."""

_ROW_BITS = 26
_KIND_BITS = 8
_OVERVIEW_CELLS_M = (32.0, 128.0, 512.0)
_OVERVIEW_FROM_ROWS, _OVERVIEW_MOST_M = 20_000, 3.2e7


def grouped(cell: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows by their cell, ascending within one, and where each cell starts.

    cell: (n,) int64 below cells. Rows and cells are sorted as one number, which is several times
    faster than sorting by a key.
    """
    if len(cell) >= 1 << _ROW_BITS:
        order = np.argsort(cell, kind="stable")
    else:
        packed = np.sort((cell << _ROW_BITS) | np.arange(len(cell)))
        order = packed & ((1 << _ROW_BITS) - 1)
    counts = np.bincount(cell, minlength=cells)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return order.astype(np.int32), starts


@dataclass(frozen=True, eq=False)
class BoxGrid:
    """Boxes by the cells of a grid they touch; wide: those that touch too many."""

    order: np.ndarray
    starts: np.ndarray
    wide: np.ndarray
    origin: tuple[float, float]
    cell_m: float
    shape: tuple[int, int]

    def candidates(self, box: Box) -> np.ndarray:
        """Return the rows whose cells a box meets, in any order; some may be there twice."""
        west, south, east, north = cells_of(box, self.origin, self.cell_m, self.shape)
        if not len(self.order):
            return self.wide
        found = rows_of_cells(self.order, self.starts, self.shape[0], (west, south, east, north))
        return np.concatenate([self.wide, found]) if len(self.wide) else found

    def within(self, box: Box, boxes: np.ndarray) -> np.ndarray:
        """Return the rows of the boxes (n, 4) that meet a box, ascending."""
        found = self.candidates(box)
        if not len(found):
            return np.empty(0, dtype=np.int64)
        low_x, low_y, high_x, high_y = boxes[found].T
        meets = (low_x <= box[2]) & (high_x >= box[0]) & (low_y <= box[3]) & (high_y >= box[1])
        met = np.sort(found[meets]).astype(np.int64)
        first = np.ones(len(met), dtype=bool)
        np.not_equal(met[1:], met[:-1], out=first[1:])  # a box may lie in several cells
        result: np.ndarray = met[first]
        return result


def rows_of_cells(
    order: np.ndarray, starts: np.ndarray, columns: int, cells: tuple[int, int, int, int]
) -> np.ndarray:
    """Return the rows in some cells: west, south, east, north as of cells_of."""
    west, south, east, north = cells
    if south == north:
        first = south * columns
        found: np.ndarray = order[starts[first + west] : starts[first + east + 1]]
        return found
    # One slice per row of cells: a few dozen at most, whatever the number of rows.
    firsts = range(south * columns, (north + 1) * columns, columns)
    return np.concatenate(
        [order[starts[first + west] : starts[first + east + 1]] for first in firsts]
    )


def cells_of(
    box: Box, origin: tuple[float, float], cell_m: float, shape: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return the columns and rows of the cells of a box: west, south, east, north, all inside."""
    most_x, most_y = shape[0] - 1, shape[1] - 1
    return (
        int(min(max((box[0] - origin[0]) // cell_m, 0), most_x)),
        int(min(max((box[1] - origin[1]) // cell_m, 0), most_y)),
        int(min(max((box[2] - origin[0]) // cell_m, 0), most_x)),
        int(min(max((box[3] - origin[1]) // cell_m, 0), most_y)),
    )


def grid_of_boxes(boxes: np.ndarray) -> BoxGrid:
    """Index boxes (n, 4): west, south, east, north; those that are no numbers are never found."""
    finite = np.flatnonzero(np.isfinite(boxes.sum(axis=1)))
    inside = boxes[finite]
    low = inside[:, :2].min(axis=0) if len(inside) else np.zeros(2)
    size = inside[:, 2:].max(axis=0) - low if len(inside) else np.zeros(2)
    cells = max(len(inside) // _BOXES_PER_CELL, 1)
    cell = max(
        float(np.sqrt(max(size[0], 1.0) * max(size[1], 1.0) / cells)), float(size.max()) / 2000, 1.0
    )
    columns, rows = int(size[0] // cell) + 1, int(size[1] // cell) + 1
    first = ((inside[:, :2] - low) // cell).astype(np.int64)
    last = ((inside[:, 2:] - low) // cell).astype(np.int64)
    wide, high = (last - first + 1).T
    narrow = wide * high <= _MOST_CELLS
    rows_of, wide_of = finite[narrow], wide[narrow]
    count = wide_of * high[narrow]
    owner = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    begin = first[narrow][owner]
    column, row = begin[:, 0] + nth % wide_of[owner], begin[:, 1] + nth // wide_of[owner]
    order, starts = grouped(row * columns + column, columns * rows)
    origin = (float(low[0]), float(low[1]))
    found = rows_of[owner[order]].astype(np.int32)
    return BoxGrid(found, starts, finite[~narrow].astype(np.int32), origin, cell, (columns, rows))


@dataclass(frozen=True, eq=False)
class Overview:
    """One place per square that holds any: its middle, and the kind that most of them have."""

    cell_m: float
    xy: np.ndarray
    kind: np.ndarray


def overviews_of(xy: np.ndarray, kind: np.ndarray) -> tuple[Overview, ...]:
    """Return what stands for many places from afar; of equally many kinds the first one counts."""
    if len(xy) < _OVERVIEW_FROM_ROWS:
        return ()
    x, y = xy[:, 0], xy[:, 1]
    low = np.array([x.min(), y.min()])
    if max(x.max() - low[0], y.max() - low[1]) > _OVERVIEW_MOST_M:
        return ()
    column = ((x - low[0]) / _OVERVIEW_CELLS_M[0]).astype(np.int64)
    row = ((y - low[1]) / _OVERVIEW_CELLS_M[0]).astype(np.int64)
    kinds, weight = kind.astype(np.int64), np.ones(len(xy), dtype=np.int64)
    found: list[Overview] = []
    for cell_m in _OVERVIEW_CELLS_M:  # each is made of the one before
        if found:
            column, row = column >> 2, row >> 2
        column, row, kinds, weight = _counted(column, row, kinds, weight)
        most = _most_frequent(column, row, kinds, weight)
        places = np.column_stack([column[most], row[most]]) * cell_m + low + cell_m / 2
        found.append(Overview(cell_m, places, kinds[most].astype(np.uint8)))
    return tuple(found)


def _counted(
    column: np.ndarray, row: np.ndarray, kind: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Add up the weights of equal cells and kinds; the result is sorted by row, column, kind."""
    columns = int(column.max()) + 1
    packed = ((row * columns + column) << _KIND_BITS) | kind
    if (weight == 1).all():
        packed.sort()
        first = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]]))
        count = np.diff(np.append(first, len(packed)))
        packed = packed[first]
    else:
        packed, place = np.unique(packed, return_inverse=True)
        count = np.bincount(place, weights=weight).astype(np.int64)
    cell = packed >> _KIND_BITS
    return cell % columns, cell // columns, packed & ((1 << _KIND_BITS) - 1), count


def _most_frequent(
    column: np.ndarray, row: np.ndarray, kind: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Return for each cell the place of its most frequent kind; input is sorted by cell."""
    new = (column[1:] != column[:-1]) | (row[1:] != row[:-1])
    cell = np.concatenate([[0], np.cumsum(new)])
    order = np.lexsort((kind, -weight, cell))
    starts = np.flatnonzero(np.concatenate([[True], new]))
    result: np.ndarray = order[starts]
    return result
