"""The surroundings of groups of places as smooth areas; without Qt."""

from __future__ import annotations

import itertools

import numpy as np
import shapely

CELL_M = 24.0
"""Size of the cells the surroundings are put together of: one and its eight neighbours."""

_ROUNDING_M = 14.0


def surroundings(xy: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return one area per group around its places, about 24 to 48 m wide on each side.

    xy: (n, 2) metres. group: (n,) 0, 1, 2 … The areas are put together of grid cells, which is
    many times faster than joining circles.
    """
    owner, column, row = _cells_around(xy, group)
    west, south = column * CELL_M, row * CELL_M
    squares = shapely.box(west, south, west + CELL_M, south + CELL_M)
    count = int(group.max(initial=-1)) + 1
    bounds = np.searchsorted(owner, np.arange(count + 1)).tolist()
    # One union per group; a city has some dozens.
    joined = [shapely.coverage_union_all(squares[a:b]) for a, b in itertools.pairwise(bounds)]
    areas = np.array(joined, dtype=object)
    inner = shapely.buffer(areas, -_ROUNDING_M, quad_segs=3)
    return np.asarray(shapely.buffer(inner, _ROUNDING_M * 1.3, quad_segs=3))


def _cells_around(xy: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the cells of places and their neighbours, once per group: group, column, row.

    Sorted by group, then column, then row.
    """
    here = np.column_stack([group, np.floor(xy / CELL_M)])
    for axis in (1, 2):  # each time only what differs goes on, which is a third of all
        grown = np.repeat(here, 3, axis=0)
        grown[:, axis] += np.tile((-1.0, 0.0, 1.0), len(here))
        here = _unique_rows(grown)
    owner, column, row = here.T
    return owner, column, row


def _unique_rows(rows: np.ndarray) -> np.ndarray:
    """Return the different rows (n, 3), sorted; many times faster than by np.unique."""
    rows = rows[np.lexsort(rows.T[::-1])]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[first]
