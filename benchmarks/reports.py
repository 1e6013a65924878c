"""Time and size of workbook and HTML map on a generated town of a given number of addresses.

The map also with 100,000 addresses, opened in a running Chromium without a screen. Must reach:
address layer of 25,000 at most 0.6 MB, painted in 0.5 s; of 100,000 in 1 s; no request outside.

Usage: python -m benchmarks.reports [addresses] [folder]
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.browser import paint
from fibre_planner.model.catalogue import read_catalogue
from fibre_planner.model.plan import CostRange, Plan, PlanSummary
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.ruleset import COVERAGE_CLASSES, ELIGIBILITIES
from fibre_planner.model.scenario import read_scenario
from fibre_planner.model.tables import conform
from fibre_planner.report.webmap import write_webmap
from fibre_planner.report.workbook import write_workbook

EAST, NORTH = 485_000.0, 5_550_000.0
HOUSES_PER_STREET = 40
PAINT_RUNS = 5


def generated_town(count: int, seed: int = 7) -> Project:
    """Return a town of straight streets with a plan that connects most addresses."""
    random = np.random.default_rng(seed)
    streets = -(-count // HOUSES_PER_STREET)
    side = int(np.ceil(np.sqrt(streets)))
    street = np.arange(count) // HOUSES_PER_STREET
    house = np.arange(count) % HOUSES_PER_STREET
    origin = np.column_stack(
        (EAST + 450.0 * (np.arange(streets) % side), NORTH + 80.0 * (np.arange(streets) // side))
    )
    along = origin[street, 0] + 10.0 * house + random.normal(0, 1.5, count)
    across = origin[street, 1] + np.where(house % 2, 14.0, -14.0) + random.normal(0, 2, count)
    ids = np.array([f"DEHE{number:012d}" for number in range(count)])
    names = np.array([f"Musterstraße {number}" for number in range(streets)])
    addresses = gpd.GeoDataFrame(
        {
            "address_id": ids,
            "street": names[street],
            "house_number": (house + 1).astype("str"),
            "suffix": random.choice(["", "", "", "a"], count),
            "postcode": "63065",
            "city": "Musterstadt",
            "district": random.choice(["Innenstadt", "Bieber", "Bürgel"], streets)[street],
            "ags": "06413000",
            "dwellings": random.integers(1, 9, count),
            "units_source": "register",
            "source": "musterstadt.osm.pbf node/1",
        },
        geometry=shapely.points(along, across),
        crs=DEFAULT_CRS,
    )
    ends = np.stack((origin, origin + np.array([10.0 * HOUSES_PER_STREET, 0.0])), axis=1)
    lines = gpd.GeoDataFrame(
        {"street_id": names, "name": names, "road_class": "residential"},
        geometry=shapely.linestrings(ends),
        crs=DEFAULT_CRS,
    )
    classes = random.choice(COVERAGE_CLASSES, count, p=(0.15, 0.1, 0.2, 0.5, 0.05))
    coverage = pd.DataFrame(
        {
            "address_id": ids,
            "technology": "FTTC",
            "down_mbps": random.choice([16.0, 50.0, 100.0, 250.0, 1000.0], count),
            "up_mbps": 10.0,
            "provider": random.choice(["Alpha", "Beta"], count),
            "coverage_class": classes,
            "eligible": random.choice(ELIGIBILITIES, count),
            "rule": "below_threshold",
            "ruleset": "rl2.0-2024",
            "gap_id": np.where(classes == "white", [f"gap-{n:04d}" for n in street], ""),
        }
    )
    project = new_project("Musterstadt", metadata={"municipality": "Musterstadt"})
    project = project.with_layers(addresses=addresses, coverage=coverage, streets=lines)
    return replace(project, plans=(_plan(addresses, ends, along, across, origin[street, 1]),))


def _plan(
    addresses: gpd.GeoDataFrame,
    ends: np.ndarray,
    along: np.ndarray,
    across: np.ndarray,
    street_y: np.ndarray,
) -> Plan:
    count, streets = len(addresses), len(ends)
    leads = np.stack((np.column_stack((along, street_y)), np.column_stack((along, across))), axis=1)
    trenches = gpd.GeoDataFrame(
        {
            "trench_id": [f"t{number:06d}" for number in range(streets + count)],
            "level": ["distribution"] * streets + ["lead_in"] * count,
            "surface": "asphalt",
            "method": "open",
            "price_code": "TB01",
            "street": "",
            "length_m": np.r_[np.full(streets, 400.0), np.full(count, 14.0)],
            "cost_base_eur": 1000.0,
        },
        geometry=shapely.linestrings(np.concatenate((ends, leads))),
        crs=DEFAULT_CRS,
    )
    nodes = gpd.GeoDataFrame(
        {"node_id": ["k1", "p1"], "kind": ["cabinet", "pop"]},
        geometry=shapely.points([[EAST, NORTH], [EAST + 500, NORTH]]),
        crs=DEFAULT_CRS,
    )
    plan_addresses = pd.DataFrame(
        {
            "address_id": addresses["address_id"],
            "status": "connected",
            "cabinet_id": "k1",
            "path_m": 500.0,
            "lead_in_m": 14.0,
            "cost_base_eur": np.linspace(1000, 5000, count),
        }
    )
    return Plan(
        plan_id="standard-1",
        scenario=read_scenario("standard"),
        created="2026-11-20T10:30:00+00:00",
        inputs_digest="0" * 64,
        summary=PlanSummary(
            addresses=count,
            connected=count,
            unconnected={},
            units=count,
            trench_m=414.0 * streets,
            street_trench_m=400.0 * streets,
            lead_in_m=14.0 * count,
            cabinets=1,
            pops=1,
            cost_eur=CostRange(Decimal("1e6"), Decimal("2e6"), Decimal("3e6")),
            trench_cost_eur=1e6,
            lower_bound_eur=1e6,
            gap=0.0,
            proven=True,
            shortest_path_baseline_m=450.0 * streets,
            shortest_path_baseline_eur=1.1e6,
            seconds={},
        ),
        trenches=conform("plan_trenches", trenches),
        nodes=conform("plan_nodes", nodes),
        addresses=conform("plan_addresses", plan_addresses),
        items=_items(),
        rules=conform("plan_rules", pd.DataFrame()),
    )


def _items() -> pd.DataFrame:
    catalogue = read_catalogue("hessen-2024")
    chosen = catalogue.loc[catalogue["unit"].isin(["m", "each", "unit", "fibre"])]
    items = pd.DataFrame({"code": chosen["code"], "quantity": 100.0, "unit": chosen["unit"]})
    for level in ("low", "base", "high"):
        items[f"price_{level}_eur"] = chosen[level]
        items[f"cost_{level}_eur"] = (100.0 * chosen[level]).round(2)
    return conform("plan_items", items)


def main(count: int, folder: Path) -> None:
    """Write both reports of a generated town into a folder and print time and size."""
    project = generated_town(count)
    started = time.perf_counter()
    write_workbook(project, project.plans[0], (), folder / "town.xlsx")
    print(f"workbook, {count} addresses: {time.perf_counter() - started:.2f} s", end=", ")
    print(f"{(folder / 'town.xlsx').stat().st_size / 1e6:.2f} MB")
    measure_map(project, folder / "town.html")
    measure_map(generated_town(100_000), folder / "city.html")


def measure_map(project: Project, path: Path) -> None:
    """Write the HTML map of a town and print what it takes to write, keep and paint it."""
    started = time.perf_counter()
    write_webmap(project, project.plans[0], path)
    print(f"map, {len(project.addresses)} addresses: {time.perf_counter() - started:.2f} s", end="")
    layer = re.search(r'id="fp-addresses">([^<]*)<', path.read_text(encoding="utf-8"))
    assert layer is not None
    print(f", {path.stat().st_size / 1e6:.2f} MB, addresses {len(layer[1]) / 1e6:.2f} MB", end="")
    runs = [paint(path) for _ in range(PAINT_RUNS)]
    told = sorted((run for run in runs if run is not None), key=lambda run: run.opened_s)
    if not told:
        print(" (no browser to open it)")
        return
    asked = {name for run in told for name in run.asked}
    middle = told[len(told) // 2]
    print(
        f", opened and painted in {middle.opened_s:.2f} s ({told[0].opened_s:.2f} to "
        f"{told[-1].opened_s:.2f}), of it unpacked and laid on the map {middle.ready_s:.2f} s, "
        f"all layers after {middle.complete_s:.2f} s, "
        f"{len(asked)} requests to the outside"
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 25_000,
        Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()),
    )
