"""A fingerprint of everything a plan is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.resources import RESOURCES

INPUT_LAYERS = (
    "addresses",
    "coverage",
    "streets",
    "ducts",
    "nodes",
    "sites",
    "areas",
    "catalogue",
)
"""Layers a plan depends on."""

_RULE_FOLDERS = ("trenching", "materials", "priorities", "phasing")


def inputs_digest(project: Project, scenario: Scenario, further: Iterable[str] = ()) -> str:
    """Return the SHA-256 of layers, prices, rules and scenario as hexadecimal text.

    further: texts the plan depends on beside them, such as the ids of the sites still open.
    """
    digest = hashlib.sha256()
    digest.update(project.crs.encode())
    digest.update(json.dumps(scenario.to_dict(), sort_keys=True).encode())
    for layer in INPUT_LAYERS:
        digest.update(layer.encode())
        _add_frame(digest, project.layer(layer))
    for folder in _RULE_FOLDERS:
        for path in sorted((RESOURCES / folder).iterdir()):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    for text in further:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def _add_frame(digest: Any, frame: pd.DataFrame) -> None:
    digest.update(str(len(frame)).encode())
    for name in frame.columns:
        digest.update(str(name).encode())
        values = frame[name]
        if isinstance(frame, gpd.GeoDataFrame) and name == frame.geometry.name:
            _add_shapes(digest, values.to_numpy())
        elif values.dtype.kind in "ifb":
            digest.update(np.ascontiguousarray(values.to_numpy()).tobytes())
        else:
            digest.update("\0".join(values.astype(str)).encode())


def _add_shapes(digest: Any, shapes: Any) -> None:
    """Add kinds, sizes and coordinates, which is faster than one WKB for each shape."""
    digest.update(shapely.get_type_id(shapes).tobytes())
    parts, number = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    others = shapely.get_type_id(parts) != 3
    digest.update(number.tobytes() + part.tobytes())
    for group in (parts[others], rings):
        xy, line = shapely.get_coordinates(group, return_index=True)
        digest.update(np.ascontiguousarray(xy).tobytes() + line.tobytes())
