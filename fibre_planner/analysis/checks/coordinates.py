"""Checks of places: missing, in degrees, swapped, with a zone prefix, far from everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from fibre_planner.analysis.checks.tell import Flags, Kind, has_shape, tell
from fibre_planner.analysis.limits import limit
from fibre_planner.language import ntr, tr
from fibre_planner.model.finding import Finding
from fibre_planner.model.project import LAYERS, Project
from fibre_planner.model.tables import GEOMETRY_TYPES

Box = tuple[float, float, float, float]
_ZONE_PREFIX_FROM = 2_000_000.0
"""Eastings of a UTM zone have six digits; 32xxxxxx carries the number of the zone."""


@dataclass(frozen=True, eq=False)
class _Places:
    """The middles of a layer's shapes, sorted into what may be wrong with each of them."""

    missing: Flags
    degrees: Flags
    swapped: Flags
    prefixed: Flags
    far: Flags


def misplaced(project: Project) -> list[Finding]:
    """Find rows of any layer whose place is missing or cannot be right.

    A place must lie near the municipality or the bulk of the addresses (without addresses, of
    the streets). Layers with more than half of their rows outside are told
    as a whole.
    """
    box = _sanity_box(project)
    found: list[Finding] = []
    for layer in LAYERS:
        if layer in GEOMETRY_TYPES and len(project.layer(layer)):
            found += _tell_layer(project, layer, _sort_out(_middles(project, layer), box))
    return found


def _sort_out(xy: npt.NDArray[np.float64], box: Box) -> _Places:
    missing = np.asarray(np.isnan(xy).any(axis=1))
    degrees, swapped, prefixed, far = (np.zeros(len(xy), dtype=bool) for _ in range(4))
    rows = np.flatnonzero(~_inside(xy, box) & ~missing)
    odd = xy[rows]
    in_degrees = (np.abs(odd) <= (180.0, 90.0)).all(axis=1)
    exchanged = _inside(odd[:, ::-1], box)
    cut = np.column_stack([odd[:, 0] % 1_000_000, odd[:, 1]])
    with_zone = (odd[:, 0] >= _ZONE_PREFIX_FROM) & _inside(cut, box)
    degrees[rows] = in_degrees
    swapped[rows] = exchanged & ~in_degrees
    prefixed[rows] = with_zone & ~exchanged & ~in_degrees
    far[rows] = ~(in_degrees | exchanged | with_zone)
    return _Places(missing, degrees, swapped, prefixed, far)


def _tell_layer(project: Project, layer: str, places: _Places) -> Iterator[Finding]:
    yield from tell(
        project,
        Kind("missing_place", "error", layer),
        places.missing,
        lambda count: ntr("{count} row has no place.", "{count} rows have no place.", count),
        tr("Import the rows with coordinates, or delete them."),
    )
    yield from tell(
        project,
        Kind("degrees_as_metres", "error", layer),
        places.degrees,
        lambda count: ntr(
            "{count} place is given in degrees.", "{count} places are given in degrees.", count
        ),
        tr("Import the file again and choose WGS84 (EPSG:4326) as its coordinate system."),
    )
    yield from tell(
        project,
        Kind("swapped_coordinates", "error", layer),
        places.swapped,
        lambda count: ntr(
            "{count} place has easting and northing swapped.",
            "{count} places have easting and northing swapped.",
            count,
        ),
        tr("Import the file again with the two columns exchanged."),
    )
    yield from tell(
        project,
        Kind("zone_prefix", "error", layer),
        places.prefixed,
        lambda count: ntr(
            "{count} easting begins with the number of its zone.",
            "{count} eastings begin with the number of their zone.",
            count,
        ),
        tr(
            "Take the leading 32 or 33 off the eastings; where they have seven digits, import the "
            "file again as Gauss-Krüger (EPSG:31466 to 31468)."
        ),
    )
    most = places.far.sum() * 2 > len(places.far)
    yield from tell(
        project,
        Kind("layer_elsewhere" if most else "far_away", "error" if most else "warning", layer),
        places.far,
        lambda count: ntr(
            "{count} place is far away from the municipality.",
            "{count} places are far away from the municipality.",
            count,
        ),
        tr("Check the coordinate system the file was imported with."),
    )


def _sanity_box(project: Project) -> Box:
    """Return the box in which places must lie: the municipality and the bulk near it, with margin.

    A project may hold neighbouring towns of which no border is known; a bulk that is farther
    away than that has wrong coordinates itself.
    """
    areas = project.areas
    border = areas.geometry[(areas["kind"] == "municipality").to_numpy()]
    border = border[has_shape(border.to_numpy())]
    believable = _box_of_crs(project.crs)
    bulk = _bulk(project, believable)
    if not len(border):
        return believable if bulk is None else _grown(bulk, limit("sanity_margin_m"))
    west, south, east, north = (float(value) for value in border.total_bounds)
    box = (west, south, east, north)
    if bulk is not None and shapely.box(*box).distance(shapely.box(*bulk)) <= limit("neighbour_m"):
        box = (*np.minimum(box[:2], bulk[:2]), *np.maximum(box[2:], bulk[2:]))
    return _grown(box, limit("sanity_margin_m"))


def _bulk(project: Project, believable: Box) -> Box | None:
    """Return the box around the middle 90 % of the addresses, or of the streets without them."""
    for layer in ("addresses", "streets"):
        xy = _middles(project, layer)
        xy = xy[_inside(xy, believable)]
        if len(xy):
            low, high = np.quantile(xy, (0.05, 0.95), axis=0)
            return float(low[0]), float(low[1]), float(high[0]), float(high[1])
    return None


def _grown(box: Box, margin_m: float) -> Box:
    west, south, east, north = box
    return west - margin_m, south - margin_m, east + margin_m, north + margin_m


@cache
def _box_of_crs(crs: str) -> Box:
    """Return the bounds in metres within which a CRS is meant to be used."""
    area = CRS.from_user_input(crs).area_of_use
    if area is None:
        return -np.inf, -np.inf, np.inf, np.inf
    transformer = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    west, south, east, north = transformer.transform_bounds(*area.bounds)
    return west, south, east, north


def _middles(project: Project, layer: str) -> npt.NDArray[np.float64]:
    """Return the middle of each shape's bounds, NaN where it has no place."""
    bounds = shapely.bounds(project.layer(layer).geometry.to_numpy())
    middles: npt.NDArray[np.float64] = (bounds[:, :2] + bounds[:, 2:]) / 2
    return middles


def _inside(xy: npt.NDArray[np.float64], box: Box) -> Flags:
    low, high = np.array(box[:2]), np.array(box[2:])
    return np.asarray(((xy >= low) & (xy <= high)).all(axis=1))
