"""A wide street is two trenches whose crossings cost something."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from fibre_planner.analysis.streets.street_graph import build_trench_graph
from fibre_planner.analysis.streets.trench_graph import TrenchGraph
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project

EAST, NORTH = 500_000.0, 5_550_000.0


def project_of(streets: list[tuple[list[tuple[float, float]], float]]) -> Project:
    """Return a project of streets with their widths, and an address on them every 30 m."""
    lines = [shapely.LineString([(EAST + x, NORTH + y) for x, y in line]) for line, _ in streets]
    frame = pd.DataFrame(
        {
            "street_id": [f"s{n}" for n in range(len(streets))],
            "name": [f"Street {n}" for n in range(len(streets))],
            "width_m": [width for _, width in streets],
        }
    )
    houses = [
        shapely.line_interpolate_point(line, float(along))
        for line in lines
        for along in range(1, int(line.length), 30)
    ]
    addresses = pd.DataFrame({"address_id": [f"a{n:03}" for n in range(len(houses))]})
    return new_project("sides").with_layers(
        streets=gpd.GeoDataFrame(frame, geometry=lines, crs=DEFAULT_CRS),
        addresses=gpd.GeoDataFrame(addresses, geometry=houses, crs=DEFAULT_CRS),
    )


def graph_of(streets: list[tuple[list[tuple[float, float]], float]]) -> TrenchGraph:
    project = project_of(streets)
    return build_trench_graph(project, project.scenarios[0], None)


def crossings_of(graph: TrenchGraph) -> pd.DataFrame:
    crossings = graph.edges.assign(length_m=graph.length_m)
    return crossings.loc[crossings["crossings"] > 0]


def test_narrow_street_stays_one_edge() -> None:
    graph = graph_of([([(0, 0), (70, 0)], 5.5)])
    assert len(graph.ends) == 1
    assert graph.edges["crossed_m"].tolist() == [5.5]


def test_wide_street_gets_two_sides_and_a_crossing_at_each_end() -> None:
    graph = graph_of([([(0, 0), (70, 0)], 8.0)])
    sides = graph.edges["crossings"] == 0
    assert graph.length_m[sides].tolist() == pytest.approx([70.0, 70.0])
    assert sorted(y - NORTH for y in graph.xy[:, 1]) == pytest.approx([-4.0, -4.0, 4.0, 4.0])
    assert crossings_of(graph)["length_m"].tolist() == pytest.approx([8.0, 8.0])
    assert set(crossings_of(graph)["price_code"]) == {"TB01"}
    assert graph.edges.loc[sides, "crossed_m"].tolist() == [0.0, 0.0]


def test_long_wide_street_is_crossed_in_between() -> None:
    # 200 m at most 80 m apart: three pieces, four crossings.
    graph = graph_of([([(0, 0), (200, 0)], 8.0)])
    assert len(crossings_of(graph)) == 4
    assert len(graph.ends) == 2 * 3 + 4


def test_side_street_joins_the_near_side_only() -> None:
    # Main street of two pieces, side street to the north: it comes out on the northern side.
    graph = graph_of([([(0, 0), (60, 0)], 8.0), ([(30, 0), (30, 40)], 5.5)])
    assert len(crossings_of(graph)) == 3
    side_street = int(np.flatnonzero(graph.edges["street"] == 1)[0])
    foot = min(graph.xy[graph.ends[side_street], 1]) - NORTH
    assert foot == pytest.approx(4.0)
    assert graph.length_m[side_street] == pytest.approx(36.0)


def test_four_wide_arms_leave_four_corners() -> None:
    graph = graph_of([([(-40, 0), (40, 0)], 8.0), ([(0, -40), (0, 40)], 8.0)])
    corners = np.round(np.abs(graph.xy - (EAST, NORTH)), 6)
    assert (corners == 4.0).all(axis=1).sum() == 4
    # A crossing of each arm at the junction and one at each outer end.
    assert len(crossings_of(graph)) == 8
    assert len(graph.ends) == 8 + 8


def test_a_bend_keeps_both_sides_parallel() -> None:
    graph = graph_of([([(0, 0), (40, 0), (40, 30)], 8.0)])
    sides = (graph.edges["crossings"] == 0).to_numpy()
    lengths = sorted(graph.length_m[sides])
    # The outer side is longer by the width twice, the inner one as much shorter.
    assert lengths == pytest.approx([62.0, 78.0])


def test_wide_street_through_open_land_is_one_trench_in_the_verge() -> None:
    project = project_of([([(0, 0), (100, 0)], 8.0), ([(100, 0), (1000, 0)], 8.0)])
    project = project.with_layers(addresses=project.addresses.iloc[:1])
    graph = build_trench_graph(project, project.scenarios[0], None)
    far = shapely.get_coordinates(shapely.centroid(graph.lines))[:, 0] > EAST + 300
    assert set(graph.edges.loc[far, "price_code"]) == {"TB05"}
    assert (graph.edges.loc[far, "crossings"] == 0).all()
