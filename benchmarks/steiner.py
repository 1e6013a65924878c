"""Trench trees side by side: this solver, networkx, rustworkx and a union of shortest paths.

    python -m benchmarks.steiner [--data DIR] [--seconds S] [NAME ...]

For each graph and method: cost, gap to the known optimum (else to the bound of this solver), own
bound, time and peak memory. Graphs are published ones with known optimum, towns of 10,000 to a
million edges that are grown here, and real towns from .osm.pbf files; all, or those named. Files
are looked for in DIR, in the folder that FIBRE_PLANNER_DATA names, or in ../shared/data
beside the checkout. Every run has a process of its own, so that time and memory are its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import rivals
from benchmarks.graphs import INSTANCES, OPTIMUM, SECONDS, TOWNS, make_graph
from benchmarks.machine import DATA, describe, peak_memory_mib

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.graphs import Graph


def ours(graph: Graph, seconds: float) -> dict[str, Any]:
    """Run this project's solver with a time limit; 0 gives its first good tree alone."""
    from fibre_planner.analysis import steiner

    steiner.warm_up()
    begun = time.perf_counter()
    tree = steiner.solve(*graph, seconds=seconds)
    spent = time.perf_counter() - begun
    bound = {"bound": tree.lower_bound} if tree.lower_bound > 0.0 else {}
    return {"edges": tree.edges, "proven": tree.proven, "time": spent, **bound}


def plain(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run the answer this project gives before its kernels are compiled."""
    from fibre_planner.analysis import steiner

    begun = time.perf_counter()
    tree = steiner.plain_tree(*graph)
    return {"edges": tree.edges, "time": time.perf_counter() - begun}


METHODS: dict[str, Callable[[Graph, float], dict[str, Any]]] = {
    "fibre planner": ours,
    "plain answer": plain,
    "networkx": rivals.by_networkx,
    "rustworkx": rivals.by_rustworkx,
    "shortest paths": rivals.by_shortest_paths,
}


def prepare(name: str, folder: Path, file: Path) -> None:
    """Write a named graph to a file for the runs on it."""
    ends, costs, terminals = make_graph(name, folder)
    np.savez(file, ends=ends, costs=costs, terminals=terminals)


def run_one(method: str, file: Path, seconds: float) -> dict[str, Any]:
    """Run one method on a prepared graph in this process."""
    with np.load(file) as arrays:
        graph = arrays["ends"], arrays["costs"], arrays["terminals"]
    found = METHODS[method](graph, seconds)
    edges = np.unique(np.asarray(found.pop("edges"), np.int64))
    size = {"edge_count": len(graph[1]), "terminals": len(graph[2])}
    return {"cost": float(graph[1][edges].sum()), "mebibytes": peak_memory_mib(), **size, **found}


def _in_own_process(patience: float | None, *words: str) -> str | None:
    """Run this module with other words; returns what it prints, None if it takes too long."""
    command = [sys.executable, "-m", "benchmarks.steiner", *words]
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=patience, text=True)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout


def _compare(name: str, folder: Path, seconds: float, patience: float) -> None:
    """Run all methods on one graph and print a line for each."""
    with tempfile.TemporaryDirectory() as kept:
        file = str(Path(kept) / "graph.npz")
        _in_own_process(None, "--data", str(folder), "--prepare", file, name)

        def run(method: str, limit: float) -> dict[str, Any] | None:
            words = ("--seconds", str(limit), "--only", method, file)
            printed = _in_own_process(patience, *words)
            answer: dict[str, Any] | None = json.loads(printed) if printed else None
            return answer

        best = run("fibre planner", seconds)
        if best is None:
            print(f"{name}: not finished")
            return
        optimum = OPTIMUM.get(name)
        known = f"optimum {optimum:,.1f}" if optimum else "gaps to the bound of fibre planner"
        print(f"{name}: {best['edge_count']:,} edges, {best['terminals']:,} terminals, {known}")
        least = optimum or best.get("bound")
        print(_line(f"ours, {seconds:g} s", best, least))
        print(_line("ours, at once", run("fibre planner", 0.0), least), flush=True)
        if seconds > 1.0:
            print(_line("ours, 1 s", run("fibre planner", 1.0), least), flush=True)
        other = run("networkx", 0.0)
        if other is not None:
            # The rival may have been lucky with the machine, never this solver.
            limit = 0.97 * other["time"]
            print(_line("ours, in its time", run("fibre planner", limit), least), flush=True)
        print(_line("networkx", other, least), flush=True)
        for method in ("plain answer", "rustworkx", "shortest paths"):
            print(_line(method, run(method, 0.0), least), flush=True)


def _line(title: str, answer: dict[str, Any] | None, least: float | None) -> str:
    """Format one run. least: what its cost is compared with, the optimum or else a bound."""
    if answer is None:
        return f"  {title:18}  not finished"
    cost, bound = answer["cost"], answer.get("bound")
    gap = _percent(cost / least - 1.0) if least else " " * 10
    shown = "" if bound is None else f"  bound {_percent(1.0 - bound / (least or cost))} below"
    proven = "  proven optimal" if answer.get("proven") else ""
    return (
        f"  {title:18} {cost:18,.1f} {gap} {answer['time']:9.2f} s "
        f"{answer['mebibytes']:6,.0f} MiB{shown}{proven}"
    )


def _percent(share: float) -> str:
    # The published figures are rounded, so a proven optimum may seem a trifle below.
    return f"{100 * max(share, 0.0):8.4f} %"


def main() -> None:
    """Compare the methods on the chosen graphs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SECONDS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--seconds", type=float, help="time limit of this solver")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds for any run")
    parser.add_argument("--only", choices=METHODS, help="one method on a prepared graph, as JSON")
    parser.add_argument("--prepare", type=Path, metavar="FILE", help="write the graph alone")
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(run_one(chosen.only, Path(chosen.names[0]), chosen.seconds)))
        return
    if chosen.prepare:
        prepare(chosen.names[0], chosen.data, chosen.prepare)
        return
    print(describe())
    for name in chosen.names or SECONDS:
        if (name in INSTANCES or name in TOWNS) and not chosen.data.is_dir():
            print(f"{name}: no published data in {chosen.data}; see --data")
        else:
            _compare(name, chosen.data, chosen.seconds or SECONDS[name], chosen.patience)


if __name__ == "__main__":
    main()
