"""Where the pixels of our map lie on the tiles of a basemap, also in another CRS; without Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from fibre_planner.ui.map.basemap.matrix import TileMatrix, nearest_zoom
from fibre_planner.ui.map.viewport import TILE_PX, Box, TileKey, tile_box

_MOST_MESH = 8
_CELL_FROM_M = 4000.0
"""A cell of the mesh that is smaller than this is bent by far less than a pixel."""

Reproject = Callable[[np.ndarray], np.ndarray]


@cache
def reprojection(crs: str, into: str) -> Reproject | None:
    """Return a function that brings places (n, 2) from one CRS into another; None for the same."""
    if crs.upper() == into.upper():
        return None
    import pyproj  # late: a map without a basemap does without it

    transformer = pyproj.Transformer.from_crs(crs, into, always_xy=True)

    def change(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return change


@cache
def is_north_first(crs: str) -> bool:
    """Return whether the axes of a CRS run north, east in its definition."""
    import pyproj

    return bool(pyproj.CRS.from_user_input(crs).axis_info[0].direction == "north")


def mesh_of(key: TileKey, ratio: float, change: Reproject | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the mesh over one of our tiles, see mesh_over."""
    return mesh_over(tile_box(key, ratio), (TILE_PX, TILE_PX), change)


def mesh_over(
    box: Box, size_px: tuple[int, int], change: Reproject | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of cells of a picture of a box: its pixels, and places on the basemap.

    Both (m + 1, m + 1, 2), from the upper left; m is 1 where nothing is bent.
    """
    west, south, east, north = box
    cells = 1
    if change is not None:
        longer = max(east - west, north - south)
        cells = int(np.clip(np.ceil(longer / _CELL_FROM_M), 1, _MOST_MESH))
    steps = np.linspace(0.0, 1.0, cells + 1)
    right, down = np.meshgrid(steps, steps)
    px = np.round(np.stack([right, down], axis=-1) * size_px)
    metres = px / size_px * (east - west, south - north) + (west, north)
    if change is None:
        return px, metres
    return px, change(metres.reshape(-1, 2)).reshape(metres.shape)


def zoom_for(matrix: TileMatrix, places: np.ndarray, px: np.ndarray) -> int:
    """Return the zoom whose pixels are most like ours in the middle of a mesh."""
    along = places[0, -1] - places[0, 0]
    resolution = float(np.hypot(*along)) / float(px[0, -1, 0] - px[0, 0, 0])
    return nearest_zoom(matrix, resolution)


def box_around(places: np.ndarray) -> Box:
    """Return the box around a mesh of places."""
    low, high = places.reshape(-1, 2).min(axis=0), places.reshape(-1, 2).max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
