"""Where the map looks: place, scale and size, and the tiles that cover it; without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

TILE_PX = 512
"""Edge of a tile in device pixels."""

STEPS_PER_DOUBLING = 4
MIN_LEVEL = -16
MAX_LEVEL = 60
_METRES_PER_PX_AT_PRINT_SCALE = 0.0254 / 96

Box = tuple[float, float, float, float]
"""West, south, east, north in metres."""


class TileKey(NamedTuple):
    """One tile: its scale level and its column and row from the origin of the CRS, up and right."""

    level: int
    column: int
    row: int


@lru_cache(maxsize=256)
def metres_per_px(level: int) -> float:
    """Return the resolution of a level; four levels make a factor of two."""
    return math.pow(2.0, level / STEPS_PER_DOUBLING)


@dataclass(frozen=True)
class Viewport:
    """The part of the world a widget of a size shows, north up.

    x, y: metres of the project's CRS in the middle. width, height: logical pixels.
    """

    x: float = 0.0
    y: float = 0.0
    level: int = 8
    width: int = 1
    height: int = 1

    @property
    def resolution(self) -> float:
        """Return the metres that one logical pixel covers."""
        return metres_per_px(self.level)

    @property
    def scale(self) -> float:
        """Return the denominator of the map scale on a screen of 96 pixels per inch."""
        return self.resolution / _METRES_PER_PX_AT_PRINT_SCALE

    def box(self, margin_px: float = 0.0) -> Box:
        """Return the box that is seen, grown by a margin."""
        half_x = (self.width / 2 + margin_px) * self.resolution
        half_y = (self.height / 2 + margin_px) * self.resolution
        return (self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y)

    def box_towards(self, place: tuple[float, float], margin_px: float) -> Box:
        """Return the box that is seen, grown by a margin, most of it towards a place."""
        most = margin_px * self.resolution * 0.8
        shift_x = min(max(place[0] - self.x, -most), most)
        shift_y = min(max(place[1] - self.y, -most), most)
        west, south, east, north = self.box(margin_px)
        return (west + shift_x, south + shift_y, east + shift_x, north + shift_y)

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return the logical pixel of a place."""
        return (
            (x - self.x) / self.resolution + self.width / 2,
            (self.y - y) / self.resolution + self.height / 2,
        )

    def to_world(self, px: float, py: float) -> tuple[float, float]:
        """Return the place under a logical pixel."""
        return (
            self.x + (px - self.width / 2) * self.resolution,
            self.y - (py - self.height / 2) * self.resolution,
        )

    def panned(self, dx_px: float, dy_px: float) -> Viewport:
        """Return the view after the picture was dragged by so many pixels."""
        return replace(self, x=self.x - dx_px * self.resolution, y=self.y + dy_px * self.resolution)

    def zoomed(self, steps: int, px: float | None = None, py: float | None = None) -> Viewport:
        """Return the view some levels nearer (below 0) or farther; the place at px, py stays."""
        px = self.width / 2 if px is None else px
        py = self.height / 2 if py is None else py
        level = min(max(self.level + steps, MIN_LEVEL), MAX_LEVEL)
        x, y = self.to_world(px, py)
        moved = replace(self, level=level)
        there_x, there_y = moved.to_world(px, py)
        return replace(moved, x=self.x + x - there_x, y=self.y + y - there_y)

    def resized(self, width: int, height: int) -> Viewport:
        """Return the view in a widget of another size, the middle kept."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def centred(self, x: float, y: float, level: int | None = None) -> Viewport:
        """Return the view with a place in the middle."""
        return replace(self, x=x, y=y, level=self.level if level is None else level)

    def fitted(self, box: Box, margin_px: float = 40.0) -> Viewport:
        """Return the nearest view that shows the whole box."""
        west, south, east, north = box
        room_x = max(self.width - 2 * margin_px, 1.0)
        room_y = max(self.height - 2 * margin_px, 1.0)
        needed = max((east - west) / room_x, (north - south) / room_y, metres_per_px(MIN_LEVEL))
        level = math.ceil(STEPS_PER_DOUBLING * math.log2(needed) - 1e-9)
        level = min(max(level, MIN_LEVEL), MAX_LEVEL)
        return replace(self, x=(west + east) / 2, y=(south + north) / 2, level=level)


def tile_span_m(level: int, ratio: float = 1.0) -> float:
    """Return the metres a tile covers on a screen with so many device pixels per logical one."""
    return TILE_PX / ratio * metres_per_px(level)


def tile_box(key: TileKey, ratio: float = 1.0) -> Box:
    """Return the box a tile covers."""
    span = tile_span_m(key.level, ratio)
    west, south = key.column * span, key.row * span
    return (west, south, west + span, south + span)


def tiles_over(view: Viewport, ratio: float = 1.0, ring: int = 0) -> tuple[TileKey, ...]:
    """Return the tiles that cover a view and a ring around it, column by column."""
    span = tile_span_m(view.level, ratio)
    west, south, east, north = view.box()
    first, last = math.floor(west / span) - ring, math.ceil(east / span) + ring
    lowest, highest = math.floor(south / span) - ring, math.ceil(north / span) + ring
    return _tiles_between(view.level, first, last, lowest, highest)


@lru_cache(maxsize=16)
def _tiles_between(
    level: int, first: int, last: int, lowest: int, highest: int
) -> tuple[TileKey, ...]:
    rows = range(lowest, highest)
    return tuple(TileKey(level, column, row) for column in range(first, last) for row in rows)


def tiles_for(
    view: Viewport,
    ratio: float = 1.0,
    ring: int = 0,
    towards: tuple[float, float] | None = None,
) -> list[TileKey]:
    """Return the tiles that cover a view and a ring around it in the order they are wanted.

    towards: the place whose tiles come first, the middle of the view where none is given.
    """
    span = tile_span_m(view.level, ratio)
    x, y = towards or (view.x, view.y)
    middle_column, middle_row = x / span - 0.5, y / span - 0.5
    return sorted(
        tiles_over(view, ratio, ring),
        key=lambda key: (key.column - middle_column) ** 2 + (key.row - middle_row) ** 2,
    )


def upper_left(view: Viewport, ratio: float = 1.0) -> tuple[int, int]:
    """Return the device pixel of a view's upper left corner, from the origin right and up.

    All tiles of a view are laid from it, so that they neither gap nor overlap.
    """
    device = view.resolution / ratio
    return (
        round((view.x - view.width / 2 * view.resolution) / device),
        round((view.y + view.height / 2 * view.resolution) / device),
    )


def device_place(key: TileKey, corner: tuple[int, int]) -> tuple[int, int]:
    """Return the device pixel of a tile's upper left corner in a view, given the view's."""
    return key.column * TILE_PX - corner[0], corner[1] - (key.row + 1) * TILE_PX


def tiles_under(
    level: int, corner: tuple[int, int], part: tuple[int, int, int, int]
) -> tuple[TileKey, ...]:
    """Return the tiles below a part of a view: left, top, width, height in device pixels.

    corner: of the view, as upper_left returns it.
    """
    left, top, width, height = part
    first, last = (corner[0] + left) // TILE_PX, (corner[0] + left + width - 1) // TILE_PX
    highest, lowest = (corner[1] - top - 1) // TILE_PX, (corner[1] - top - height) // TILE_PX
    return _tiles_between(level, first, last + 1, lowest, highest + 1)


def tile_place(key: TileKey, view: Viewport, ratio: float = 1.0) -> tuple[float, float]:
    """Return the logical pixel of a tile's upper left corner, on a whole device pixel."""
    left, top = device_place(key, upper_left(view, ratio))
    return left / ratio, top / ratio


def nice_length(resolution: float, most_px: float) -> float:
    """Return the longest of 1, 2, 5 × 10ⁿ metres that fits into so many pixels."""
    room = resolution * most_px
    power = 10.0 ** math.floor(math.log10(room))
    return max(step * power for step in (1, 2, 5) if step * power <= room * (1 + 1e-9))
