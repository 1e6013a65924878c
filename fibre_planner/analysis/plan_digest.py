"""A fingerprint of everything a plan is made from."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.phasing.terms import first_year_of
from fibre_planner.analysis.streets.colaying import fresh_sites, usable_sites
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.resources import RESOURCES

INPUT_LAYERS = (
    "addresses",
    "coverage",
    "streets",
    "ducts",
    "nodes",
    "wishes",
    "node_wishes",
    "sites",
    "areas",
    "buildings",
    "catalogue",
)
"""Layers a plan depends on."""

_LATER_LAYERS = frozenset({"node_wishes"})
"""Layers that older plans did not know: without rows they leave a digest as it was."""

_RULE_FOLDERS = ("trenching", "materials", "priorities", "phasing")

_ID_LENGTH = 12


def layer_digest(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of a layer as hexadecimal text."""
    digest = hashlib.sha256()
    _add_frame(digest, frame)
    return digest.hexdigest()


def inputs_digest(
    project: Project,
    scenario: Scenario,
    day: dt.date | None,
    digest_layer: Callable[[str, pd.DataFrame], str] = lambda _, frame: layer_digest(frame),
) -> str:
    """Return the SHA-256 of layers, prices, rules and scenario as hexadecimal text.

    day: of the plan; only what it decides counts: the sites that are still open, the surfaces
    that are fresh and the first year of building. digest_layer: returns the digest of a layer by
    name, for who keeps them.
    """
    digest = hashlib.sha256()
    digest.update(project.crs.encode())
    digest.update(json.dumps(scenario.to_dict(), sort_keys=True).encode())
    for layer in INPUT_LAYERS:
        if layer in _LATER_LAYERS and project.layer(layer).empty:
            continue
        digest.update(f"{layer} {digest_layer(layer, project.layer(layer))}\n".encode())
    for folder in _RULE_FOLDERS:
        for path in sorted((RESOURCES / folder).iterdir()):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    for chosen in (usable_sites, fresh_sites):
        ids = project.sites["site_id"].to_numpy(object)[chosen(project.sites, day)]
        digest.update("\0".join([*ids, ""]).encode() + b"\0")
    if scenario.yearly_budget_eur is not None:
        digest.update(str(first_year_of(scenario, day)).encode())
    return digest.hexdigest()


def plan_id_of(digest: str, based_on: str) -> str:
    """Return the id of a plan made from inputs of a digest, beginning at another plan or anew."""
    if based_on:
        digest = hashlib.sha256(f"{digest} {based_on}".encode()).hexdigest()
    return f"plan-{digest[:_ID_LENGTH]}"


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
