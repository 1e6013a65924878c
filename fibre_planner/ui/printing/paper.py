"""Sizes of paper, map scales, and where things stand on a page; without Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fibre_planner.ui.map.viewport import Box

PX_PER_INCH = 120.0
"""Logical pixels of a printed page; signs made for the screen come out a little finer."""

PX_PER_MM = PX_PER_INCH / 25.4

PAPERS_MM: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height upright (ISO 216)."""

SCALES = (
    *(500, 1_000, 2_000, 2_500, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000),
    *(30_000, 40_000, 50_000),
)
"""Denominators of the usual scales of municipal plans."""

_SMALLER_SCALES = (75_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000)

_MOST_POWER = 9
"""At 1 : 10⁹ the whole earth is on a postcard; what lies beyond is no place on it."""

_MARGIN_MM = 10.0
_GAP_MM = 3.0
_COLUMN_MM = {"A4": 66.0, "A3": 80.0}
_STRIP_MM = {"A4": 72.0, "A3": 86.0}
_BLOCK_HEIGHT_MM = {"A4": 72.0, "A3": 86.0}
_BLOCK_WIDTH_MM = {"A4": 82.0, "A3": 110.0}


@dataclass(frozen=True)
class Rect:
    """A rectangle on a page, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.top + self.height

    def inner(self, margin: float) -> Rect:
        """Return the rectangle without a margin on all sides."""
        return Rect(
            self.left + margin,
            self.top + margin,
            max(self.width - 2 * margin, 0.0),
            max(self.height - 2 * margin, 0.0),
        )


@dataclass(frozen=True)
class Paper:
    """A sheet of paper: A4 or A3, upright or lying."""

    name: str = "A4"
    landscape: bool = True

    @property
    def size_mm(self) -> tuple[float, float]:
        """Return width and height."""
        width, height = PAPERS_MM[self.name]
        return (height, width) if self.landscape else (width, height)

    @property
    def size_px(self) -> tuple[float, float]:
        """Return width and height in logical pixels."""
        width, height = self.size_mm
        return (width * PX_PER_MM, height * PX_PER_MM)


@dataclass(frozen=True)
class Places:
    """Where the parts of a map page stand, in logical pixels: map, legend, title block."""

    map: Rect
    legend: Rect
    block: Rect


def places_on(paper: Paper) -> Places:
    """Return the places: a column beside the map where the paper lies, else a strip below it."""
    width, height = paper.size_mm
    side, foot = _COLUMN_MM[paper.name], _STRIP_MM[paper.name]
    wide, high = width - 2 * _MARGIN_MM, height - 2 * _MARGIN_MM
    if paper.landscape:
        left = width - _MARGIN_MM - side
        block = _BLOCK_HEIGHT_MM[paper.name] + 10.0
        return Places(
            _px(_MARGIN_MM, _MARGIN_MM, wide - side - _GAP_MM, high),
            _px(left, _MARGIN_MM, side, high - block - _GAP_MM),
            _px(left, height - _MARGIN_MM - block, side, block),
        )
    top, block = height - _MARGIN_MM - foot, _BLOCK_WIDTH_MM[paper.name]
    return Places(
        _px(_MARGIN_MM, _MARGIN_MM, wide, high - foot - _GAP_MM),
        _px(_MARGIN_MM, top, wide - block - _GAP_MM, foot),
        _px(width - _MARGIN_MM - block, top, block, foot),
    )


def _px(left: float, top: float, width: float, height: float) -> Rect:
    return Rect(left * PX_PER_MM, top * PX_PER_MM, width * PX_PER_MM, height * PX_PER_MM)


def resolution_at(scale: float) -> float:
    """Return metres per logical pixel at a scale's denominator."""
    return scale / 1000.0 / PX_PER_MM


def map_box(paper: Paper, middle: tuple[float, float], scale: float) -> Box:
    """Return what a map shows, in metres, around its middle."""
    room = places_on(paper).map
    half_x = room.width * resolution_at(scale) / 2
    half_y = room.height * resolution_at(scale) / 2
    x, y = middle
    return (x - half_x, y - half_y, x + half_x, y + half_y)


def fitting_scale(paper: Paper, box: Box) -> int:
    """Return the largest usual scale at which a map shows the whole box."""
    room = places_on(paper).map
    west, south, east, north = box
    needed = max((east - west) / room.width, (north - south) / room.height)
    known = (*SCALES, *_SMALLER_SCALES)
    # A hair of slack, so that a box made of a page's own frame fits it again.
    found = [scale for scale in known if resolution_at(scale) >= needed * (1 - 1e-9)]
    if found:
        return found[0]
    power = math.floor(math.log10(needed * PX_PER_MM * 1000.0)) + 1
    return int(10 ** min(power, _MOST_POWER))


def middle_of(box: Box) -> tuple[float, float]:
    """Return the middle of a box."""
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def grown(box: Box, share: float) -> Box:
    """Return a box with a margin of a share of its longer side."""
    west, south, east, north = box
    margin = max(east - west, north - south) * share
    return (west - margin, south - margin, east + margin, north + margin)
