"""Which points hang together: connected groups of points nearer than a distance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, QhullError, cKDTree

_FEW = 500
"""Up to so many places all near pairs are listed, beyond only the edges of a triangulation."""

Points = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


def group_points(points: Points, max_distance_m: float) -> Numbers:
    """Return the group number of each point; steps of up to max_distance_m join a group.

    points: (n, 2) finite coordinates in metres. Time and memory grow with n log n however dense
    the points lie. Points in touching squares of a fine grid are near enough for sure; where
    groups come near each other across empty squares, the shortest links between them are edges
    of the Delaunay triangulation (Preparata and Shamos 1985, Computational Geometry, 6.1).
    """
    if not len(points):
        return np.empty(0, dtype=np.int64)
    if max_distance_m <= 0:
        return np.unique(points, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    # The diagonal of two touching squares is the distance.
    side = max_distance_m / np.sqrt(8.0)
    column, row = np.floor((points - points.min(axis=0)) / side).astype(np.int64).T
    stride = int(row.max()) + 8
    squares, square = np.unique(column * stride + row, return_inverse=True)
    square = square.reshape(-1)
    touching = np.vstack([*_neighbours(squares, stride, range(1, 2))])
    groups = _components(len(squares), touching)
    nearby = np.vstack([*_neighbours(squares, stride, range(2, 4))])
    apart = nearby[groups[nearby[:, 0]] != groups[nearby[:, 1]]]
    doubtful = np.flatnonzero(np.isin(square, apart))
    links = square[doubtful[_links(points[doubtful], max_distance_m)]]
    result: Numbers = _components(len(squares), np.vstack([touching, links]))[square]
    return result


def _neighbours(squares: Numbers, stride: int, rings: range) -> Iterator[Numbers]:
    """Yield pairs of squares that lie so many squares apart, each pair once.

    squares: sorted keys column * stride + row; the stride is wide enough that no sum of key and
    offset meets the next column.
    """
    reach = rings.stop - 1
    for right, up in product(range(reach + 1), range(-reach, reach + 1)):
        if max(right, abs(up)) in rings and (right, up) > (0, 0):
            wanted = squares + right * stride + up
            place = np.minimum(np.searchsorted(squares, wanted), len(squares) - 1)
            found = np.flatnonzero(squares[place] == wanted)
            yield np.column_stack([found, place[found]])


def _components(size: int, links: Numbers) -> Numbers:
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(size, size))
    component: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
    return component


def _links(points: Points, max_distance_m: float) -> Numbers:
    """Return pairs of point numbers that join all groups of points, but no more than needed."""
    if len(points) < 2:
        return np.empty((0, 2), dtype=np.int64)
    places, first = np.unique(points, axis=0, return_index=True)
    places = places - places.mean(axis=0)
    if len(places) <= _FEW:
        pairs: Numbers = first[cKDTree(places).query_pairs(max_distance_m, output_type="ndarray")]
        return pairs
    try:
        links = _triangulation_edges(places)
    except QhullError:
        links = _links_along_a_line(places)
    length = np.hypot(*(places[links[:, 0]] - places[links[:, 1]]).T)
    result: Numbers = first[links[length <= max_distance_m]]
    return result


def _triangulation_edges(places: Points) -> Numbers:
    triangulation = Delaunay(places)
    corners = triangulation.simplices.astype(np.int64)
    sides = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    # Points so near to others that they are no corners are joined to their nearest corner.
    left_out = triangulation.coplanar[:, [0, 2]].astype(np.int64)
    return np.vstack([sides, left_out])


def _links_along_a_line(places: Points) -> Numbers:
    """Return the links between neighbours of places that all lie on one straight line."""
    order = np.lexsort((places[:, 1], places[:, 0]))
    return np.column_stack([order[:-1], order[1:]]).astype(np.int64)
