"""Which tiles of a basemap a printed map needs: at the paper's resolution, and not too many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from fibre_planner.ui.map.basemap.compose import lay_tiles_on
from fibre_planner.ui.map.basemap.matrix import SourceKey, TileMatrix, tiles_over
from fibre_planner.ui.map.basemap.warp import Reproject, box_around, mesh_over, zoom_for
from fibre_planner.ui.map.viewport import Box

PAPER_DPI = 150.0
"""Pixels of a basemap per inch of paper: its texts, made for screens, stay legible."""

MOST_PER_PAGE, MOST_IN_ALL = 250, 2000
"""No server of tiles is made to print atlases; what is more is printed coarser or without."""

_MOST_COARSER = 2.01
"""How many times coarser than the paper could show tiles may be; beyond it they are a blur."""


@dataclass(frozen=True, eq=False)
class GroundWish:
    """The tiles below one map.

    box: what the map shows, in its CRS. size_px: of the picture. mesh: of the picture, see
    mesh_over. needed: the tiles; empty where they would be too many or there are none there.
    is_coarse: whether they are coarser than the paper could show. is_too_much: whether it is for
    their number that there are none.
    """

    box: Box
    size_px: tuple[int, int]
    mesh: tuple[np.ndarray, np.ndarray]
    needed: tuple[SourceKey, ...] = ()
    is_coarse: bool = False
    is_too_much: bool = False


@dataclass(frozen=True, eq=False)
class GroundTiles:
    """The pictures at hand for the tiles that are needed."""

    matrix: TileMatrix
    needed: tuple[SourceKey, ...]
    pictures: dict[SourceKey, QImage]


def most_per_page(pages: int) -> int:
    """Return how many tiles each of some pages may have."""
    return min(MOST_PER_PAGE, MOST_IN_ALL // max(pages, 1))


def wish_for(
    matrix: TileMatrix, change: Reproject | None, box: Box, size_px: tuple[int, int], most: int
) -> GroundWish:
    """Return the tiles for a picture of a box, of the next coarser zoom where they are too many.

    change: brings places of the box into the CRS of the matrix.
    """
    mesh = mesh_over(box, size_px, change)
    places = mesh[1]
    if not np.isfinite(places).all():
        return GroundWish(box, size_px, mesh)
    finest = zoom_for(matrix, places, mesh[0])
    around = box_around(places)
    if not tiles_over(matrix, matrix.first_zoom, around, most=10**6):
        return GroundWish(box, size_px, mesh)  # beyond the edge of the basemap
    coarsest = matrix.resolutions[finest] * _MOST_COARSER
    for zoom in range(finest, matrix.first_zoom - 1, -1):
        found = tiles_over(matrix, zoom, around, most)
        if found and matrix.resolutions[zoom] <= coarsest:
            return GroundWish(box, size_px, mesh, tuple(found), is_coarse=zoom < finest)
    return GroundWish(box, size_px, mesh, is_too_much=True)


def compose(wish: GroundWish, tiles: GroundTiles) -> QImage:
    """Return the picture of a box; white where tiles are missing."""
    image = QImage(*wish.size_px, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    try:
        lay_tiles_on(painter, tiles, wish.mesh)
    finally:
        painter.end()
    return image
