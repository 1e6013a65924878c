"""Which points lie farther from every street than a distance, for a million points at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from fibre_planner.analysis.checks.tell import Flags, has_shape
from fibre_planner.analysis.limits import limit


def farther_than(
    points: npt.NDArray[np.object_], lines: npt.NDArray[np.object_], distance_m: float
) -> tuple[Flags, npt.NDArray[np.float64]]:
    """Return which points are farther than distance_m from all lines, and by how much each.

    The metres beyond distance_m are those of the far points, in their order.

    points: Point geometries, those without a place are not far; lines: at least one, with a
    place. Streets are sampled first, and a sample that is near enough settles a point; exact
    distances are measured for the few points that have none.
    """
    step_m = limit("street_sample_m")
    has_length = shapely.length(lines) > 0
    sampled = shapely.segmentize(lines[has_length], step_m)
    samples = shapely.get_coordinates(np.concatenate([sampled, lines[~has_length]]))
    placed = np.flatnonzero(has_shape(points))
    xy = shapely.get_coordinates(points[placed])
    # Any sample near enough will do, so the search may stop at twice the nearest distance.
    tree = cKDTree(samples, balanced_tree=False)
    nearest, _ = tree.query(xy, eps=1.0, distance_upper_bound=distance_m, workers=-1)
    doubtful = placed[nearest > distance_m]
    far = np.zeros(len(points), dtype=bool)
    if not len(doubtful):
        return far, np.empty(0)
    exact_m = shapely.STRtree(lines).query_nearest(
        points[doubtful], return_distance=True, all_matches=False
    )[1]
    beyond = exact_m > distance_m
    far[doubtful[beyond]] = True
    return far, exact_m[beyond] - distance_m
