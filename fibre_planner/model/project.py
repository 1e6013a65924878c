"""The project: all layers, prices, scenarios and plans of one city, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from fibre_planner.model.catalogue import read_catalogue
from fibre_planner.model.plan import Plan
from fibre_planner.model.scenario import Scenario, read_scenario
from fibre_planner.model.tables import conform, empty

DEFAULT_CRS = "EPSG:25832"

LAYERS: tuple[str, ...] = (
    "addresses",
    "supply",
    "surveys",
    "coverage",
    "streets",
    "ducts",
    "nodes",
    "wishes",
    "node_wishes",
    "sites",
    "areas",
    "buildings",
    "places",
    "census",
    "catalogue",
    "rejected",
    "history",
)
"""Tables of the data dictionary that are fields of Project under the same name."""


@dataclass(frozen=True, eq=False)
class Project:
    """Everything one project file holds; every edit makes a new Project.

    crs: a projected CRS in metres; all geometries are in it.
    metadata: further keys and values of the file, such as municipality, ruleset and the
        remembered column mappings (JSON).
    """

    name: str
    crs: str
    metadata: Mapping[str, str]
    addresses: gpd.GeoDataFrame
    supply: pd.DataFrame
    surveys: pd.DataFrame
    coverage: pd.DataFrame
    streets: gpd.GeoDataFrame
    ducts: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    wishes: gpd.GeoDataFrame
    node_wishes: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    census: gpd.GeoDataFrame
    catalogue: pd.DataFrame
    rejected: pd.DataFrame
    history: pd.DataFrame
    scenarios: tuple[Scenario, ...]
    plans: tuple[Plan, ...]

    def layer(self, name: str) -> Any:
        """Return a layer by its name; a GeoDataFrame where it has a geometry."""
        if name not in LAYERS:
            raise KeyError(name)
        return getattr(self, name)

    def with_layers(self, **layers: pd.DataFrame) -> Project:
        """Return the project with some layers replaced, each brought into the table's shape."""
        shaped: dict[str, Any] = {name: conform(name, frame) for name, frame in layers.items()}
        return replace(self, **shaped)

    def with_metadata(self, **values: str) -> Project:
        """Return the project with some metadata added or replaced."""
        return replace(self, metadata={**self.metadata, **values})

    def plan(self, plan_id: str) -> Plan:
        """Return a plan by its id; raises KeyError where there is none."""
        for plan in self.plans:
            if plan.plan_id == plan_id:
                return plan
        raise KeyError(plan_id)


def new_project(
    name: str, crs: str = DEFAULT_CRS, metadata: Mapping[str, str] | None = None
) -> Project:
    """Return a project without rows, with the standard scenario and its price catalogue."""
    scenario = read_scenario("standard")
    tables: dict[str, Any] = {layer: empty(layer, crs) for layer in LAYERS}
    tables["catalogue"] = read_catalogue(scenario.catalogue)
    return Project(
        name=name, crs=crs, metadata=dict(metadata or {}), scenarios=(scenario,), plans=(), **tables
    )
