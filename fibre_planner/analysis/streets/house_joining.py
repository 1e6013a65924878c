"""The addresses of a plan, and the graph to which they and the POPs are joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from fibre_planner.analysis.address_key import name_keys
from fibre_planner.analysis.costing import LeadIns
from fibre_planner.analysis.hierarchy.asked_places import AskedPlaces
from fibre_planner.analysis.hierarchy.pop_site import PopSites, edge_components
from fibre_planner.analysis.streets.frontages import (
    Frontages,
    far_side,
)
from fibre_planner.analysis.streets.trench_graph import (
    BoolArray,
    FloatArray,
    IntArray,
    Lines,
    TrenchGraph,
    split_edges,
)
from fibre_planner.analysis.targets import excluded_reasons, places_missing, units_of
from fibre_planner.language import tr
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.scenario import Targets


@dataclass(frozen=True, eq=False)
class Houses:
    """Addresses to be reached: row in the address layer, place, key of the street name, units.

    reason, excluded: per address of the project, why it is not reached (empty for those that are
    to be), and whether it was left out on purpose.
    """

    row: IntArray
    points: Lines
    name_key: Any
    units: IntArray
    reason: Any
    excluded: BoolArray


@dataclass(frozen=True, eq=False)
class Island:
    """Streets that do not lead to a POP.

    street: row of its longest street in the street layer; row: of its addresses in theirs.
    """

    street: int
    row: IntArray


@dataclass(frozen=True, eq=False)
class Joined:
    """A graph that has a node for every frontage and every POP.

    row: of the joined houses in the address layer; frontage: (houses,) their nodes; street: row
    of the street they front on; crossed_m: carriageway their lead-in crosses. pop_nodes: node of
    each place in pops; roots: the same nodes, each once. reason: per address of the project,
    empty for the joined ones. islands: streets that do not lead to a POP, with their addresses.
    may_stand: (nodes,) whether a cabinet or POP may stand there, for as many as are looked at.
    asked: places where planners want cabinets and POPs.
    """

    graph: TrenchGraph
    row: IntArray
    frontage: IntArray
    street: IntArray
    lead_in_lines: Lines
    lead_in_m: FloatArray
    crossed_m: FloatArray
    units: IntArray
    pop_nodes: IntArray
    roots: IntArray
    pops: PopSites
    reason: Any
    islands: tuple[Island, ...] = ()
    may_stand: BoolArray = field(default_factory=lambda: np.empty(0, dtype=bool))
    asked: AskedPlaces = field(default_factory=AskedPlaces)

    def terminals(self) -> IntArray:
        """Return the nodes that the network has to join: frontages, then places asked for."""
        if not self.asked.wish_ids:
            return self.frontage
        return np.concatenate([self.frontage, self.asked.node[self.asked.node >= 0]])

    def lead_ins(self, place: IntArray) -> LeadIns:
        """Return the lead-ins, their frontages at places of a tree."""
        return LeadIns(self.lead_in_lines, self.lead_in_m, self.crossed_m, self.units, place)


def choose_houses(addresses: Any, coverage: Any, targets: Targets) -> Houses:
    """Return the addresses a plan is to reach.

    addresses, coverage: the layers; coverage may be None where all addresses are targets.

    Raises PlannerError where there is none.
    """
    reason = excluded_reasons(addresses, coverage, targets)
    excluded = np.asarray(reason != "")
    reason[~excluded & places_missing(addresses)] = "no_place"
    row = np.flatnonzero(reason == "")
    if not len(row):
        raise PlannerError(
            tr("No address is left to plan for."),
            tr("Choose other addresses in the scenario, or check coverage and addresses."),
        )
    chosen = addresses.iloc[row]
    points = addresses.geometry.to_numpy()[row]
    name_key = name_keys(chosen["street"]).to_numpy(object)
    return Houses(row, points, name_key, units_of(chosen), reason, excluded)


def join_houses(houses: Houses, found: Frontages, pops: PopSites) -> Joined:
    """Return the graph cut at frontages and POPs, with the houses that can be reached.

    Raises PlannerError where no address can be reached.
    """
    graph = found.kerbs.graph
    reason = houses.reason.copy()
    reason[houses.row] = found.reason
    has = np.flatnonzero(found.edge >= 0)
    if not len(has):
        _refuse(found)
    crosses = far_side(houses.points, graph, found)[has]
    edge = found.edge[has]
    split = split_edges(
        graph,
        np.concatenate([edge, pops.edge]),
        np.concatenate([found.measure_m[has], pops.measure_m]),
    )
    frontage, roots = split.node[: len(has)], split.node[len(has) :]
    ends = np.stack([split.graph.xy[frontage], shapely.get_coordinates(houses.points[has])], axis=1)
    lines = shapely.linestrings(ends)
    return Joined(
        graph=split.graph,
        row=houses.row[has],
        frontage=frontage,
        street=graph.edges["street"].to_numpy()[edge],
        lead_in_lines=lines,
        lead_in_m=shapely.length(lines),
        crossed_m=np.where(crosses, graph.edges["crossed_m"].to_numpy()[edge], 0.0),
        units=houses.units[has],
        pop_nodes=roots,
        roots=np.unique(roots),
        pops=pops,
        reason=reason,
        islands=_islands(houses, found),
    )


def _islands(houses: Houses, found: Frontages) -> tuple[Island, ...]:
    """Return the islands at which addresses lie, by their first address."""
    lost = np.flatnonzero(found.reason == "street_island")
    if not len(lost):
        return ()
    graph = found.kerbs.graph
    component = edge_components(graph)
    street = graph.edges["street"].to_numpy()
    mine = component[found.island[lost]]
    islands = []
    # Few: one round for each island with addresses.
    for number in dict.fromkeys(mine.tolist()):
        here = component == number
        metres = np.bincount(street[here], weights=graph.length_m[here])
        islands.append(Island(int(np.argmax(metres)), houses.row[lost[mine == number]]))
    return tuple(islands)


def _refuse(found: Frontages) -> None:
    """Raise the error that says why no address can be reached."""
    if (found.reason == "no_street_within_reach").all():
        raise PlannerError(
            tr("No address lies within {distance} m of a street.").format(
                distance=round(found.kerbs.snap_distance_m)
            ),
            tr("Check whether addresses and streets are of the same town and in the right place."),
        )
    raise PlannerError(
        tr("No address can be reached from the POP."),
        tr("Move the POP to the streets of the addresses, or join the street islands."),
    )
