"""Re-solving a plan after an edit, on a real town: how fast, and how near to a fresh solve.

    python -m benchmarks.resolve [TOWN] [--project FILE] [--edits N] [--fresh K] [--kinds KIND ...]
    python -m benchmarks.resolve [TOWN] [--project FILE] --sites N [--fresh K]

Each edit is drawn at random with a seed: a site added to, changed on or removed from a used
street, a price changed, the POP moved, 20 addresses dropped or added. Timed is the whole way from
the edited project to the new plan, tables and bill included; the fresh solve of the same project
is timed beside it. Compiling, which is done once after the installation, is not timed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.machine import DATA, describe, peak_memory_mib
from fibre_planner import workflow
from fibre_planner.analysis.design import Design, design, resolve_trenches
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario

CREATED = "2026-11-22"
SOME = 20
Made = TypeVar("Made")
Edit = tuple[Design, Project, Scenario]
"""The design to begin with, and what is edited."""


def _site(before: Design, rng: np.random.Generator, length_m: float = 1.0) -> gpd.GeoDataFrame:
    """Return a dated site along one of the longer trenches, or along its first part."""
    trenches = before.plan.trenches
    used = np.flatnonzero((trenches["level"] != "lead_in") & (trenches["length_m"] > 40.0))
    line = trenches.geometry.iloc[int(rng.choice(used))]
    shape = line.buffer(2.0) if length_m == 1.0 else line.interpolate(length_m * line.length)
    row = {
        "site_id": ["c1"],
        "kind": ["gas"],
        "planned_from": ["2027-01-01"],
        "planned_to": ["2027-03-01"],
    }
    shape = shape if length_m == 1.0 else shape.buffer(15.0)
    return gpd.GeoDataFrame(pd.DataFrame(row), geometry=[shape], crs=trenches.crs)


def site_added(before: Design, rng: np.random.Generator) -> Edit:
    """A site along a used street."""
    return before, before.project.with_layers(sites=_site(before, rng)), before.scenario


def site_changed(before: Design, rng: np.random.Generator) -> Edit:
    """A site that turns out to be much shorter."""
    state = rng.bit_generator.state
    with_site = before.project.with_layers(sites=_site(before, rng))
    planned = design(with_site, before.scenario, created=CREATED, before=before)
    rng.bit_generator.state = state
    shorter = with_site.with_layers(sites=_site(before, rng, 0.5))
    return planned, shorter, before.scenario


def site_removed(before: Design, rng: np.random.Generator) -> Edit:
    """A site that is not to be."""
    with_site = before.project.with_layers(sites=_site(before, rng))
    planned = design(with_site, before.scenario, created=CREATED, before=before)
    return planned, with_site.with_layers(sites=before.project.sites), before.scenario


def price_changed(before: Design, rng: np.random.Generator) -> Edit:
    """A trench position 5 to 30 % dearer or cheaper."""
    prices = before.project.catalogue.copy()
    code = str(rng.choice(["TB01", "TB02", "TB03", "TB05"]))
    factor = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.05, 0.3) + 1.0)
    prices.loc[prices["code"] == code, ["low", "base", "high"]] *= factor
    return before, before.project.with_layers(catalogue=prices), before.scenario


def pop_moved(before: Design, rng: np.random.Generator) -> Edit:
    """The POP at the place of some address."""
    place = before.project.addresses.geometry.iloc[int(rng.choice(before.joined.row))]
    return before, before.project, replace(before.scenario, pop_x=place.x, pop_y=place.y)


def addresses_dropped(before: Design, rng: np.random.Generator) -> Edit:
    """Some addresses left out."""
    addresses = before.project.addresses
    dropped = rng.choice(len(addresses), SOME, replace=False)
    kept = np.setdiff1d(np.arange(len(addresses)), dropped)
    return before, before.project.with_layers(addresses=addresses.iloc[kept]), before.scenario


def addresses_added(before: Design, rng: np.random.Generator) -> Edit:
    """Some addresses more, each near another one."""
    addresses = before.project.addresses
    new = addresses.iloc[rng.choice(before.joined.row, SOME, replace=False)].copy()
    new["address_id"] = [f"new{number}" for number in range(SOME)]
    moved = new.geometry.translate(*rng.uniform(8.0, 30.0, 2).tolist())
    new = new.set_geometry(moved, crs=addresses.crs)
    joined = gpd.GeoDataFrame(pd.concat([addresses, new], ignore_index=True), crs=addresses.crs)
    return before, before.project.with_layers(addresses=joined), before.scenario


KINDS: dict[str, Callable[[Design, np.random.Generator], Edit]] = {
    edit.__name__: edit
    for edit in (
        site_added,
        site_changed,
        site_removed,
        price_changed,
        pop_moved,
        addresses_dropped,
        addresses_added,
    )
}


def _timed(make: Callable[[], Made]) -> tuple[Made, float, float]:
    """Return what is made, with the seconds it took by the clock and of all threads together."""
    begun, busy = time.perf_counter(), time.process_time()
    made = make()
    return made, time.perf_counter() - begun, time.process_time() - busy


def run(before: Design, name: str, edits: int, fresh_edits: int) -> None:
    """Print median and 90th percentile of time and cost of one kind of edit."""
    seconds, busy, fresh_seconds, trench_seconds = [], [], [], []
    above: dict[str, list[float]] = {"trenches": [], "whole": []}
    for number in range(edits):
        rng = np.random.default_rng(number)
        former, project, scenario = KINDS[name](before, rng)
        begun = time.perf_counter()
        resolve_trenches(project, scenario, former, created=CREATED)
        trench_seconds.append(time.perf_counter() - begun)
        again, wall, cpu = _timed(
            lambda p=project, s=scenario, f=former: design(p, s, created=CREATED, before=f)
        )
        seconds.append(wall)
        busy.append(cpu)
        if number >= fresh_edits:
            continue
        fresh, fresh_wall, _ = _timed(lambda p=project, s=scenario: design(p, s, created=CREATED))
        fresh_seconds.append(fresh_wall)
        for part, (one, other) in _costs(again, fresh).items():
            above[part].append(100.0 * (one / other - 1.0))
    compared: list[str] = []
    if fresh_seconds:
        compared = [f"{statistics.median(fresh_seconds):7.2f}"]
        compared += [f"{statistics.median(part):9.4f} {max(part):9.4f}" for part in above.values()]
    print(
        f"{name:18} {statistics.median(seconds):7.2f} {np.quantile(seconds, 0.9):7.2f} "
        f"{statistics.median(busy):7.2f} {statistics.median(trench_seconds):8.2f} "
        + " ".join(compared),
        flush=True,
    )


def _costs(again: Design, fresh: Design) -> dict[str, tuple[float, float]]:
    """Return the costs of digging in streets and of the whole plan, re-solved and fresh."""
    trenches = [one.plan.summary.trench_cost_eur for one in (again, fresh)]
    whole = [float(one.tables.bill.total.base) for one in (again, fresh)]
    return {"trenches": (trenches[0], trenches[1]), "whole": (whole[0], whole[1])}


def value_sites(before: Design, sites: int, fresh_sites: int) -> None:
    """Print what made-up sites are worth, how long that takes, and how long with fresh designs."""
    without_eur = before.found.cost_eur
    drawn = [site_added(before, np.random.default_rng(number)) for number in range(sites)]

    def value_all() -> list[float]:
        return [
            without_eur - resolve_trenches(project, scenario, former, created=CREATED).cost_eur
            for former, project, scenario in drawn
        ]

    values, seconds, busy = _timed(value_all)
    print(f"{sites} sites valued in {seconds:.1f} s, {busy:.1f} s of all threads")
    print(f"worth EUR: median {statistics.median(values):.0f}, most {max(values):.0f}")
    print(f"sites worth nothing: {sum(value < 1.0 for value in values)}")
    if not fresh_sites:
        return
    fresh = [
        _timed(lambda p=project, s=scenario: design(p, s, created=CREATED))
        for _, project, scenario in drawn[:fresh_sites]
    ]
    each = statistics.mean(wall for _, wall, _ in fresh)
    # The value of a site is a difference of two optimisations, each of them as good as its search.
    apart = [
        abs(without_eur - one.found.cost_eur - value)
        for (one, _, _), value in zip(fresh, values, strict=False)
    ]
    print(f"fresh designs: {each:.1f} s each, {each * sites:.0f} s for {sites}")
    print(
        f"{each * sites / seconds:.1f} times as long; values differ by {max(apart):.0f} EUR at most"
    )


def _project(town: str, file: Path | None) -> Project:
    if file is not None:
        return workflow.open_project(file)
    path = DATA / "osm" / f"{town}.osm.pbf"
    return workflow.import_osm(workflow.create_project(town), path).project


def main() -> None:
    """Read the command line and print one row per kind of edit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("town", nargs="?", default="herrenberg-and-around")
    parser.add_argument("--project", type=Path)
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--fresh", type=int, default=5)
    parser.add_argument("--sites", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    call = parser.parse_args()
    workflow.make_ready()
    project = _project(call.town, call.project)
    scenario = workflow.scenario_for(project, targets="all")
    before, wall, cpu = _timed(lambda: design(project, scenario, created=CREATED))
    summary = before.plan.summary
    print(describe())
    print(f"fresh design: {wall:.2f} s, {cpu:.2f} s of all threads")
    if call.sites:
        value_sites(before, call.sites, call.fresh)
        return
    print(f"{summary.connected} of {summary.addresses} addresses, {call.edits} edits of each kind")
    print(
        f"{'':18} {'re-solved':>15} {'all':>7} {'trenches':>8} {'fresh':>7} "
        f"{'trenches above fresh':>20} {'whole above fresh':>18}"
    )
    print(
        f"{'edit':18} {'median':>7} {'p90 s':>7} {'cpu s':>7} {'only s':>8} {'s':>7} "
        f"{'median %':>9} {'worst %':>9} {'median %':>9} {'worst %':>9}"
    )
    for name in call.kinds:
        run(before, name, call.edits, call.fresh)
    print(f"highest memory {peak_memory_mib():.0f} MiB")


if __name__ == "__main__":
    main()
