"""Towns drawn at random, with everything that can lie in a street, keep the laws of a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from fibre_planner.analysis.design import design_network
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project

CORNER = np.array([500_000.0, 5_550_000.0])
SIDE_M = 300.0


def layer(columns: dict[str, Any], shapes: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=DEFAULT_CRS)


def places(random: np.random.Generator, count: int) -> Any:
    return random.uniform(0.0, SIDE_M, (count, 2)).round(1) + CORNER


def random_lines(random: np.random.Generator, count: int) -> list[shapely.LineString]:
    return [shapely.LineString(places(random, random.integers(2, 6))) for _ in range(count)]


def random_project(random: np.random.Generator) -> Project:
    lines = random_lines(random, int(random.integers(1, 15)))
    lines[0] = shapely.LineString([*lines[0].coords, lines[0].coords[0]])
    count = len(lines)
    classes = ["residential", "primary", "footway", "track", "motorway", "steps"]
    streets = layer(
        {
            "street_id": [f"s{n:02}" for n in range(count)],
            "name": random.choice(["A", "B", ""], count),
            "road_class": random.choice(classes, count, p=[0.4, 0.3, 0.1, 0.1, 0.05, 0.05]),
            "surface": random.choice(["asphalt", "sett", "unsealed"], count),
            "width_m": random.choice([np.nan, 5.0, 9.0, 14.0], count),
            "sidewalk": random.choice(["", "left", "right", "both", "no"], count),
            "level": random.choice([0, 0, 0, 1], count),
            "structure": random.choice(["", "", "", "bridge", "tunnel"], count),
        },
        lines,
    )
    houses = int(random.integers(1, 20))
    points = places(random, houses)
    points[0] = lines[0].coords[0]
    addresses = layer(
        {
            "address_id": [f"a{n:02}" for n in range(houses)],
            "street": random.choice(["A", "B", ""], houses),
            "dwellings": random.choice([-1, 0, 1, 5, 200], houses),
        },
        shapely.points(points),
    )
    barrier = shapely.Polygon(places(random, 4))
    sites = {
        "site_id": ["c1", "c2"],
        "kind": "gas",
        "planned_from": "2027-01-01",
        "planned_to": "2027-02-01",
        "resurfaced_on": ["", "2025-01-01"],
    }
    around = shapely.Point(places(random, 1)[0]).buffer(30.0)
    kinds = random.choice(["pop", "cabinet", "shaft"], 2)
    nodes = {"node_id": ["n1", "n2"], "kind": kinds, "capacity_units": 10}
    return new_project("random").with_layers(
        streets=streets,
        addresses=addresses,
        ducts=layer({"duct_id": ["d1"], "free_count": 1}, [lines[0]]),
        sites=layer(sites, [around, random_lines(random, 1)[0]]),
        areas=layer({"area_id": ["b1"], "kind": ["barrier"]}, [barrier]),
        nodes=layer(nodes, shapely.points(places(random, 2))),
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_town_is_accounted_for_to_the_last_address_and_cent(seed: int) -> None:
    random = np.random.default_rng(seed)
    project = random_project(random)
    scenario = replace(
        project.scenarios[0],
        targets="all",
        cabinet_capacity=int(random.choice([5, 20, 144])),
        units_per_pop=int(random.choice([10, 4000])),
        max_drop_m=float(random.choice([50.0, 1000.0])),
    )
    try:
        plan = design_network(project, scenario, created="2026-11-22")
    except PlannerError:
        return  # a town in which no house can be reached is refused, as it should be
    summary = plan.summary
    assert summary.connected + sum(summary.unconnected.values()) == len(project.addresses)
    assert plan.addresses["address_id"].tolist() == project.addresses["address_id"].tolist()
    check_sums(plan)
    check_whole_pieces(plan)
    cabinets = plan.nodes.loc[plan.nodes["kind"] == "cabinet"]
    assert (cabinets["units"] <= cabinets["capacity_units"]).all()
    assert cabinets["units"].sum() == summary.units
    connected = plan.addresses.loc[plan.addresses["status"] == "connected"]
    assert set(connected["cabinet_id"]) <= set(cabinets["node_id"])
    assert summary.lower_bound_eur <= summary.trench_cost_eur + 1e-6
    assert summary.lower_bound_eur <= summary.shortest_path_baseline_eur + 1e-6


def check_whole_pieces(plan: Plan) -> None:
    """What is counted in pieces is a whole number: nobody builds half a shaft."""
    pieces = plan.items.loc[plan.items["unit"].isin(["each", "unit", "fibre"])]
    assert pieces["quantity"].tolist() == pieces["quantity"].round().tolist()


def check_sums(plan: Plan) -> None:
    """Trenches, nodes, connections and percentages make the total at each price level."""
    items = plan.items.set_index("code")
    for level in LEVELS:
        cost = items[f"cost_{level}_eur"]
        rest = cost[cost.index.isin(["HA01", "SP01", "PL01", "PL02", "UV01", "NV01", "PO01"])]
        total = float(getattr(plan.summary.cost_eur, level))
        trenches = plan.trenches[f"cost_{level}_eur"].sum()
        assert trenches + rest.sum() == pytest.approx(total, abs=0.006)
    base = float(plan.summary.cost_eur.base)
    assert plan.addresses["cost_base_eur"].sum() == pytest.approx(base, abs=0.006)
    nodes = items["cost_base_eur"].reindex(["NV01", "PO01"]).sum()
    assert plan.nodes["cost_base_eur"].sum() == pytest.approx(nodes)
