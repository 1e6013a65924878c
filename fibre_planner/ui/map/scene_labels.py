"""The texts of a scene, put together of what its tables and layers name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from fibre_planner.ui.map.geometry import Points, make_points
from fibre_planner.ui.map.labels import LabelSource, make_labels
from fibre_planner.ui.map.phase_layer import dated_trenches, year_places
from fibre_planner.ui.map.share_layer import share_places

if TYPE_CHECKING:
    from fibre_planner.ui.map.scene import SceneInput
    from fibre_planner.ui.map.scene_layers import SceneLayer

Remember = Callable[[str, tuple[Any, ...], Callable[[], Any]], Any]
"""Gives what was made under a name of the same tables, or makes it."""

_NAMED_KINDS = ("pop", "cabinet", "street_cabinet", "handover")
"""Those of most weight first; shafts are too many to be named."""


def labels_of(given: SceneInput, layers: list[SceneLayer], remember: Remember) -> LabelSource:
    """Return the texts of a scene; what was made of unchanged tables is taken again."""
    project = given.project
    labels: LabelSource = remember(
        "labels",
        (project.streets, project.addresses, project.areas),
        lambda: make_labels(project.streets, project.addresses, project.areas),
    )
    planned = given.plan.nodes if given.plan else None
    nodes, plan_nodes = remember(
        "node labels",
        (project.nodes, planned),
        lambda: (node_names(project.nodes), node_names(planned)),
    )
    dated = dated_trenches(given.plan) if given.comparison is None else None
    years = labels.years
    if dated is not None:
        years = remember("year labels", (dated,), lambda: year_places(dated))
    areas = [layer for layer in layers if layer.group == "shares"]
    shares = remember("share labels", (*areas,), lambda: share_places(areas)) if areas else ()
    return replace(labels, nodes=nodes, plan_nodes=plan_nodes, years=years, shares=shares)


def node_names(nodes: Any) -> Points:
    """Return the places of POPs and cabinets with their names.

    Without a name, planned ones tell how many units they serve of how many they have room for,
    as their long ids tell nothing, and existing ones their id.
    nodes: a table of nodes of the project or of a plan, or None for none.
    The kind is the place in the order of their weight, and those of more weight come first.
    """
    if nodes is None or nodes.empty:
        return make_points(np.empty((0, 2)), np.empty(0), np.empty(0, dtype=object))
    shapes = nodes.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    table = nodes[there & nodes["kind"].isin(_NAMED_KINDS).to_numpy()]
    kind = table["kind"].map(_NAMED_KINDS.index).to_numpy(np.uint8)
    ids = table["node_id"].to_numpy(dtype=object)
    if "name" in table:
        names = table["name"].to_numpy(dtype=object)
    else:
        room = table["capacity_units"].astype(str)
        names = (table["units"].astype(str) + "/" + room).to_numpy(dtype=object)
    order = np.argsort(kind, kind="stable")
    texts = np.where(names == "", ids, names)[order]
    xy = shapely.get_coordinates(shapely.centroid(table.geometry.to_numpy()))[order]
    return make_points(xy, kind[order], texts)
