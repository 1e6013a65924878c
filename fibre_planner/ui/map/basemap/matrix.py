"""Which tiles of a tiled map cover a part of the world, and where they lie; without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from fibre_planner.ui.map.viewport import (
    MAX_LEVEL,
    MIN_LEVEL,
    TILE_PX,
    Box,
    metres_per_px,
)

WEB_MERCATOR = "EPSG:3857"
_MERCATOR_EDGE_M = 20037508.342789244
_MERCATOR_TILE_PX = 256


class SourceKey(NamedTuple):
    """One tile of a tiled map: its scale and its column and row from the upper left corner."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True)
class TileMatrix:
    """The scales and tiles of a map in one CRS.

    crs: such as EPSG:25832. name: what a WMTS calls the set of matrices, may be empty.
    origin: x, y of the upper left corner. resolutions: metres per pixel from far to near, the
    place is the zoom. tile_px: edge of a tile. digits: least number of digits of a zoom in an
    address. first_zoom: the farthest zoom that may be asked for. square: whether zoom z has 2ᶻ rows
    and columns.
    """

    crs: str
    origin: tuple[float, float]
    resolutions: tuple[float, ...]
    name: str = ""
    tile_px: int = 256
    digits: int = 1
    first_zoom: int = 0
    square: bool = False


def web_mercator(zooms: int, name: str = "", first_zoom: int = 0, digits: int = 1) -> TileMatrix:
    """Return the matrix that most tiled maps of the web use."""
    far = 2 * _MERCATOR_EDGE_M / _MERCATOR_TILE_PX
    return TileMatrix(
        WEB_MERCATOR,
        (-_MERCATOR_EDGE_M, _MERCATOR_EDGE_M),
        tuple(far / 2**zoom for zoom in range(zooms)),
        name,
        _MERCATOR_TILE_PX,
        digits=digits,
        first_zoom=first_zoom,
        square=True,
    )


def own_matrix(crs: str) -> TileMatrix:
    """Return the matrix whose tiles are those of our map, for a server that draws any box."""
    levels = range(MAX_LEVEL, MIN_LEVEL - 1, -1)
    resolutions = tuple(metres_per_px(level) for level in levels)
    return TileMatrix(crs, (0.0, 0.0), resolutions, tile_px=TILE_PX)


def nearest_zoom(matrix: TileMatrix, resolution: float) -> int:
    """Return the zoom whose pixels are nearest in size to some metres per pixel."""
    zooms = range(matrix.first_zoom, len(matrix.resolutions))
    return min(zooms, key=lambda zoom: abs(math.log(matrix.resolutions[zoom] / resolution)))


def tile_span(matrix: TileMatrix, zoom: int) -> float:
    """Return the metres that a tile covers at a zoom."""
    return matrix.resolutions[zoom] * matrix.tile_px


def box_of(matrix: TileMatrix, key: SourceKey) -> Box:
    """Return the box that a tile covers, in the CRS of the matrix."""
    span = tile_span(matrix, key.zoom)
    west = matrix.origin[0] + key.column * span
    north = matrix.origin[1] - key.row * span
    return (west, north - span, west + span, north)


def tiles_over(matrix: TileMatrix, zoom: int, box: Box, most: int = 400) -> list[SourceKey]:
    """Return the tiles that meet a box of the CRS of the matrix, row by row.

    Empty where they would be more than a number, or where the box is outside of a square world.
    """
    span = tile_span(matrix, zoom)
    west, south, east, north = box
    if not all(map(math.isfinite, box)):
        return []
    left = math.floor((west - matrix.origin[0]) / span + 1e-9)
    right = math.ceil((east - matrix.origin[0]) / span - 1e-9)
    top = math.floor((matrix.origin[1] - north) / span + 1e-9)
    bottom = math.ceil((matrix.origin[1] - south) / span - 1e-9)
    if matrix.square:
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, 2**zoom), min(bottom, 2**zoom)
    if right <= left or bottom <= top or (right - left) * (bottom - top) > most:
        return []
    return [
        SourceKey(zoom, column, row) for row in range(top, bottom) for column in range(left, right)
    ]


def ancestor(matrix: TileMatrix, key: SourceKey, steps: int = 1) -> SourceKey | None:
    """Return the tile some zooms farther that holds the middle of a tile; None beyond the first."""
    zoom = key.zoom - steps
    if zoom < matrix.first_zoom:
        return None
    west, south, east, north = box_of(matrix, key)
    span = tile_span(matrix, zoom)
    column = math.floor(((west + east) / 2 - matrix.origin[0]) / span)
    row = math.floor((matrix.origin[1] - (south + north) / 2) / span)
    return SourceKey(zoom, column, row)


def part_of(matrix: TileMatrix, key: SourceKey, wider: SourceKey) -> Box:
    """Return which part of a farther tile's picture shows a tile: left, top, right, bottom in px.

    May reach over the edge where the scales are not multiples of each other.
    """
    west, south, east, north = box_of(matrix, key)
    left, _, _, top = box_of(matrix, wider)
    resolution = matrix.resolutions[wider.zoom]
    return (
        (west - left) / resolution,
        (top - north) / resolution,
        (east - left) / resolution,
        (top - south) / resolution,
    )
