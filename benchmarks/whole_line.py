"""The whole line on real towns: .osm.pbf to saved project, coverage, plan, workbook and HTML.

Run: python -m benchmarks.whole_line [boeblingen herrenberg-and-around]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import DATA, describe, peak_memory_mib
from fibre_planner import workflow
from fibre_planner.analysis import warming
from fibre_planner.progress import silent

OBJECTS = {"boeblingen": 7_285, "herrenberg-and-around": 22_567}
"""Address objects of each file, as its description gives them."""


def whole_line(town: str, folder: Path) -> dict[str, object]:
    """Run every stage on one town and return seconds by stage and what came of it."""
    seconds: dict[str, float] = {}
    start = last = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal last
        now = time.perf_counter()
        seconds[stage] = round(now - last, 2)
        last = now

    step = workflow.import_osm(workflow.create_project(town), DATA / "osm" / f"{town}.osm.pbf")
    lap("import")
    project = workflow.coverage(step.project)
    lap("coverage")
    findings = workflow.check(project)
    lap("check")
    project = workflow.plan(project, workflow.scenario_for(project))
    lap("plan")
    workflow.save(project, folder / f"{town}.gpkg")
    lap("save")
    files = workflow.write_reports(project, None, folder / town)
    lap("reports")
    summary = project.plans[-1].summary
    counts = step.counts
    return {
        "town": town,
        "address_objects": counts.get("address_objects"),
        "address_objects_published": OBJECTS.get(town),
        "after_splitting": counts.get("addresses_after_splitting"),
        "duplicates": counts.get("duplicates"),
        "addresses": len(project.addresses),
        "rejected": len(project.rejected),
        "findings": len(findings),
        "connected": summary.connected,
        "unconnected": dict(summary.unconnected),
        "trench_km": round(summary.trench_m / 1000, 1),
        "cost_base_eur": float(summary.cost_eur.base),
        "gap": summary.gap,
        "html_mb": round(next(f for f in files if f.suffix == ".html").stat().st_size / 1e6, 2),
        "seconds": seconds,
        "total_seconds": round(time.perf_counter() - start, 1),
        "peak_memory_mib": round(peak_memory_mib()),
    }


def main() -> None:
    """Print one JSON object for each town."""
    print(describe())
    warming.warm_up(silent)
    for town in sys.argv[1:] or OBJECTS:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(whole_line(town, Path(folder)), indent=1))


if __name__ == "__main__":
    main()
