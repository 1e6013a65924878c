"""The vertices of one feature as they are edited: moved, inserted, deleted; without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

Place = tuple[float, float]

_LINE, _AREA = 1, 2


@dataclass(frozen=True, eq=False)
class Outline:
    """Lines, rings or points of one feature.

    paths: (n, 2) vertices each; those of rings do not repeat the first one. polygon: of each
    path, the outer ring first. dimension: 0 points, 1 lines, 2 areas.
    """

    paths: tuple[np.ndarray, ...]
    polygon: tuple[int, ...]
    dimension: int

    def vertices(self) -> np.ndarray:
        """Return all vertices (n, 2) in the order of their numbers."""
        return np.concatenate(self.paths)

    def segments(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the pieces between vertices (m, 4), and the number of the vertex each follows."""
        pieces, numbers, first = [np.empty((0, 4))], [np.empty(0, dtype=np.int64)], 0
        for path in self.paths:  # the parts of one feature
            closed = np.vstack([path, path[:1]]) if self.dimension == _AREA else path
            pieces.append(np.hstack([closed[:-1], closed[1:]]))
            numbers.append(first + np.arange(len(closed) - 1))
            first += len(path)
        if self.dimension == 0:
            return pieces[0], numbers[0]
        return np.concatenate(pieces), np.concatenate(numbers)

    def middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the middle of each piece (m, 2), and the number of the vertex it follows."""
        pieces, numbers = self.segments()
        return (pieces[:, :2] + pieces[:, 2:]) / 2, numbers

    def moved(self, number: int, place: Place) -> Outline:
        """Return the outline with a vertex at another place."""
        part, at = self._find(number)
        path = self.paths[part].copy()
        path[at] = place
        return self._with(part, path)

    def inserted(self, after: int, place: Place) -> Outline:
        """Return the outline with a further vertex behind another one."""
        part, at = self._find(after)
        return self._with(part, np.insert(self.paths[part], at + 1, place, axis=0))

    def without(self, number: int) -> Outline | None:
        """Return the outline without a vertex, None where its path would have too few."""
        part, at = self._find(number)
        if len(self.paths[part]) <= {_LINE: 2, _AREA: 3}.get(self.dimension, 1):
            return None
        return self._with(part, np.delete(self.paths[part], at, axis=0))

    def shifted(self, dx: float, dy: float) -> Outline:
        """Return the outline at another place as a whole."""
        return replace(self, paths=tuple(path + np.array((dx, dy)) for path in self.paths))

    def shape(self) -> Any:
        """Return the feature as a shapely geometry."""
        if self.dimension == 0:
            made = [shapely.Point(*path[0]) for path in self.paths]
            return made[0] if len(made) == 1 else shapely.MultiPoint(made)
        if self.dimension == _LINE:
            lines = [shapely.LineString(path) for path in self.paths]
            return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
        rings: dict[int, list[np.ndarray]] = {}
        for number, path in zip(self.polygon, self.paths, strict=True):
            rings.setdefault(number, []).append(path)
        areas = [shapely.Polygon(outer, holes) for outer, *holes in rings.values()]
        return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)

    def _find(self, number: int) -> tuple[int, int]:
        ends = np.cumsum([len(path) for path in self.paths])
        part = int(np.searchsorted(ends, number, side="right"))
        return part, number - int(ends[part] - len(self.paths[part]))

    def _with(self, part: int, path: np.ndarray) -> Outline:
        return replace(self, paths=(*self.paths[:part], path, *self.paths[part + 1 :]))


def outline_of(shape: Any) -> Outline | None:
    """Return the outline of a geometry; None where it is empty or mixes points, lines, areas."""
    if shape is None or shapely.is_empty(shape):
        return None
    parts = shapely.get_parts(shape)
    dimensions = {int(number) for number in shapely.get_dimensions(parts)}
    if len(dimensions) != 1 or (shapely.get_type_id(parts) > 3).any():
        return None
    dimension = dimensions.pop()
    polygon = np.arange(len(parts))
    if dimension == _AREA:
        parts, polygon = shapely.get_rings(parts, return_index=True)
    paths = [shapely.get_coordinates(part) for part in parts]
    if dimension == _AREA:
        paths = [path[:-1] for path in paths]
    return Outline(tuple(paths), tuple(polygon.tolist()), dimension)
