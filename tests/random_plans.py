"""Towns and scenarios drawn at random, odd ones among them, to try out whole plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.scenario import WEIGHTS, Scenario

CORNER = np.array([500_000.0, 5_550_000.0])
STEP_M = 50.0
ROADS = ["residential", "primary", "footway", "track", "motorway", "steps"]


def random_case(random: np.random.Generator) -> tuple[Project, Scenario]:
    """Return a project and a scenario for it."""
    project = random_project(random)
    return project, random_scenario(random, project)


def random_project(random: np.random.Generator) -> Project:
    """Return a town of a grid with gaps, with islands, and with everything that lies in streets."""
    side = int(random.integers(1, 6))
    lines = _grid(random, side)
    if random.random() < 0.3:  # an island of its own
        lines.append(shapely.LineString(CORNER + np.array([[2_000.0, 0.0], [2_200.0, 10.0]])))
    if random.random() < 0.3:
        lines.append(shapely.LineString(_places(random, 3, side)))
    if random.random() < 0.15:  # a street of no length, and one twice
        lines += [shapely.LineString([CORNER, CORNER]), lines[0]]
    streets = _streets(random, lines)
    addresses = _addresses(random, lines, side)
    barrier = shapely.Polygon(_places(random, 4, side))
    sites = {
        "site_id": ["c1", "c2"],
        "kind": ["gas", "water"],
        "planned_from": ["2027-01-01", "2028-03-01"],
        "planned_to": ["2027-02-01", "2029-05-01"],
        "resurfaced_on": ["", random.choice(["", "2025-01-01"])],
    }
    # A stream of its own, so that the other draws are what they are without private ways.
    whose = random.spawn(1)[0]
    grounds = ["", "public", "private"] if whose.random() < 0.6 else [""]
    streets["ground"] = whose.choice(grounds, len(streets))
    around = shapely.Point(_places(random, 1, side)[0]).buffer(40.0)
    return new_project("random").with_layers(
        streets=streets,
        addresses=addresses,
        ducts=_layer({"duct_id": ["d1"], "free_count": [int(random.integers(0, 2))]}, [lines[-1]]),
        sites=_layer(sites, [around, lines[int(random.integers(len(lines)))]]),
        areas=_layer(
            {"area_id": ["b1"], "kind": [str(random.choice(["barrier", "school"]))]}, [barrier]
        ),
        nodes=_nodes(random, addresses, side),
    )


def random_scenario(random: np.random.Generator, project: Project) -> Scenario:
    """Return parameters of every size, most of them as they usually are."""

    def pick(usual: Any, *odd: Any) -> Any:
        return usual if random.random() < 0.5 else odd[int(random.integers(len(odd)))]

    x, y = random.uniform(-20.0, 160.0, 2) + CORNER
    if random.random() < 0.3:
        point = project.addresses.geometry.iloc[0]
        x, y = point.x, point.y
    place = pick((None, None), (float(x), float(y)))
    yearly = pick(None, 1e5, 2e5, 3e5, 1e6) if random.random() < 0.6 else None
    return replace(
        project.scenarios[0],
        targets="all",
        snap_distance_m=pick(80.0, 0.0 if random.random() < 0.1 else 40.0, 20.0, 500.0),
        wide_street_m=pick(7.0, 0.0, 100.0),
        included_lead_in_m=pick(10.0, 0.0),
        cabinet_capacity=pick(144, 1, 2, 5, 20, 288),
        units_per_pop=pick(4000, 1, 7, 50),
        max_drop_m=pick(1000.0, 0.0, 5.0, 60.0, 150.0),
        max_feeder_m=pick(9000.0, 0.0, 30.0, 120.0),
        reserve_share=pick(0.15, 0.0, 0.5, 0.9),
        use_ducts=bool(random.integers(2)),
        use_sites=bool(random.integers(2)),
        use_trenching=bool(random.integers(2)),
        pop_x=place[0],
        pop_y=place[1],
        budget_eur=pick(None, 1.2e5, 1.4e5, 1.5e5, 2e5, 3e5, 1e6),
        weight=pick("units", *WEIGHTS),
        yearly_budget_eur=yearly,
        start_year=pick(2027, 2025, 2029, None),
        years=pick(None, 1, 3, 10),
        discount_rate=pick(0.05, 0.0, 0.5),
        budget_carries_over=bool(random.integers(2)),
        feeder_rounds=int(random.integers(0, 4)),
    )


def _layer(columns: dict[str, Any], shapes: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=list(shapes), crs=DEFAULT_CRS)


def _places(random: np.random.Generator, count: int, side: int) -> Any:
    return random.uniform(0.0, side * STEP_M, (count, 2)).round(1) + CORNER


def _grid(random: np.random.Generator, side: int) -> list[shapely.LineString]:
    """Return the pieces of a grid of streets, some of them missing or with a bend."""
    shift = random.uniform(-8.0, 8.0, (side + 1, side + 1, 2)).round(1)
    lines = []
    for i in range(side + 1):
        for j in range(side + 1):
            for k, m in ((i + 1, j), (i, j + 1)):
                if k <= side and m <= side and random.random() < 0.8:
                    ends = [np.array([i, j]) * STEP_M + shift[i, j]]
                    ends += [np.array([k, m]) * STEP_M + shift[k, m]]
                    lines.append(shapely.LineString(np.array(ends) + CORNER))
    return lines or [shapely.LineString(CORNER + np.array([[0.0, 0.0], [STEP_M, 0.0]]))]


def _streets(random: np.random.Generator, lines: list[shapely.LineString]) -> gpd.GeoDataFrame:
    count = len(lines)
    columns = {
        "street_id": [f"s{n:02}" for n in range(count)],
        "name": random.choice(["A", "B", ""], count),
        "road_class": random.choice(ROADS, count, p=[0.6, 0.2, 0.1, 0.05, 0.03, 0.02]),
        "surface": random.choice(["asphalt", "sett", "unsealed"], count),
        "width_m": random.choice([np.nan, 5.0, 9.0, 14.0], count),
        "sidewalk": random.choice(["", "left", "right", "both", "no"], count),
        "level": random.choice([0, 0, 0, 0, 1], count),
        "structure": random.choice(["", "", "", "", "bridge", "tunnel"], count),
    }
    return _layer(columns, lines)


def _addresses(
    random: np.random.Generator, lines: list[shapely.LineString], side: int
) -> gpd.GeoDataFrame:
    count = int(random.choice([1, 2, 5, 12, 30]))
    points = _places(random, count, side)
    if random.random() < 0.3:
        points[0] = lines[0].coords[0]
        points[-1] = points[0]  # two in one place
    if random.random() < 0.3:
        points[-1] = CORNER + np.array([2_100.0, 8.0])
    if count > 2 and random.random() < 0.1:
        points[0] = CORNER + np.array([90_000.0, 0.0])
    columns = {
        "address_id": [f"a{n:02}" for n in range(count)],
        "street": random.choice(["A", "B", ""], count),
        "dwellings": random.choice(
            [-1, 0, 1, 3, 12, 500], count, p=[0.2, 0.1, 0.4, 0.2, 0.08, 0.02]
        ),
        "businesses": random.choice([0, 0, 2], count),
        "category": random.choice(["private", "school", "business"], count),
    }
    return _layer(columns, shapely.points(points))


def _nodes(random: np.random.Generator, addresses: gpd.GeoDataFrame, side: int) -> gpd.GeoDataFrame:
    count = int(random.choice([0, 1, 2, 4]))
    places = _places(random, count, side)
    if count > 1 and random.random() < 0.3:
        places[1] = places[0]
    if count and random.random() < 0.2:
        places[0] = addresses.geometry.iloc[0].coords[0]
    columns = {
        "node_id": [f"n{n}" for n in range(count)],
        "kind": random.choice(["pop", "cabinet", "cabinet", "shaft"], count),
        "capacity_units": random.choice([0, 1, 3, 10, 400], count),
    }
    return _layer(columns, shapely.points(places))
