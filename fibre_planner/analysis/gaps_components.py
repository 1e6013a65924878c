"""Which points hang together: connected groups of points nearer than a distance."""

from __future__ import annotations

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
    the points lie: the shortest links of a group are edges of the Delaunay triangulation.
    Source: Preparata and Shamos 1985, Computational Geometry, theorem 6.1.
    """
    if not len(points):
        return np.empty(0, dtype=np.int64)
    places, place = np.unique(points, axis=0, return_inverse=True)
    links = _links(places - places.mean(axis=0), max_distance_m)
    size = len(places)
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(size, size))
    groups = connected_components(graph, directed=False)[1].astype(np.int64)
    result: Numbers = groups[place.reshape(-1)]
    return result


def _links(places: Points, max_distance_m: float) -> Numbers:
    """Return pairs of place numbers that join every group; places: distinct, around zero."""
    if len(places) <= _FEW:
        pairs: Numbers = cKDTree(places).query_pairs(max_distance_m, output_type="ndarray")
        return pairs
    try:
        links = _triangulation_edges(places)
    except QhullError:
        links = _links_along_a_line(places)
    length = np.hypot(*(places[links[:, 0]] - places[links[:, 1]]).T)
    result: Numbers = links[length <= max_distance_m]
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
