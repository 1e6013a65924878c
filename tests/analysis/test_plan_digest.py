"""The fingerprint of a plan's inputs changes with everything that changes the plan."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd

from fibre_planner.analysis.design import design_network
from fibre_planner.model.project import DEFAULT_CRS
from fibre_planner.model.tables import conform
from tests.towns import rectangle, town


def test_a_building_where_the_cabinet_stood_gives_another_plan_with_another_id() -> None:
    project = town("""
        p   p   p
        |   |   |
        A---B---C---N
    """)
    scenario = replace(project.scenarios[0], targets="all", max_drop_m=70.0)
    first = design_network(project, scenario, created="2026-11-22")
    (place,) = first.nodes.loc[first.nodes["kind"] == "cabinet"].geometry
    x, y = (place.x - 500_000.0) / 10.0, (place.y - 5_550_000.0) / 10.0
    over = gpd.GeoDataFrame(
        {"building_id": ["b1"]},
        geometry=[rectangle(x - 0.3, y - 0.3, x + 0.3, y + 0.3)],
        crs=DEFAULT_CRS,
    )
    built = project.with_layers(buildings=conform("buildings", over))
    again = design_network(built, scenario, created="2026-11-22")
    (moved,) = again.nodes.loc[again.nodes["kind"] == "cabinet"].geometry
    assert moved.distance(place) > 1.0
    assert again.inputs_digest != first.inputs_digest
    assert again.plan_id != first.plan_id
