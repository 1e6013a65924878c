"""Tables packed for the HTML map: columns of small whole numbers, zlib, base64."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

STEP_M = 0.25
"""Step of coordinates in metres of Web Mercator, about 16 cm on the ground in Germany."""

IntArray = npt.NDArray[np.int64]
_UNSIGNED = (("u1", 0xFF), ("u2", 0xFFFF), ("u4", 0xFFFFFFFF))
_SIZE = {"u1": 1, "u2": 2, "u4": 4}
_EDGE = 2.0**28  # steps; twice the way round the world and far within 32 bits
_LEVEL = 7  # 9 takes three times as long for one per cent


@dataclass(frozen=True, eq=False)
class Grid:
    """Whole steps from an origin in Web Mercator, the map's coordinates."""

    transformer: pyproj.Transformer
    origin: tuple[float, float]

    def steps(self, xy: npt.NDArray[np.float64]) -> IntArray:
        """Return coordinates of the project's CRS as steps, both (points, 2).

        A place off the world, as from swapped coordinates, ends at the edge of what can be shown.
        """
        x, y = self.transformer.transform(xy[:, 0], xy[:, 1])
        steps = (np.column_stack((x, y)) - self.origin) / STEP_M
        steps = np.nan_to_num(steps, nan=0.0, posinf=_EDGE, neginf=-_EDGE)
        return np.rint(np.clip(steps, -_EDGE, _EDGE)).astype("int64")


def make_grid(crs: str, xy: npt.NDArray[np.float64]) -> Grid:
    """Return the grid whose origin lies in the middle of some places of the project's CRS."""
    transformer = pyproj.Transformer.from_crs(crs, "EPSG:3857", always_xy=True)
    middle = np.median(xy, axis=0) if len(xy) else np.array([500_000.0, 5_550_000.0])
    x, y = transformer.transform(*middle)
    return Grid(transformer, (round(x), round(y)))


def pack(
    columns: Mapping[str, npt.NDArray[Any]],
    length: int,
    words: Mapping[str, Sequence[str]] | None = None,
    deltas: Sequence[str] = (),
) -> str:
    """Return a table as base64 text.

    columns: whole numbers from 0 on; deltas: columns that may be negative and are stored as
    differences. words: texts that a column's numbers stand for.
    The layout is read by `resources/webmap/payload.js`.
    """
    heads, planes = [], []
    for name, values in columns.items():
        stored = values.astype("int64")
        if name in deltas:
            # Small steps of either sign become small numbers: 0, -1, 1, -2 … are 0, 1, 2, 3 …
            step = np.diff(stored, prepend=0)
            stored = np.where(step < 0, -2 * step - 1, 2 * step)
        kind = _smallest(stored)
        stored = stored.astype(f"<{kind}")
        heads.append({"name": name, "type": kind, "count": len(values), "delta": name in deltas})
        # Byte planes: equal high bytes side by side shrink best.
        planes.append(stored.view("u1").reshape(-1, _SIZE[kind]).T.tobytes())
    head = json.dumps(
        {
            "columns": heads,
            "length": length,
            "words": {k: list(v) for k, v in (words or {}).items()},
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")
    return compress(len(head).to_bytes(4, "little") + head + b"".join(planes))


def compress(content: bytes) -> str:
    """Return bytes as zlib stream in base64."""
    return base64.b64encode(zlib.compress(content, _LEVEL)).decode("ascii")


def coded(texts: pd.Series[Any]) -> tuple[IntArray, list[str]]:
    """Return a column of texts as numbers and the different texts, sorted."""
    codes, words = pd.factorize(texts.fillna("").astype("str"), sort=True)
    return codes.astype("int64"), [str(word) for word in words]


def whole(numbers: pd.Series[Any], unknown: int, factor: float = 1.0) -> IntArray:
    """Return numbers as whole ones between 0 and below `unknown`, which stands for NaN."""
    values = numbers.to_numpy("float64") * factor
    known = np.isfinite(values) & (values >= 0)
    return np.where(
        known, np.minimum(np.rint(np.where(known, values, 0)), unknown - 1), unknown
    ).astype("int64")


def z_order(steps: IntArray) -> IntArray:
    """Return the order in which neighbours on the map are neighbours in the table."""
    if not len(steps):
        return np.empty(0, dtype="int64")
    shifted = (steps - steps.min(axis=0)).astype("uint64")
    code = _spread(shifted[:, 0]) | (_spread(shifted[:, 1]) << np.uint64(1))
    return np.argsort(code, kind="stable").astype("int64")


def pack_lines(
    geometries: npt.NDArray[Any],
    grid: Grid,
    columns: Mapping[str, npt.NDArray[Any]],
    words: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return lines, or the outer rings of polygons, with a value per geometry in each column.

    Geometries of several parts become several lines; what has no place is left out.
    """
    parts, owner = shapely.get_parts(geometries, return_index=True)
    if len(parts) and (shapely.get_type_id(parts) == 3).any():
        parts = np.where(shapely.get_type_id(parts) == 3, shapely.get_exterior_ring(parts), parts)
    usable = shapely.get_num_coordinates(parts) >= 2
    parts, owner = parts[usable], owner[usable]
    xy, line = shapely.get_coordinates(parts, return_index=True)
    steps = grid.steps(xy) if len(xy) else np.empty((0, 2), dtype="int64")
    points = np.bincount(line, minlength=len(parts)) if len(parts) else np.empty(0, dtype="int64")
    table: dict[str, npt.NDArray[Any]] = {name: values[owner] for name, values in columns.items()}
    table |= {"points": points, "x": steps[:, 0], "y": steps[:, 1]}
    return pack(table, len(parts), words, deltas=("x", "y"))


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Put a zero bit between the 31 low bits of each value."""
    spread = values & np.uint64(0x7FFFFFFF)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread


def _smallest(values: npt.NDArray[Any]) -> str:
    most = int(values.max()) if len(values) else 0
    return next(kind for kind, limit in _UNSIGNED if most <= limit)
