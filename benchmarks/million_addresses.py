"""Time and memory of coverage and check on a million generated addresses.

Run with: python -m benchmarks.million_addresses [addresses]
The town is a grid of blocks with 16 addresses to a street section, one and a third supply rows
per address, and one address in a thousand with something wrong. Everything is in memory before
the clock starts, as after loading a project. Needs: coverage and check under 5 s each.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from fibre_planner.analysis.checks import check
from fibre_planner.analysis.coverage import compute_coverage
from fibre_planner.analysis.gaps import group_gaps
from fibre_planner.analysis.shares import shares_by_district
from fibre_planner.model.project import DEFAULT_CRS, Project, new_project
from fibre_planner.model.ruleset import read_ruleset

BLOCK_M = 160.0
PER_SECTION = 16
LIMIT_S = 5.0
TODAY = dt.date(2026, 11, 1)
ORIGIN = np.array([480_000.0, 5_540_000.0])


def generate(count: int, seed: int = 0) -> Project:
    """Return a project with so many addresses along a grid of streets."""
    random = np.random.default_rng(seed)
    sections = -(-count // PER_SECTION)
    side = int(np.ceil(np.sqrt(sections / 2)))
    ends = _sections(side)[:sections]
    streets = gpd.GeoDataFrame(
        {"street_id": _ids("s", len(ends)), "name": _names(len(ends))},
        geometry=shapely.linestrings(ends),
        crs=DEFAULT_CRS,
    )
    return new_project("million").with_layers(
        addresses=_addresses(ends, count, random), streets=streets, supply=_supply(count, random)
    )


def _sections(side: int) -> np.ndarray:
    corner = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1)
    start = ORIGIN + corner.reshape(-1, 2) * BLOCK_M
    east = np.stack([start, start + np.array([BLOCK_M, 0])], axis=1)
    north = np.stack([start, start + np.array([0, BLOCK_M])], axis=1)
    return np.stack([east, north], axis=1).reshape(-1, 2, 2)


def _addresses(ends: np.ndarray, count: int, random: np.random.Generator) -> gpd.GeoDataFrame:
    section = np.arange(count) // PER_SECTION
    number = np.arange(count) % PER_SECTION
    along = (number // 2 + 1) / (PER_SECTION / 2 + 1)
    way = ends[section, 1] - ends[section, 0]
    across = np.where(number % 2, 12.0, -12.0)[:, None] * way[:, ::-1] / BLOCK_M * [1, -1]
    place = ends[section, 0] + along[:, None] * way + across
    wrong = random.random(count) < 0.001
    place[wrong & (number == 0)] += 1_000_000.0
    frame = pd.DataFrame(
        {
            "address_id": _ids("a", count),
            "street": pd.Series(_names(len(ends)), dtype="str").iloc[section].to_numpy(),
            "house_number": _texts(number + 1),
            "postcode": _texts(63_000 + section * 20 // len(ends)),
            "city": "Musterstadt",
            "district": _texts(section * 40 // len(ends)),
            "dwellings": np.where(wrong, -1, random.integers(1, 9, count)),
            "units_source": "register",
        }
    )
    return gpd.GeoDataFrame(frame, geometry=shapely.points(place), crs=DEFAULT_CRS)


def _supply(count: int, random: np.random.Generator) -> pd.DataFrame:
    address = np.sort(random.integers(0, count, count * 4 // 3))
    rows = len(address)
    technology = random.integers(0, 5, rows)
    down = np.array([1000.0, 1000.0, 250.0, 100.0, 16.0])[technology]
    planned = random.random(rows) < 0.1
    return pd.DataFrame(
        {
            "supply_id": _ids("r", rows),
            "address_id": _ids("a", count).iloc[address].to_numpy(),
            "provider": _texts(random.integers(1, 5, rows)),
            "status": pd.Series(np.where(planned, "planned", "existing"), dtype="str"),
            "technology": pd.Series(
                np.array(["FTTH", "HFC", "FTTC", "DSL", "DSL"], dtype=object)[technology],
                dtype="str",
            ),
            "down_mbps": down,
            "up_mbps": np.where(technology == 0, down / 2, down / 20),
            "available_from": pd.Series(np.where(planned, "2028-06-30", ""), dtype="str"),
            "binding": planned,
        }
    )


def _ids(letter: str, count: int) -> pd.Series:
    return letter + pd.Series(np.arange(count)).astype("str").str.zfill(8)


def _names(count: int) -> list[str]:
    return [f"Straße {number}" for number in range(count)]


def _texts(numbers: np.ndarray) -> pd.Series:
    codes, different = pd.factorize(numbers)
    return pd.Series(different.astype(str).astype(object)[codes], dtype="str")


def main(count: int) -> int:
    """Generate, measure and print; returns 1 where a limit is exceeded."""
    project = generate(count)
    print(f"addresses {len(project.addresses):,}  supply {len(project.supply):,}", end="  ")
    print(f"streets {len(project.streets):,}  cores {os.cpu_count()}")
    print(f"loaded: {_peak_mib():,.0f} MiB")
    ruleset = read_ruleset("rl2.0-2024")
    table, coverage_s = _measure(
        "coverage", lambda: compute_coverage(project.addresses, project.supply, ruleset, TODAY)
    )
    findings, check_s = _measure("check", lambda: check(project, today=TODAY))
    (table, gaps), _ = _measure("gaps", lambda: group_gaps(project.addresses, table))
    _measure("shares", lambda: shares_by_district(project.addresses, table))
    print(f"eligible {table['eligible'].value_counts().to_dict()}", end="  ")
    print(f"findings {[finding.code for finding in findings]}  gaps {len(gaps):,}")
    for stage, seconds in (("coverage", coverage_s), ("check", check_s)):
        print(f"{stage}: {seconds / LIMIT_S:.2f} of the limit of {LIMIT_S:.0f} s")
    return int(max(coverage_s, check_s) > LIMIT_S)


def _measure(stage: str, work: Callable[[], Any]) -> tuple[Any, float]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    seconds = time.perf_counter() - wall
    print(
        f"{stage:9} {seconds:6.2f} s  processor {time.process_time() - processor:6.2f} s  "
        f"peak {_peak_mib():,.0f} MiB"
    )
    return result, seconds


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
