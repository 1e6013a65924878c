"""A grown state for the map: towns of streets, houses along them, and green areas, from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from fibre_planner.ui.map.geometry import make_paths, make_points
from fibre_planner.ui.map.labels import LabelSource
from fibre_planner.ui.map.scene import MAIN_STREETS_FROM, Scene
from fibre_planner.ui.map.scene_layers import SceneLayer

WIDTH_M, HEIGHT_M = 300_000.0, 190_000.0
WEST, SOUTH = 400_000.0, 5_450_000.0
BLOCK_M = 85.0
_MAIN_STREETS = ((3, 4), (9, 5), (27, 6))
"""Every so many streets one is of a kind (scene.ROAD_CLASSES)."""


@dataclass(frozen=True, eq=False)
class State:
    """Columns as tables hold them, before the map has seen them.

    addresses: (n, 2). classes: (n,) coverage. streets, names: lines with kinds. areas: polygons.
    """

    addresses: np.ndarray
    address_ids: np.ndarray
    numbers: np.ndarray
    classes: np.ndarray
    streets: np.ndarray
    street_kinds: np.ndarray
    street_ids: np.ndarray
    long_streets: np.ndarray
    names: np.ndarray
    areas: np.ndarray
    area_kinds: np.ndarray
    centre: tuple[float, float]


def grow(addresses: int, segments: int, areas: int, *, towns: int = 0, seed: int = 4) -> State:
    """Grow a state with about so many street segments and exactly so many addresses and areas."""
    draw = np.random.default_rng(seed)
    towns = towns or max(segments // 600, 1)
    weight = draw.lognormal(0.0, 1.1, towns)
    # A town of n × n crossings has 2 n (n − 1) segments.
    wanted = weight / weight.sum() * segments / 2
    side = np.maximum((0.5 + np.sqrt(wanted + 0.25)).round().astype(int), 2)
    middle = np.column_stack(
        [draw.uniform(0, WIDTH_M, towns) + WEST, draw.uniform(0, HEIGHT_M, towns) + SOUTH]
    )
    nodes = side**2
    town = np.repeat(np.arange(towns), nodes)
    first = np.cumsum(nodes) - nodes
    within = np.arange(len(town)) - first[town]
    column, row = within % side[town], within // side[town]
    turn = draw.uniform(0, np.pi / 2, towns)[town]
    grid = (np.column_stack([column, row]) - side[town, None] / 2) * BLOCK_M
    grid += draw.normal(0, 9.0, grid.shape)
    cos, sin = np.cos(turn), np.sin(turn)
    xy = middle[town] + np.column_stack(
        [grid[:, 0] * cos - grid[:, 1] * sin, grid[:, 0] * sin + grid[:, 1] * cos]
    )
    right = np.flatnonzero(column < side[town] - 1)
    up = np.flatnonzero(row < side[town] - 1)
    begin = np.concatenate([right, up])
    end = np.concatenate([right + 1, up + side[town[up]]])
    line = np.concatenate([row[right], column[up]])
    kinds = np.full(len(begin), 3, dtype=np.uint8)
    for every, kind in _MAIN_STREETS:
        kinds[line % every == 0] = kind
    ends = np.stack([xy[begin], xy[end]], axis=1)
    owner = draw.integers(0, len(begin), addresses)
    along = draw.uniform(0.1, 0.9, (addresses, 1))
    step = ends[owner, 1] - ends[owner, 0]
    beside = np.column_stack([-step[:, 1], step[:, 0]])
    beside *= draw.choice([-1.0, 1.0], (addresses, 1)) * draw.uniform(0.1, 0.25, (addresses, 1))
    row_of_town = town * 4096 + row
    shape_of = draw.integers(0, towns, areas)
    return State(
        ends[owner, 0] + step * along + beside,
        _texts("a", addresses),
        draw.integers(1, 120, addresses).astype(str).astype(object),
        np.minimum(draw.geometric(0.45, addresses) - 1, 3).astype(np.uint8),
        shapely.linestrings(ends),
        kinds,
        _texts("s", len(begin)),
        shapely.linestrings(xy, indices=np.unique(row_of_town, return_inverse=True)[1]),
        _texts("Lindenstraße ", len(np.unique(row_of_town))),
        _blobs(draw, middle[shape_of], side[shape_of] * BLOCK_M),
        (np.arange(areas) % 2).astype(np.uint8),
        tuple(middle[np.argmax(side)].tolist()),
    )


def _texts(prefix: str, count: int) -> np.ndarray:
    return np.char.add(prefix, np.arange(count).astype(str)).astype(object)


def _blobs(draw: np.random.Generator, middle: np.ndarray, reach_m: np.ndarray) -> np.ndarray:
    """Return one polygon of 24 corners per place, in and around its town."""
    count = len(middle)
    place = middle + draw.normal(0, 0.6, (count, 2)) * reach_m[:, None]
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radius = draw.uniform(60, 600, (count, 1)) * draw.uniform(0.7, 1.2, (count, 24))
    corners = place[:, None, :] + np.stack([np.cos(angle), np.sin(angle)], -1) * radius[..., None]
    return np.asarray(shapely.polygons(corners))


def scene_of(state: State) -> Scene:
    """Return the layers that the map makes of a state, with their indexes."""
    areas = make_paths(state.areas, state.area_kinds, _texts("g", len(state.areas)), closed=True)
    streets = make_paths(state.streets, state.street_kinds, state.street_ids, closed=False)
    streets.split_by_kind(MAIN_STREETS_FROM)
    houses = make_points(state.addresses, state.classes, state.address_ids, with_overviews=True)
    labels = LabelSource(
        make_paths(state.long_streets, np.zeros(len(state.names)), state.names, closed=False),
        make_points(state.addresses, np.zeros(len(state.addresses)), state.numbers),
    )
    layers = (
        SceneLayer("greens", "greens", "areas", areas),
        SceneLayer("streets", "streets", "streets", streets),
        SceneLayer("addresses", "addresses", "addresses", houses),
    )
    low, high = state.addresses.min(axis=0), state.addresses.max(axis=0)
    return Scene(layers, (*low.tolist(), *high.tolist()), labels)
