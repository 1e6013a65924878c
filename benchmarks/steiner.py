"""Trench trees side by side: this solver, networkx, rustworkx and a union of shortest paths.

    python -m benchmarks.steiner [--data DIR] [--grown] [--seconds S] [INSTANCE ...]

Published street graphs with known optimum are looked for in DIR, in the folder that the variable
FIBRE_PLANNER_DATA names, or in ../shared/data beside the checkout. --grown takes towns of 10,000,
100,000 and 500,000 edges that are made here instead. Every run has a process of its own, so that
time and peak memory are its own; reading and building a library's graph is not timed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.machine import DATA, describe, peak_memory_mib

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Graph = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]

# Optimum and seconds for this solver. Sources: PACE challenge 2018 (graphs of Leitner, Ljubić,
# Luipersbeck, Prossegger and Resch 2014) and fhk/test_data.
INSTANCES = {
    "I056": (14_171_206.0, 5.0),
    "I048": (91_509_264.0, 5.0),
    "I072": (289_019_226.0, 5.0),
    "I015": (592_240_832.0, 5.0),
    "G101": (3_492_405.0, 10.0),
    "G102": (15_187_538.0, 10.0),
    "1000": (35_061.9, 1.0),
    "5000": (167_402.4, 15.0),
}
OPTIMUM = {name: optimum for name, (optimum, _) in INSTANCES.items()}
GROWN = {"town-10k": (15, 10.0), "town-100k": (46, 10.0), "town-500k": (102, 20.0)}


def read_graph(name: str, folder: Path = DATA) -> Graph:
    """Return ends (m, 2), costs (m,) and terminals (t,) of a published graph."""
    if name in ("1000", "5000"):
        return _read_streets(folder / "ftth_santacruz" / f"{name}.geojson")
    return _read_challenge(folder / "steiner" / f"{name}.gr")


def _read_challenge(path: Path) -> Graph:
    edges, terminals = [], []
    for line in path.read_text().splitlines():
        if line.startswith("E "):
            edges.append([int(word) for word in line.split()[1:]])
        elif line.startswith("T "):
            terminals.append(int(line.split()[1]))
    table = np.array(edges, np.int64)
    return table[:, :2], table[:, 2].astype(np.float64), np.array(terminals, np.int64)


def _read_streets(path: Path) -> Graph:
    """Edges join consecutive points of a line; each costs the line's length."""
    number: dict[tuple[float, float], int] = {}
    ends, costs, demand = [], [], []
    for feature in json.loads(path.read_text())["features"]:
        shape = feature["geometry"]
        if shape["type"] == "LineString":
            line = [number.setdefault((p[0], p[1]), len(number)) for p in shape["coordinates"]]
            for pair in itertools.pairwise(line):
                ends.append(pair)
                costs.append(feature["properties"]["length"])
        elif feature["properties"].get("demand"):
            demand.append((shape["coordinates"][0], shape["coordinates"][1]))
    terminals = [number.setdefault(point, len(number)) for point in demand]
    return np.array(ends, np.int64), np.array(costs), np.array(terminals, np.int64)


def grown_town(side: int, seed: int = 0) -> Graph:
    """Return a town of side x side crossings: both sides of each street, crossings, lead-ins.

    Costs are cents; surfaces differ from street to street, one street in ten has a free duct,
    one in eight is missing; four in five plots have a home.
    """
    rng = np.random.default_rng(seed)
    plots = 6
    corner = np.arange(side * side * 4).reshape(side, side, 4)
    around = corner[..., [[0, 1], [1, 3], [3, 2], [2, 0]]].reshape(-1, 2)
    streets = [
        (corner[:, :-1], corner[:, 1:], ((1, 0), (3, 2))),
        (corner[:-1], corner[1:], ((2, 0), (3, 1))),
    ]
    ends, costs = [around], [rng.integers(1_600, 2_800, len(around))]
    used = corner.size
    homes = []
    for near, far, sides in streets:
        kept = rng.random(near.shape[:2]) > 0.12
        count = int(kept.sum())
        price = rng.choice([60, 80, 110, 150], count)
        price[rng.random(count) < 0.1] = 5
        front = used + np.arange(count * 2 * plots).reshape(count, 2, plots)
        used += front.size
        for k, (a, b) in enumerate(sides):
            first, last = near[kept][:, [a]], far[kept][:, [b]]
            line = np.concatenate((first, front[:, k], last), axis=1)
            ends.append(np.stack((line[:, :-1], line[:, 1:]), axis=-1).reshape(-1, 2))
            metres = rng.integers(8, 25, (count, plots + 1))
            costs.append((metres * price[:, np.newaxis]).ravel())
        across = rng.random((count, plots)) < 0.3
        ends.append(np.stack((front[:, 0][across], front[:, 1][across]), axis=-1))
        costs.append(rng.integers(1_600, 2_400, int(across.sum())))
        served = front[rng.random(front.shape) < 0.8]
        home = used + np.arange(served.size)
        used += served.size
        homes.append(home)
        ends.append(np.stack((served, home), axis=-1))
        costs.append(rng.integers(180, 900, served.size))
    return np.concatenate(ends), np.concatenate(costs).astype(np.float64), np.concatenate(homes)


