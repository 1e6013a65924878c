"""A town with two plans to be saved, and what makes two projects the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import geopandas as gpd
import pandas as pd
from shapely import LineString, MultiPolygon, Point, Polygon, box

from fibre_planner.model.plan import PLAN_TABLES, CostRange, Plan, PlanSummary
from fibre_planner.model.project import LAYERS, Project, new_project
from fibre_planner.model.tables import GEOMETRY_TYPES, conform

CRS = "EPSG:25832"


def small_plan(plan_id: str = "p1") -> Plan:
    project = new_project("x")
    summary = PlanSummary(
        addresses=2,
        connected=1,
        unconnected={"no_street": 1},
        units=3,
        trench_m=120.5,
        street_trench_m=100.0,
        lead_in_m=20.5,
        cabinets=1,
        pops=1,
        cost_eur=CostRange(Decimal("10.10"), Decimal("20.20"), Decimal("30.30")),
        trench_cost_eur=9.5,
        lower_bound_eur=9.5,
        gap=0.0,
        proven=True,
        shortest_path_baseline_m=130.0,
        shortest_path_baseline_eur=10.0,
        seconds={"graph": 0.1},
    )
    line = gpd.GeoSeries([LineString([(483000, 5549000), (483100, 5549000)])], crs=CRS)
    point = gpd.GeoSeries([Point(483000, 5549000)], crs=CRS)
    tables = {
        "plan_trenches": gpd.GeoDataFrame(
            {"trench_id": ["t1"], "level": ["trunk"], "length_m": [100.0]}, geometry=line
        ),
        "plan_nodes": gpd.GeoDataFrame({"node_id": ["n1"], "kind": ["pop"]}, geometry=point),
        "plan_addresses": pd.DataFrame({"address_id": ["a1"], "status": ["connected"]}),
        "plan_items": pd.DataFrame({"code": ["TB01"], "quantity": [100.0]}),
        "plan_rules": pd.DataFrame({"rule_id": ["r1"], "amount": [1.5]}),
    }
    return Plan(
        plan_id=plan_id,
        scenario=replace(project.scenarios[0], name="Süd", pop_x=483000.0, pop_y=5549000.0),
        created="2026-11-01T10:00:00Z",
        inputs_digest="ab" * 32,
        summary=summary,
        **{PLAN_TABLES[name]: conform(name, frame) for name, frame in tables.items()},
    )


def town() -> Project:
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ["a1", "a2"],
            "street": ["Kaiserstraße", "=cmd|' /C calc'!A0"],
            "house_number": ["12", "3"],
            "suffix": ["1/2", ""],
            "postcode": ["01067", "63065"],
            "dwellings": [4, -1],
        },
        geometry=[Point(483300.123456789, 5549840.5), Point(483400, 5549900)],
        crs=CRS,
    )
    areas = gpd.GeoDataFrame(
        {"area_id": ["d1", "d2"], "kind": "district"},
        geometry=[
            box(483000, 5549000, 484000, 5550000),
            MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)]),
        ],
        crs=CRS,
    )
    sites = gpd.GeoDataFrame(
        {"site_id": ["s1", "s2", "s3"], "planned_from": ["2026-12-01", "", ""]},
        geometry=[Point(1, 2), LineString([(0, 0), (1, 1)]), Polygon([(0, 0), (1, 0), (1, 1)])],
        crs=CRS,
    )
    coverage = pd.DataFrame({"address_id": ["a1"], "coverage_class": ["white"]})
    project = new_project("Offenbach", metadata={"municipality": "offenbach"})
    project = project.with_layers(addresses=addresses, areas=areas, sites=sites, coverage=coverage)
    return replace(project, plans=(small_plan("p1"), small_plan("p2")))


def assert_same(first: Project, second: Project) -> None:
    assert (first.name, first.crs, first.metadata) == (second.name, second.crs, second.metadata)
    for name in LAYERS:
        before, after = first.layer(name), second.layer(name)
        pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
        if name in GEOMETRY_TYPES:
            assert before.crs == after.crs
    assert first.scenarios == second.scenarios
    assert len(first.plans) == len(second.plans)
    for one, other in zip(first.plans, second.plans, strict=True):
        assert (one.plan_id, one.scenario, one.created, one.inputs_digest, one.summary) == (
            other.plan_id,
            other.scenario,
            other.created,
            other.inputs_digest,
            other.summary,
        )
        for field in PLAN_TABLES.values():
            before, after = getattr(one, field), getattr(other, field)
            pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
