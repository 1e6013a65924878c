"""Putting the tiles of a basemap together to one of ours: fitted, bent and dimmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF, QTransform

from fibre_planner.ui.map.basemap.matrix import SourceKey, TileMatrix, ancestor, box_of, part_of
from fibre_planner.ui.map.basemap.warp import Reproject, box_around, mesh_of
from fibre_planner.ui.map.styles import Look
from fibre_planner.ui.map.viewport import TILE_PX, TileKey

MOST_STEPS_UP = 5
"""How many zooms farther a tile may be that stands in for a missing one."""

_DIMMED = QColor(16, 19, 24, 186)


class Tiles(Protocol):
    """Tiles of a basemap, all of one zoom, and the pictures at hand of them and of farther ones."""

    @property
    def matrix(self) -> TileMatrix:
        """Return what they are tiles of."""

    @property
    def needed(self) -> tuple[SourceKey, ...]:
        """Return the tiles."""

    @property
    def pictures(self) -> Mapping[SourceKey, QImage]:
        """Return the pictures."""


@dataclass(frozen=True, eq=False)
class GroundOrder:
    """One of our tiles, the tiles of the basemap it needs, and the pictures at hand.

    change: brings places of our CRS into that of the matrix, None where they are the same.
    needed: the tiles of the basemap, all of one zoom. pictures: those at hand, and farther ones.
    at_hand: how much of what is needed the pictures are.
    """

    key: TileKey
    ratio: float
    look: Look
    matrix: TileMatrix
    change: Reproject | None
    needed: tuple[SourceKey, ...]
    pictures: Mapping[SourceKey, QImage]
    at_hand: int = 0


def paint_ground(order: GroundOrder) -> QImage:
    """Return one of our tiles with the basemap on it; bare ground where nothing is at hand."""
    image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    image.fill(order.look.ground)
    mesh = mesh_of(order.key, order.ratio, order.change)
    painter = QPainter(image)
    try:
        lay_tiles_on(painter, order, mesh)
        if order.look.dark:
            painter.resetTransform()
            painter.setClipping(False)
            painter.fillRect(QRect(0, 0, TILE_PX, TILE_PX), _DIMMED)
    finally:
        painter.end()
    return image


def lay_tiles_on(painter: QPainter, tiles: Tiles, mesh: tuple[np.ndarray, np.ndarray]) -> None:
    """Paint tiles onto a picture; mesh: its pixels and their places, as mesh_over gives them."""
    if not tiles.needed:
        return
    mosaic, corner = _mosaic(tiles)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _lay(painter, tiles, (mosaic, corner), mesh)


def _mosaic(order: Tiles) -> tuple[QImage, tuple[float, float]]:
    """Return the needed tiles side by side, and the place of their upper left corner."""
    side = order.matrix.tile_px
    left = min(key.column for key in order.needed)
    top = min(key.row for key in order.needed)
    wide = max(key.column for key in order.needed) - left + 1
    high = max(key.row for key in order.needed) - top + 1
    mosaic = QImage(wide * side, high * side, QImage.Format.Format_ARGB32_Premultiplied)
    mosaic.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mosaic)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    try:
        for key in order.needed:  # a handful
            place = QRectF((key.column - left) * side, (key.row - top) * side, side, side)
            _put(painter, place, order, key)
    finally:
        painter.end()
    west, _, _, north = box_of(order.matrix, SourceKey(order.needed[0].zoom, left, top))
    return mosaic, (west, north)


def _put(painter: QPainter, place: QRectF, order: Tiles, key: SourceKey) -> None:
    """Put a tile, or the part of a farther one that shows the same."""
    picture = order.pictures.get(key)
    if picture is not None:
        painter.drawImage(place, picture)
        return
    for steps in range(1, MOST_STEPS_UP + 1):
        wider = ancestor(order.matrix, key, steps)
        if wider is None:
            return
        picture = order.pictures.get(wider)
        if picture is not None:
            left, top, right, bottom = part_of(order.matrix, key, wider)
            grown = picture.width() / order.matrix.tile_px
            part = QRectF(left * grown, top * grown, (right - left) * grown, (bottom - top) * grown)
            painter.drawImage(place, picture, part)
            return


def _lay(
    painter: QPainter,
    order: Tiles,
    mosaic_at: tuple[QImage, tuple[float, float]],
    mesh: tuple[np.ndarray, np.ndarray],
) -> None:
    """Lay the mosaic cell by cell; each cell is clipped, so that neighbours neither gap nor mix."""
    mosaic, corner = mosaic_at
    px, places = mesh
    resolution = order.matrix.resolutions[order.needed[0].zoom]
    on_mosaic = (places - corner) * (1, -1) / resolution
    cells = len(px) - 1
    for row in range(cells):  # at most 64 cells
        for column in range(cells):
            block = (slice(row, row + 2), slice(column, column + 2))
            source, target = _quad(on_mosaic[block]), _quad(px[block])
            transform = QTransform()
            if not QTransform.quadToQuad(source, target, transform):
                continue
            west, south, east, north = box_around(px[block])
            painter.setClipRect(QRectF(west, south, east - west, north - south))
            painter.setTransform(transform)
            painter.drawImage(QPointF(0, 0), mosaic)
            painter.resetTransform()


def _quad(block: np.ndarray) -> QPolygonF:
    upper_left, upper_right = block[0].tolist()
    lower_left, lower_right = block[1].tolist()
    corners = (upper_left, upper_right, lower_right, lower_left)
    return QPolygonF([QPointF(x, y) for x, y in corners])
