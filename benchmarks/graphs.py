"""The graphs that trench trees are measured on: published, grown here, and of real towns."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.machine import DATA

if TYPE_CHECKING:
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
# Crossings along a side, and seconds.
GROWN = {
    "town-10k": (15, 10.0),
    "town-100k": (46, 10.0),
    "town-500k": (102, 20.0),
    "town-1000k": (144, 30.0),
}
# Seconds for the trench trees of real towns from OpenStreetMap.
TOWNS = {"boeblingen": 10.0, "herrenberg-and-around": 10.0}
SECONDS = {
    **{name: seconds for name, (_, seconds) in INSTANCES.items()},
    **{name: seconds for name, (_, seconds) in GROWN.items()},
    **TOWNS,
}


def make_graph(name: str, folder: Path) -> Graph:
    """Return the part of a named graph that can be joined: ends, costs and terminals.

    Islands are set apart: networkx and rustworkx cannot take them.
    """
    from fibre_planner.analysis import steiner

    if name in GROWN:
        ends, costs, terminals = grown_town(GROWN[name][0])
    elif name in TOWNS:
        ends, costs, terminals = real_town(name, folder)
    else:
        ends, costs, terminals = read_graph(name, folder)
    count = int(ends.max()) + 1
    joined = terminals[steiner.reachable(ends, count, terminals)]
    here = steiner.reachable(ends, count, ends[:, 0], root=int(joined[0]))
    return ends[here], costs[here], joined


def real_town(name: str, folder: Path) -> Graph:
    """Return the trench graph of a town as the product makes it from an .osm.pbf file.

    Import, coverage, streets, house joining and prices are those of every plan; costs are EUR,
    terminals the places where lead-ins meet the street, and the POP.
    """
    from fibre_planner import workflow
    from fibre_planner.analysis.design import design
    from fibre_planner.analysis.routing import with_start

    step = workflow.import_osm(workflow.create_project(name), folder / "osm" / f"{name}.osm.pbf")
    project = workflow.coverage(step.project)
    scenario = replace(workflow.scenario_for(project), seconds=0.0)
    terrain = design(project, scenario).found.terrain
    graph = terrain.graph
    ends, costs, root = with_start(graph.ends, terrain.cost_eur, terrain.roots, graph.node_count)
    return ends, costs, np.unique(np.append(terrain.frontages, root))


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
