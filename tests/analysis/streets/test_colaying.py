"""Ducts, construction sites, fresh surfaces and barriers along streets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from fibre_planner.analysis.streets.colaying import usable_sites
from fibre_planner.analysis.streets.street_graph import build_trench_graph
from fibre_planner.model.project import DEFAULT_CRS, Project
from fibre_planner.model.tables import conform
from tests.towns import at, rectangle, town

TODAY = dt.date(2026, 11, 22)

STREET = """
p     p     p
|     |     |
A-----B-----C
"""


def layer(table: str, shape: BaseGeometry, **columns: object) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame([columns]), geometry=[shape], crs=DEFAULT_CRS)
    return conform(table, frame)


def edges_of(project: Project) -> pd.DataFrame:
    graph = build_trench_graph(project, project.scenarios[0], TODAY)
    return graph.edges.assign(length_m=graph.length_m)


def site(shape: BaseGeometry, **columns: object) -> gpd.GeoDataFrame:
    values: dict[str, object] = {
        "site_id": "c1",
        "kind": "sewer",
        "status": "planned",
        "planned_from": "2027-03-01",
        "planned_to": "2027-06-30",
    }
    return layer("sites", shape, **{**values, **columns})


def line(*cells: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(column, row) for column, row in cells])


def test_street_along_a_duct_uses_it_for_exactly_that_length() -> None:
    # The duct lies 5 m beside the street, in the footway, from column 1 to 4.
    duct = layer("ducts", line((1, 0.5), (4, 0.5)), duct_id="d1", free_count=2)
    edges = edges_of(town(STREET, ducts=duct))
    used = edges.loc[edges["price_code"] == "TB13"]
    assert used["length_m"].sum() == pytest.approx(30.0)
    assert set(used["method"]) == {"existing_duct"}
    assert set(used["stretch_id"]) == {"d1"}


def test_duct_across_a_street_is_not_used() -> None:
    duct = layer("ducts", line((3, -2), (3, 2)), duct_id="d1", free_count=2)
    assert "TB13" not in set(edges_of(town(STREET, ducts=duct))["price_code"])


def test_full_duct_is_not_used() -> None:
    duct = layer("ducts", line((1, 0), (4, 0)), duct_id="d1", free_count=0)
    assert "TB13" not in set(edges_of(town(STREET, ducts=duct))["price_code"])


def test_site_scales_the_price_of_the_covered_part() -> None:
    edges = edges_of(town(STREET, sites=site(rectangle(2, -1, 4, 1))))
    shared = edges.loc[edges["factor_code"] == "TB14"]
    # The polygon covers 20 m, and 10 m of reach on both sides.
    assert shared["length_m"].sum() == pytest.approx(40.0, abs=0.1)
    assert set(shared["site_id"]) == {"c1"}
    assert set(shared["method"]) == {"co_laying"}


@pytest.mark.parametrize(
    ("change", "usable"),
    [
        ({}, True),
        ({"planned_to": ""}, False),
        ({"planned_to": "2026-11-01", "planned_from": "2026-10-01"}, False),
        ({"planned_from": "", "planned_to": ""}, False),
        ({"planned_to": "2027-01-01"}, False),
        ({"status": "Abgeschlossen "}, False),
        ({"kind": "building"}, False),
        ({"planned_from": "soon", "planned_to": "2027-06-30"}, False),
    ],
)
def test_site_is_usable_by_kind_state_and_dates(change: dict[str, str], usable: bool) -> None:
    assert usable_sites(site(rectangle(0, 0, 1, 1), **change), TODAY).tolist() == [usable]


def test_site_of_the_past_counts_where_no_day_is_given() -> None:
    past = site(rectangle(0, 0, 1, 1), planned_from="2020-01-01", planned_to="2020-02-01")
    assert usable_sites(past, None).tolist() == [True]


def test_fresh_surface_is_dearer_until_five_years_are_over() -> None:
    renewed = site(rectangle(2, -1, 4, 1), kind="other", resurfaced_on="2024-05-01")
    edges = edges_of(town(STREET, sites=renewed))
    assert edges.loc[edges["factor_code"] == "TB15", "length_m"].sum() == pytest.approx(30.0)
    old = renewed.assign(resurfaced_on="2020-05-01")
    assert "TB15" not in set(edges_of(town(STREET, sites=old))["factor_code"])


def test_moratorium_area_is_dearer_but_a_site_in_it_is_shared() -> None:
    area = layer("areas", rectangle(0, -2, 12, 1), area_id="m1", kind="moratorium")
    edges = edges_of(town(STREET, areas=area, sites=site(rectangle(2, -1, 4, 1))))
    assert set(edges["factor_code"]) == {"TB14", "TB15"}


def test_street_through_a_barrier_is_drilled_and_no_house_joins_there() -> None:
    area = layer("areas", rectangle(2, -2, 4, 0.5), area_id="rail", kind="barrier")
    edges = edges_of(town(STREET, areas=area))
    drilled = edges.loc[edges["pits"] > 0]
    assert drilled["length_m"].tolist() == pytest.approx([20.0])
    assert drilled["price_code"].tolist() == ["TB09"]
    assert drilled["front"].tolist() == [False]


def test_bridge_over_a_barrier_needs_no_pits() -> None:
    area = layer("areas", rectangle(2, -2, 4, 0.5), area_id="river", kind="barrier")
    project = town(STREET, areas=area)
    bridges = project.streets.assign(structure="bridge", level=1)
    edges = edges_of(project.with_layers(streets=bridges))
    assert (edges["pits"] == 0).all()
    assert set(edges["price_code"]) == {"TB09"}


def test_scenario_can_leave_ducts_and_sites_unused() -> None:
    duct = layer("ducts", line((6, 0), (10, 0)), duct_id="d1", free_count=2)
    project = town(STREET, ducts=duct, sites=site(rectangle(2, -1, 4, 1)))
    scenario = replace(project.scenarios[0], use_ducts=False, use_sites=False)
    graph = build_trench_graph(project, scenario, TODAY)
    assert set(graph.edges["method"]) == {"open"}


def test_barrier_that_crosses_itself_is_still_a_barrier() -> None:
    bow_tie = shapely.Polygon([at(2, -2), at(4, 0.5), at(4, -2), at(2, 0.5)])
    area = layer("areas", bow_tie, area_id="rail", kind="barrier")
    edges = edges_of(town(STREET, areas=area))
    # In each half the street runs 4 m from the slanted edge to the upright one.
    assert edges.loc[edges["pits"] > 0, "length_m"].tolist() == pytest.approx([4.0, 4.0])