def ours(graph: Graph, seconds: float) -> dict[str, Any]:
    """Run this project's solver with a time limit."""
    from fibre_planner.analysis import steiner

    steiner.warm_up()
    begun = time.perf_counter()
    tree = steiner.solve(*graph, seconds=seconds)
    spent = time.perf_counter() - begun
    return {"edges": tree.edges, "bound": tree.lower_bound, "proven": tree.proven, "time": spent}


def at_once(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run this project's solver for its first good tree alone."""
    from fibre_planner.analysis import steiner

    steiner.warm_up()
    begun = time.perf_counter()
    tree = steiner.solve(*graph, seconds=0.0)
    return {"edges": tree.edges, "time": time.perf_counter() - begun}


def plain(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run the answer this project gives before its kernels are compiled."""
    from fibre_planner.analysis import steiner

    begun = time.perf_counter()
    tree = steiner.plain_tree(*graph)
    return {"edges": tree.edges, "time": time.perf_counter() - begun}


def by_networkx(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run networkx's Mehlhorn."""
    import networkx as nx

    ends, costs, terminals = graph
    network = nx.Graph()
    for e in np.argsort(-costs, kind="stable").tolist():
        # Of parallel edges the cheapest comes last and stays.
        network.add_edge(int(ends[e, 0]), int(ends[e, 1]), weight=float(costs[e]), edge=e)
    begun = time.perf_counter()
    tree = nx.algorithms.approximation.steiner_tree(network, terminals.tolist(), method="mehlhorn")
    spent = time.perf_counter() - begun
    return {"edges": [e for _, _, e in tree.edges(data="edge")], "time": spent}


def by_rustworkx(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Run rustworkx's steiner_tree."""
    import rustworkx as rx

    ends, costs, terminals = graph
    network = rx.PyGraph(multigraph=True)
    network.add_nodes_from(range(int(ends.max()) + 1))
    network.add_edges_from(
        [(u, v, e) for e, (u, v) in enumerate(ends.tolist())],
    )
    weights = costs.tolist()
    begun = time.perf_counter()
    tree = rx.steiner_tree(network, terminals.tolist(), weights.__getitem__)
    spent = time.perf_counter() - begun
    return {"edges": tree.edges(), "time": spent}


def by_shortest_paths(graph: Graph, _seconds: float) -> dict[str, Any]:
    """Join all terminals to the first one by shortest paths, the usual GIS way."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    ends, costs, terminals = graph
    n = int(ends.max()) + 1
    order = np.argsort(-costs, kind="stable")
    edge_of = {}
    for e, (u, v) in zip(order.tolist(), ends[order].tolist(), strict=True):
        edge_of[min(u, v), max(u, v)] = e
    kept = np.array(list(edge_of.values()))
    # scipy takes a stored zero for a missing edge.
    weights = costs[kept] + 1e-9
    rows = csr_array((weights, (ends[kept, 0], ends[kept, 1])), shape=(n, n))
    begun = time.perf_counter()
    _, before = dijkstra(rows, directed=False, indices=terminals[0], return_predecessors=True)
    inside = np.zeros(n, np.bool_)
    for terminal in terminals.tolist():
        v = terminal
        while v >= 0 and not inside[v]:
            inside[v] = True
            v = int(before[v])
    spent = time.perf_counter() - begun
    joined = np.flatnonzero(inside & (before >= 0)).tolist()
    pairs = [(v, int(before[v])) for v in joined]
    return {"edges": [edge_of[min(pair), max(pair)] for pair in pairs], "time": spent}


METHODS: dict[str, Callable[[Graph, float], dict[str, Any]]] = {
    "fibre planner": ours,
    "the same at once": at_once,
    "plain answer": plain,
    "networkx": by_networkx,
    "rustworkx": by_rustworkx,
    "shortest paths": by_shortest_paths,
}


def run_one(method: str, name: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Run one method on one graph in this process."""
    from fibre_planner.analysis import steiner

    ends, costs, terminals = (
        grown_town(GROWN[name][0]) if name in GROWN else read_graph(name, folder)
    )
    # Islands are set apart first: networkx and rustworkx cannot take them.
    count = int(ends.max()) + 1
    joined = terminals[steiner.reachable(ends, count, terminals)]
    here = steiner.reachable(ends, count, ends[:, 0], root=int(joined[0]))
    graph = ends[here], costs[here], joined
    found = METHODS[method](graph, seconds)
    edges = np.unique(np.asarray(found.pop("edges"), np.int64))
    size = {"edge_count": int(here.sum()), "terminals": len(joined)}
    cost = float(graph[1][edges].sum())
    return {"cost": cost, "mebibytes": peak_memory_mib(), **size, **found}


def _in_own_process(
    method: str, name: str, folder: Path, seconds: float, patience: float
) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "benchmarks.steiner", "--data", str(folder)]
    command += ["--seconds", str(seconds), "--only", method, name]
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _line(
    method: str, answer: dict[str, Any] | None, optimum: float | None, best: float | None
) -> str:
    """Format one run; best: what its cost is compared with, the optimum or else a bound."""
    if answer is None:
        return f"  {method:16}  not finished"
    cost, bound = answer["cost"], answer.get("bound")
    gap = f"{_percent(cost / best - 1)}" if best else " " * 10
    shown = "" if bound is None else f"  bound {_percent(1 - bound / (optimum or cost))} below"
    proven = "  proven optimal" if answer.get("proven") else ""
    return (
        f"  {method:16} {cost:18,.1f} {gap} {answer['time']:9.2f} s "
        f"{answer['mebibytes']:6,.0f} MiB{shown}{proven}"
    )


def _percent(share: float) -> str:
    # The published figures are rounded, so a proven optimum may seem a trifle below.
    return f"{100 * max(share, 0.0):8.4f} %"


def _compare(name: str, folder: Path, seconds: float, patience: float) -> None:
    optimum = OPTIMUM.get(name)
    best = optimum
    for method in METHODS:
        answer = _in_own_process(method, name, folder, seconds, patience)
        if answer is not None and method == "fibre planner":
            known = f"optimum {optimum:,.1f}" if optimum else "gap to the proven bound"
            size = f"{answer['edge_count']:,} edges, {answer['terminals']:,} terminals"
            print(f"{name}: {size}, {known}")
            best = optimum or answer["bound"]
        print(_line(method, answer, optimum, best), flush=True)


def main() -> None:
    """Compare the methods on the chosen graphs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("instances", nargs="*", metavar="INSTANCE")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--grown", action="store_true", help="towns that are made here")
    parser.add_argument("--seconds", type=float, help="time limit of this solver")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds for any other")
    parser.add_argument("--only", choices=METHODS, help="one method, in this process, as JSON")
    chosen = parser.parse_args()
    if not chosen.only:
        print(describe())
    names = chosen.instances or list(GROWN if chosen.grown else INSTANCES)
    for name in names:
        seconds = chosen.seconds or (GROWN[name] if name in GROWN else INSTANCES[name])[1]
        if chosen.only:
            print(json.dumps(run_one(chosen.only, name, chosen.data, seconds)))
        elif name in GROWN or (chosen.data / "steiner").is_dir():
            _compare(name, chosen.data, seconds, chosen.patience)
        else:
            print(f"{name}: no published graphs in {chosen.data}; see --data")


if __name__ == "__main__":
    main()
