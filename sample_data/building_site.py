"""Where a building may stand: not on a street, in the water, on the railway or on another house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

_CELL_M = 40.0


class BuildingSite:
    """The ground still free; takes footprints one after the other."""

    def __init__(
        self,
        streets: Iterable[BaseGeometry],
        closed: Iterable[BaseGeometry],
        grounds: Iterable[BaseGeometry],
    ) -> None:
        """Keep streets and closed ground free of all buildings, grounds of all but landmarks."""
        never = [*streets, *closed]
        self._blocked = STRtree([*never, *grounds])
        self._blocked_for_landmarks = STRtree(never)
        self._taken: dict[tuple[int, int], list[BaseGeometry]] = defaultdict(list)

    def is_free(self, shape: BaseGeometry, gap_m: float, *, landmark: bool = False) -> bool:
        """Return whether a footprint keeps gap_m to others; a negative gap lets walls touch.

        A landmark may stand in a park or on its own grounds.
        """
        blocked = self._blocked_for_landmarks if landmark else self._blocked
        if len(blocked.query(shape, predicate="intersects")):
            return False
        wide = shapely.buffer(shape, gap_m, join_style="mitre", cap_style="square")
        shapely.prepare(wide)
        return not any(wide.intersects(other) for other in self._near(wide))

    def take(self, shape: BaseGeometry) -> None:
        """Put a footprint on the ground."""
        for cell in _cells(shape):
            self._taken[cell].append(shape)

    def _near(self, shape: BaseGeometry) -> Iterator[BaseGeometry]:
        for cell in _cells(shape):
            yield from self._taken.get(cell, ())


def _cells(shape: BaseGeometry) -> list[tuple[int, int]]:
    """Return the grid cells a shape's bounding box touches."""
    west, south, east, north = shape.bounds
    columns = range(int(west // _CELL_M), int(east // _CELL_M) + 1)
    rows = range(int(south // _CELL_M), int(north // _CELL_M) + 1)
    return [(column, row) for column in columns for row in rows]
