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
    steps = np.array([(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)], dtype=float)
    near = np.floor(xy / CELL_M)[:, None, :] + steps  # (n, 9, 2)
    owner = np.repeat(group, len(steps))
    cells = np.unique(np.column_stack([owner, near.reshape(-1, 2)]), axis=0)
    west, south = cells[:, 1] * CELL_M, cells[:, 2] * CELL_M
    squares = shapely.box(west, south, west + CELL_M, south + CELL_M)
    count = int(group.max(initial=-1)) + 1
    bounds = np.searchsorted(cells[:, 0], np.arange(count + 1)).tolist()
    # One union per group; a city has some dozens.
    joined = [shapely.coverage_union_all(squares[a:b]) for a, b in itertools.pairwise(bounds)]
    areas = np.array(joined, dtype=object)
    inner = shapely.buffer(areas, -_ROUNDING_M, quad_segs=3)
    return np.asarray(shapely.buffer(inner, _ROUNDING_M * 1.3, quad_segs=3))
