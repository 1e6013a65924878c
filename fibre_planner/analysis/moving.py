"""Moving a planned cabinet or PoP: where it would stand, and about what that changes in cost.

The estimate keeps the houses of a moved cabinet and the trenches that are there; beyond these it
digs the cheapest way. It counts leads and feeders by mean prices per metre. A plan that is made
anew costs less as a rule, because houses change sides; seldom a little more, as cables come in
sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from fibre_planner.analysis.design import Design
from fibre_planner.analysis.hierarchy.cabinet_demand import (
    CabinetCosts,
    CabinetDemand,
    CabinetRule,
    placement_cost_eur,
)
from fibre_planner.analysis.hierarchy.cabinet_prices import cabinet_costs
from fibre_planner.analysis.hierarchy.equipment import usable_capacity
from fibre_planner.analysis.hierarchy.place_finding import PlaceFinder, place_finder
from fibre_planner.analysis.rerouting import Part, steps_to, ways_to
from fibre_planner.analysis.rule_ledger import tree_distance_m
from fibre_planner.analysis.sizing import read_material
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.model.catalogue import LEVELS

_BASE = LEVELS.index("base")


@dataclass(frozen=True)
class Move:
    """A place for a planned node, and what moving it there changes.

    x, y: where it would stand, in metres. problem: why it may not stand there, empty where it may
    (see `place_finding`). moved_m: as the crow flies. cost_eur: about what the plan costs more,
    None where no estimate can be made. lost: houses of a cabinet that are too far from there.
    """

    x: float
    y: float
    problem: str
    moved_m: float
    cost_eur: float | None = None
    lost: int = 0


@dataclass(frozen=True, eq=False)
class Moves:
    """All places to which one planned cabinet or PoP may be moved.

    node_id, kind: of the planned node, pop or cabinet. begin: where it stands. wish_id: of the
    wish that put it there, empty for none. by_scenario: whether the scenario gives its place.
    others: places of the other planned PoPs nobody asked for, where a PoP is moved.
    """

    node_id: str
    kind: str
    begin: tuple[float, float]
    wish_id: str
    by_scenario: bool
    others: tuple[tuple[float, float], ...]
    finder: PlaceFinder
    estimate: Estimate | None

    def to(self, x: float, y: float) -> Move:
        """Return the move to the place nearest to where one points."""
        node, problem = self.finder.find(x, y)
        if problem:
            return Move(x, y, problem, float(np.hypot(x - self.begin[0], y - self.begin[1])))
        east, north = self.finder.graph.xy[node].tolist()
        moved_m = float(np.hypot(east - self.begin[0], north - self.begin[1]))
        if self.estimate is None:
            return Move(east, north, "", moved_m)
        return Move(east, north, "", moved_m, *self.estimate.of(node))


@dataclass(frozen=True, eq=False)
class Estimate:
    """What leads, feeder and trenches of a cabinet cost at another node of the graph.

    place: of the cabinet in the tree of the design; cabinet: (n,) place of each node's; factor:
    surcharges on everything.
    """

    design: Design
    place: int
    cabinet: IntArray
    demand: CabinetDemand
    rule: CabinetRule
    costs: CabinetCosts
    factor: float

    @cached_property
    def _to_tree(self) -> Part:
        graph, tree = self.design.joined.graph, self.design.network.tree
        everywhere = np.ones(len(graph.ends), dtype=bool)
        mine = np.zeros(graph.node_count, dtype=bool)
        mine[tree.node] = True
        return ways_to(graph, self.design.costs.dig_eur, everywhere, mine, np.zeros_like(mine))

    @cached_property
    def _now_eur(self) -> float:
        tree = self.design.network.tree
        return placement_cost_eur(tree, self.demand, self.rule, self.costs, self.cabinet)

    def prepare(self) -> Estimate:
        """Work out what all places share, and return itself."""
        assert np.isfinite(self._now_eur)
        assert len(self._to_tree.edge)
        return self

    def of(self, node: int) -> tuple[float | None, int]:
        """Return about what the plan costs more with the cabinet at a node, and the lost houses."""
        tree, graph = self.design.network.tree, self.design.joined.graph
        walked = np.array(list(steps_to(self._to_tree, node)), dtype=np.int64)
        away_m = float(graph.length_m[walked].sum())
        at = self._joins(node, walked)
        mine = np.flatnonzero(self.cabinet == self.place)
        way_m = tree_distance_m(tree, mine, np.full_like(mine, at)) + away_m
        far = way_m + self.demand.drop_m[mine] > self.rule.max_drop_m
        if far.any():
            return None, int(far.sum())
        moved = np.where(self.cabinet == self.place, at, self.cabinet)
        new_eur = placement_cost_eur(tree, self.demand, self.rule, self.costs, moved)
        dig_eur = float(self.design.costs.dig_eur[walked].sum())
        units = int(self.demand.units[mine].sum())
        extra = new_eur - self._now_eur + dig_eur + away_m * self._cables_eur_m(units)
        return extra * self.factor, 0

    def _joins(self, node: int, walked: IntArray) -> int:
        """Return the place in the tree at which the way from a node ends."""
        at = node
        for one, other in self.design.joined.graph.ends[walked].tolist():  # the edges of one way
            at = other if at == one else one
        return int(self.design.network.tree.place_of(np.array([at]))[0])

    def _cables_eur_m(self, units: int) -> float:
        """Return what lies in a trench beyond the tree, per metre: leads, trunk and feeder."""
        inside = self.design.network.tree.length_m > 0
        length = self.design.network.tree.length_m[inside]
        lead = float(np.median(self.costs.lead_eur[inside] / length)) if len(length) else 0.0
        trunk = float(np.median(self.costs.trunk_eur[inside] / length)) if len(length) else 0.0
        return lead * units + trunk + _feeder_eur_m(self.costs.feeder_eur_m, units)


def _feeder_eur_m(feeder_eur_m: FloatArray, units: int) -> float:
    full, rest = divmod(units, len(feeder_eur_m) - 1)
    return float(full * feeder_eur_m[-1] + feeder_eur_m[rest])


def find_moves(design: Design, node_id: str) -> Moves | None:
    """Return where a planned cabinet or PoP may be moved, None where the plan has none to build."""
    rows = design.equipment.placed.nodes.rows
    at = np.flatnonzero((rows["node_id"] == node_id).to_numpy() & ~rows["existing"].to_numpy(bool))
    if not len(at):
        return None
    number, kind = int(at[0]), str(rows["kind"].iloc[int(at[0])])
    tree, placed, asked = design.equipment.tree, design.equipment.placed, design.served.asked
    place = int(placed.place[number])
    node = int(tree.node[place])
    wishes = [
        wish_id
        for wish_id, where, pop in zip(
            asked.wish_ids, asked.node.tolist(), asked.pop.tolist(), strict=True
        )
        if where == node and pop == (kind == "pop")
    ]
    given = design.scenario.pop_x is not None and design.scenario.pop_y is not None
    return Moves(
        node_id=node_id,
        kind=kind,
        begin=_xy(design, place),
        wish_id=wishes[0] if wishes else "",
        by_scenario=kind == "pop" and given and node in design.served.pop_nodes,
        others=_other_pops(design, place) if kind == "pop" else (),
        finder=place_finder(design.ground.uncut),
        estimate=None if kind == "pop" else _estimate(design, place).prepare(),
    )


def _xy(design: Design, place: int) -> tuple[float, float]:
    x, y = design.joined.graph.xy[design.equipment.tree.node[place]].tolist()
    return x, y


def _other_pops(design: Design, place: int) -> tuple[tuple[float, float], ...]:
    """Return the places of the other planned PoPs that neither wish nor scenario has put there."""
    placed, node = design.equipment.placed, design.equipment.tree.node
    rows = placed.nodes.rows
    planned = (rows["kind"] == "pop").to_numpy() & ~rows["existing"].to_numpy(bool)
    settled = set(design.served.asked.nodes(pops=True).tolist())
    if design.served.pops.given:
        settled |= set(design.served.pop_nodes.tolist())
    return tuple(
        _xy(design, other)
        for other in placed.place[planned].tolist()
        if other != place and int(node[other]) not in settled
    )


def _estimate(design: Design, place: int) -> Estimate:
    """Return what estimates the cost of moving the cabinet at a place of the tree."""
    scenario, project, served = design.scenario, design.project, design.served
    tree, placed = design.equipment.tree, design.equipment.placed
    material, count = read_material(scenario.reserve_share), len(tree.node)
    usable = usable_capacity(scenario, material)
    at = tree.place_of(served.frontage)
    units = np.bincount(at, weights=served.units, minlength=count).astype(np.int64)
    houses = np.bincount(at, minlength=count)
    drop_m = np.zeros(count)
    np.maximum.at(drop_m, at, served.lead_in_m)
    cabinet = np.full(count, -1, dtype=np.int64)
    cabinet[at] = design.equipment.cabinet
    pops = placed.place[len(placed.new_cabinets) :]
    prices = cabinet_costs(
        tree, (units, houses), tree.way_to_m(pops), usable, project.catalogue, material
    )
    rows: Any = placed.nodes.rows
    stands = np.zeros(count, dtype=np.int64)
    cabinets = len(placed.new_cabinets)
    old = rows["existing"].to_numpy(bool)[:cabinets]
    stands[placed.place[:cabinets][old]] = rows["capacity_units"].to_numpy()[:cabinets][old]
    return Estimate(
        design,
        place,
        cabinet,
        CabinetDemand(units, drop_m, stands),
        CabinetRule(usable, scenario.max_drop_m, 1),
        prices,
        float(design.tables.expenses.factor),
    )
