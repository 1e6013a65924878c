"""Whoever follows the search for a network is shown the best one so far, from the start on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fibre_planner.analysis import readiness, steiner
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray, TrenchGraph
from fibre_planner.model.sketch import ShowSketch, Sketch, unseen
from fibre_planner.progress import Report, silent


@dataclass(frozen=True)
class Onlooker:
    """Who follows a search: told how far it has come, shown the best network so far."""

    report: Report = silent
    show: ShowSketch = unseen

    @property
    def looks(self) -> bool:
        """Return whether sketches are seen by anybody, and worth making."""
        return self.show is not unseen


def sketcher(graph: TrenchGraph, show: ShowSketch) -> Callable[[steiner.Tree], None]:
    """Return what draws a tree: edges of the graph, and links beyond its last edge, left out."""
    return lambda tree: show(_drawn(graph, tree, preliminary=False))


def await_optimiser(
    graph: TrenchGraph,
    onlooker: Onlooker,
    ends: IntArray,
    costs: FloatArray,
    terminals: IntArray,
    start: int,
) -> None:
    """Return when the optimiser is compiled; show the plain answer meanwhile."""
    if readiness.is_ready():
        return
    if onlooker.looks:
        tree = steiner.plain_tree(ends, costs, terminals, start)
        onlooker.show(_drawn(graph, tree, preliminary=True))
    # The share of the progress bar belongs to the search that follows.
    readiness.make_ready(lambda _fraction, message: onlooker.report(0.0, message))


def _drawn(graph: TrenchGraph, tree: steiner.Tree, *, preliminary: bool) -> Sketch:
    edges = tree.edges[tree.edges < len(graph.ends)]
    return Sketch(graph.lines[np.sort(edges)], tree.cost, tree.lower_bound, preliminary)
