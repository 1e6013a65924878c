"""The vertices of one feature as they are edited: moved, inserted, deleted; without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

Place = tuple[float, float]

_POINT, _LINE, _AREA = 0, 1, 2
_LAST_SINGLE = 3
"""Type of shapely beyond which geometries hold others."""


_FEWEST = {_POINT: 1, _LINE: 2, _AREA: 3}
"""Vertices that a path of each dimension needs."""


@dataclass(frozen=True, eq=False)
class Outline:
    """Points, lines and rings of one feature, which may mix them.

    paths: (n, 2) vertices each; those of rings do not repeat the first one. part: of each path,
    the part of the feature it belongs to; a polygon's outer ring comes before its holes.
    dimensions: of each path, 0 a point, 1 a line, 2 a ring.
    """

    paths: tuple[np.ndarray, ...]
    part: tuple[int, ...]
    dimensions: tuple[int, ...]

    @property
    def dimension(self) -> int:
        """Return the largest dimension of its paths."""
        return max(self.dimensions)

    def vertices(self) -> np.ndarray:
        """Return all vertices (n, 2) in the order of their numbers."""
        return np.concatenate(self.paths)

    def drawn(self) -> list[np.ndarray]:
        """Return each path as it is drawn: rings end where they begin."""
        return [
            np.vstack([path, path[:1]]) if dimension == _AREA else path
            for path, dimension in zip(self.paths, self.dimensions, strict=True)
        ]

    def segments(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the pieces between vertices (m, 4), and the number of the vertex each follows."""
        pieces, numbers, first = [np.empty((0, 4))], [np.empty(0, dtype=np.int64)], 0
        for path, drawn in zip(self.paths, self.drawn(), strict=True):  # the parts of one feature
            pieces.append(np.hstack([drawn[:-1], drawn[1:]]))
            numbers.append(first + np.arange(len(drawn) - 1))
            first += len(path)
        return np.concatenate(pieces), np.concatenate(numbers)

    def middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the middle of each piece (m, 2), and the number of the vertex it follows."""
        pieces, numbers = self.segments()
        return (pieces[:, :2] + pieces[:, 2:]) / 2, numbers

    def moved(self, number: int, place: Place) -> Outline:
        """Return the outline with a vertex at another place."""
        at, vertex = self._find(number)
        path = self.paths[at].copy()
        path[vertex] = place
        return self._with(at, path)

    def inserted(self, after: int, place: Place) -> Outline:
        """Return the outline with a further vertex behind another one."""
        at, vertex = self._find(after)
        return self._with(at, np.insert(self.paths[at], vertex + 1, place, axis=0))

    def without(self, number: int) -> Outline | None:
        """Return the outline without a vertex; without its hole or part where too few are left.

        None where nothing of the feature would be left.
        """
        at, vertex = self._find(number)
        if len(self.paths[at]) > _FEWEST[self.dimensions[at]]:
            return self._with(at, np.delete(self.paths[at], vertex, axis=0))
        return self._without_path(at)

    def takes_part_away(self, number: int) -> bool:
        """Return whether with a vertex its whole hole or part would go."""
        at, _ = self._find(number)
        return len(self.paths[at]) <= _FEWEST[self.dimensions[at]]

    def shifted(self, dx: float, dy: float) -> Outline:
        """Return the outline at another place as a whole."""
        return replace(self, paths=tuple(path + np.array((dx, dy)) for path in self.paths))

    def shape(self) -> Any:
        """Return the feature as a shapely geometry: one part, several of a kind, or a mixture."""
        rings: dict[int, list[int]] = {}
        for at, number in enumerate(self.part):
            rings.setdefault(number, []).append(at)
        made = [self._made(paths) for paths in rings.values()]
        if len(made) == 1:
            return made[0]
        if len(set(self.dimensions)) > 1:
            return shapely.GeometryCollection(made)
        several = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)
        return several[self.dimension](made)

    def _made(self, paths: list[int]) -> Any:
        """Return one part of the feature, of the paths with some numbers."""
        first, dimension = self.paths[paths[0]], self.dimensions[paths[0]]
        if dimension == _POINT:
            return shapely.Point(*first[0])
        if dimension == _LINE:
            return shapely.LineString(first)
        return shapely.Polygon(first, [self.paths[at] for at in paths[1:]])

    def _find(self, number: int) -> tuple[int, int]:
        """Return the path a vertex is of, and its number there."""
        ends = np.cumsum([len(path) for path in self.paths])
        at = int(np.searchsorted(ends, number, side="right"))
        return at, number - int(ends[at] - len(self.paths[at]))

    def _with(self, at: int, path: np.ndarray) -> Outline:
        return replace(self, paths=(*self.paths[:at], path, *self.paths[at + 1 :]))

    def _without_path(self, at: int) -> Outline | None:
        """Return the outline without a hole, or without a part with all its holes."""
        is_outer = self.part.index(self.part[at]) == at
        kept = [
            other
            for other in range(len(self.paths))
            if other != at and not (is_outer and self.part[other] == self.part[at])
        ]
        if not kept:
            return None
        return Outline(
            tuple(self.paths[other] for other in kept),
            tuple(self.part[other] for other in kept),
            tuple(self.dimensions[other] for other in kept),
        )


def outline_of(shape: Any) -> Outline | None:
    """Return the outline of a geometry, which may mix points, lines and areas; None if empty."""
    if shape is None or shapely.is_empty(shape):
        return None
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) > _LAST_SINGLE).any():  # a collection may hold collections
        parts = shapely.get_parts(parts)
    parts = parts[~shapely.is_empty(parts)]
    paths: list[np.ndarray] = []
    part: list[int] = []
    dimensions: list[int] = []
    for number, single in enumerate(parts):  # the parts of one feature
        dimension = int(shapely.get_dimensions(single))
        rings = shapely.get_rings(single) if dimension == _AREA else [single]
        for ring in rings:
            xy = shapely.get_coordinates(ring)
            paths.append(xy[:-1] if dimension == _AREA else xy)
            part.append(number)
            dimensions.append(dimension)
    return Outline(tuple(paths), tuple(part), tuple(dimensions))
