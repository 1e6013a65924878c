"""A plan from an equipped network: costs, bill, shares, ledger, tables and figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from fibre_planner.analysis.bill import Bill, make_bill, percentage_codes
from fibre_planner.analysis.costing import (
    LeadIns,
    Quantities,
    connection_quantities,
    costs_of,
    lead_in_quantities,
    node_quantities,
    street_quantities,
)
from fibre_planner.analysis.hierarchy.capacity_bound import capacity_bound_eur, least_equipment
from fibre_planner.analysis.hierarchy.equipment import Equipment, usable_capacity
from fibre_planner.analysis.marginal_cost import Expenses, cost_shares, marginal_costs
from fibre_planner.analysis.plan_tables import (
    address_table,
    lead_in_rows,
    node_table,
    street_rows,
    told_apart,
    trench_ids,
    trench_table,
)
from fibre_planner.analysis.rule_ledger import (
    RuleLedger,
    note_asked_places,
    note_island,
    note_large_buildings,
    note_long_feeders,
    note_long_leads,
    note_moved_pop,
    note_over_budget,
    note_pops,
    note_private_ground,
    note_sites,
    note_trenching,
    note_unused_pop,
    note_used_stretches,
    note_wishes,
    tree_distance_m,
)
from fibre_planner.analysis.sizing import Material
from fibre_planner.analysis.streets.house_joining import Houses, Joined
from fibre_planner.analysis.streets.private_ground import leads_to_plots
from fibre_planner.analysis.streets.trench_graph import BoolArray, FloatArray, IntArray, Lines
from fibre_planner.analysis.streets.trench_prices import Prices, graph_rules
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.model.tables import empty

_BASE = LEVELS.index("base")


@dataclass(frozen=True, eq=False)
class PlanTables:
    """The tables of a plan, its bill and where its costs arise.

    trench_ids: of the trenches in streets, then of the lead-ins, in the order of the equipment.
    phases: table `plan_phases`; order: net present cost of the build order and of the greedy
        one, and the service of the build order as a share of its bound.
    capacity_bound_eur: least cost of all but digging in streets, at base prices, surcharges apart.
    """

    trenches: Any
    nodes: Any
    addresses: pd.DataFrame
    rules: pd.DataFrame
    bill: Bill
    expenses: Expenses
    trench_ids: list[str]
    capacity_bound_eur: float
    phases: pd.DataFrame = field(default_factory=lambda: empty("plan_phases", ""))
    order: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class _Costs:
    """Costs (rows, 3) in EUR of what is built, by low, base and high prices."""

    street: FloatArray
    lead_in: FloatArray
    connection: FloatArray
    nodes: FloatArray


def needed_codes(material: Material, trench_codes: set[str]) -> set[str]:
    """Return every position of the catalogue a plan may need."""
    rules, graph = material.rules, graph_rules()
    codes = set(trench_codes) | {bundle[2] for bundle in material.bundles}
    codes |= set(material.cable_codes)
    codes |= {rules[part]["price_code"] for part in ("blowing", "splices", "shafts", "feeder")}
    codes |= {rules[part]["price_code"] for part in ("cabinet", "pop")}
    codes |= {rules["feeder"]["reserve_price_code"], *sum(percentage_codes(material), ())}
    codes |= {graph["wide"]["surcharge_code"], graph["barrier"]["pit_code"]}
    lead_in = graph["lead_in"]
    codes |= {lead_in[name] for name in ("price_code", "connection_code", "crossing_code")}
    return codes - {""}


def assemble(
    project: Project,
    scenario: Scenario,
    houses: Houses,
    joined: Joined,
    equipment: Equipment,
    tools: tuple[Material, Prices],
    leads: pd.DataFrame,
) -> PlanTables:
    """Return the tables of a plan. tools: sizing rules and prices; leads: rows of lead-ins."""
    material, prices = tools
    parts = _quantities(scenario, joined, equipment, material)
    costs = _Costs(*(costs_of(part, prices) for part in parts))
    bill = make_bill(parts, prices, project.catalogue, material)
    expenses = _expenses(equipment, costs, bill)
    to_plots = leads_to_plots(joined.graph, equipment.tree, equipment.loads.trunk)
    rows, ids = _trench_rows(project, joined, (equipment, to_plots), material, leads)
    return PlanTables(
        trenches=_trenches(project, equipment, rows, costs),
        nodes=node_table(equipment.placed.nodes, costs.nodes[:, _BASE], project.crs),
        addresses=_addresses(project, houses, joined, equipment, expenses),
        rules=_ledger(project, scenario, joined, (equipment, to_plots), material, bill),
        bill=bill,
        expenses=expenses,
        trench_ids=ids,
        capacity_bound_eur=capacity_bound_eur(
            least_equipment(project, scenario, joined, material),
            float(costs.lead_in[:, _BASE].sum() + costs.connection[:, _BASE].sum()),
            material,
            prices,
        ),
    )


def bill_of(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    equipment: Equipment,
    tools: tuple[Material, Prices],
) -> Bill:
    """Return the bill of a plan without its tables. tools: sizing rules and prices."""
    material, prices = tools
    parts = _quantities(scenario, joined, equipment, material)
    return make_bill(parts, prices, project.catalogue, material)


def _quantities(
    scenario: Scenario, joined: Joined, equipment: Equipment, material: Material
) -> tuple[Quantities, Quantities, Quantities, Quantities]:
    """Return what streets, lead-ins, connections and nodes consist of."""
    return (
        street_quantities(
            joined.graph, equipment.tree, equipment.sections, equipment.loads, material
        ),
        lead_in_quantities(equipment.lead_ins, material, scenario.included_lead_in_m),
        connection_quantities(joined.units, material),
        node_quantities(equipment.placed.new_cabinets, equipment.placed.new_pops, material),
    )


def _trench_rows(
    project: Project,
    joined: Joined,
    network: tuple[Equipment, BoolArray],
    material: Material,
    leads: pd.DataFrame,
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of trenches in streets, then of lead-ins, and their ids.

    network: the equipment, and which edges of its tree are lead-ins over private ground; leads:
    rows of the lead-ins.
    """
    equipment, to_plots = network
    behind = (equipment.houses_through, equipment.units_through)
    street = street_rows(
        joined.graph, equipment.sections, equipment.loads, material, behind, to_plots
    )
    layer = project.streets
    row = joined.graph.edges["street"].to_numpy()[equipment.sections.edge]
    street["street"] = layer["name"].to_numpy(object)[row]
    street["key"] = layer["street_id"].to_numpy(object)[row]
    street["trench_id"] = trench_ids(street["key"], equipment.sections.lines)
    rows = pd.concat([street, leads], ignore_index=True)
    ids = told_apart(rows["trench_id"].tolist())
    return rows.assign(trench_id=ids), ids


def lead_in_trenches(
    streets: Any,
    addresses: Any,
    at: tuple[IntArray, IntArray],
    lead_ins: tuple[Lines, FloatArray, FloatArray, IntArray],
    material: Material,
) -> pd.DataFrame:
    """Return the rows of lead-ins, which stay the same while houses and streets do.

    streets, addresses: the layers; at: rows of each lead-in in them. lead_ins: lines, lengths,
    carriageway crossed and units.
    """
    nowhere = np.full(len(at[0]), -1, dtype=np.int64)
    leads = lead_in_rows(LeadIns(*lead_ins, nowhere), "", material)
    leads["street"] = streets["name"].to_numpy(object)[at[0]]
    leads["key"] = addresses["address_id"].to_numpy(object)[at[1]]
    leads["trench_id"] = trench_ids(leads["key"], lead_ins[0])
    return leads


def _trench_lines(equipment: Equipment) -> Lines:
    return np.concatenate([equipment.sections.lines, equipment.lead_ins.lines])


def _trenches(project: Project, equipment: Equipment, rows: pd.DataFrame, costs: _Costs) -> Any:
    cost = np.concatenate([costs.street, costs.lead_in])
    return trench_table(rows, _trench_lines(equipment), cost, project.crs)


def _addresses(
    project: Project,
    houses: Houses,
    joined: Joined,
    equipment: Equipment,
    expenses: Expenses,
) -> pd.DataFrame:
    ids = project.addresses["address_id"].to_numpy(object)
    tree, place = equipment.tree, equipment.lead_ins.place
    cabinet_id, pop_id = _node_ids(equipment)
    way_m = tree_distance_m(tree, place, equipment.cabinet) + equipment.feeder_m
    connected = pd.DataFrame(
        {
            "address_id": ids[joined.row],
            "cabinet_id": cabinet_id[equipment.cabinet],
            "pop_id": pop_id[equipment.pop],
            "path_m": way_m + equipment.lead_ins.length_m,
            "lead_in_m": equipment.lead_ins.length_m,
            "cost_base_eur": cost_shares(tree, place, equipment.cabinet, joined.units, expenses),
            "marginal_cost_eur": marginal_costs(tree, place, expenses),
        }
    )
    return address_table(ids, joined.reason, houses.excluded, connected)


def _node_ids(equipment: Equipment) -> tuple[Any, Any]:
    """Return the names of the cabinet and of the POP at each node of the tree, empty for none."""
    placed = equipment.placed
    names = placed.nodes.rows["node_id"].to_numpy(object)
    cabinets = len(placed.new_cabinets)
    cabinet_id = np.full(len(equipment.tree.node), "", dtype=object)
    pop_id = cabinet_id.copy()
    cabinet_id[placed.place[:cabinets]] = names[:cabinets]
    pop_id[placed.place[cabinets:]] = names[cabinets:]
    return cabinet_id, pop_id


def _expenses(equipment: Equipment, costs: _Costs, bill: Bill) -> Expenses:
    """Return the base costs where they arise."""
    sections, tree = equipment.sections, equipment.tree
    # A crossing between corners in one place has a price but no length.
    length_m = np.maximum(tree.length_m, 1e-9)
    per_metre = costs.street[:, _BASE] / sections.total(length_m)
    edge_eur = np.zeros(len(tree.node))
    inside = sections.of_node >= 0
    edge_eur[inside] = per_metre[sections.of_node[inside]] * length_m[inside]
    cabinets = len(equipment.placed.new_cabinets)
    cabinet_eur = np.zeros(len(tree.node))
    cabinet_eur[equipment.placed.place[:cabinets]] = costs.nodes[:cabinets, _BASE]
    return Expenses(
        edge_eur=edge_eur,
        own_eur=costs.lead_in[:, _BASE] + costs.connection[:, _BASE],
        cabinet_eur=cabinet_eur,
        pop_eur=float(costs.nodes[cabinets:, _BASE].sum()),
        factor=float(bill.surcharge_factor[_BASE]),
    )


def _ledger(
    project: Project,
    scenario: Scenario,
    joined: Joined,
    network: tuple[Equipment, BoolArray],
    material: Material,
    bill: Bill,
) -> pd.DataFrame:
    ledger = RuleLedger()
    equipment, to_plots = network
    ids = project.addresses["address_id"].to_numpy(object)
    mine = ids[joined.row]
    tree, lead_ins = equipment.tree, equipment.lead_ins
    lead_m = tree_distance_m(tree, lead_ins.place, equipment.cabinet) + lead_ins.length_m
    note_long_leads(ledger, mine, lead_m, scenario.max_drop_m)
    note_long_feeders(ledger, equipment.placed.nodes.rows, scenario.max_feeder_m)
    note_sites(ledger, equipment.placed.nodes.rows, equipment.allowed[equipment.placed.place])
    note_large_buildings(ledger, mine, joined.units, usable_capacity(scenario, material))
    for island in joined.islands:
        street = project.streets.iloc[island.street]
        note_island(ledger, ids[island.row].tolist(), street["name"] or street["street_id"])
    note_used_stretches(ledger, joined.graph, tree.edge[tree.edge >= 0])
    note_trenching(ledger, joined.graph, tree.edge[tree.edge >= 0])
    street_ids = project.streets["street_id"].to_numpy(object)
    note_private_ground(
        ledger, joined.graph, tree, (to_plots, equipment.houses_through), street_ids
    )
    note_wishes(ledger, joined.graph, tree.edge[tree.edge >= 0], street_ids)
    placed = equipment.placed
    note_asked_places(ledger, joined.asked, placed.nodes.rows, tree.node[placed.place])
    note_pops(ledger, scenario, int(joined.units.sum()), equipment.placed.pop_count)
    for name, moved_m in zip(joined.pops.node_ids, joined.pops.moved_m.tolist(), strict=True):
        if name or scenario.pop_x is not None:
            note_moved_pop(ledger, name or "pop", moved_m)
    _note_unused_pops(ledger, joined, equipment)
    note_over_budget(ledger, scenario, float(bill.total.base))
    return ledger.table()


def _note_unused_pops(ledger: RuleLedger, joined: Joined, equipment: Equipment) -> None:
    """Write down the given POPs that feed nothing, with the trench that joins them alone."""
    if not joined.pops.given:
        return
    tree = equipment.tree
    fed = np.zeros(len(tree.node), dtype=bool)
    fed[equipment.pop] = True
    names = dict(zip(joined.pop_nodes.tolist(), joined.pops.node_ids, strict=True))
    alone = equipment.houses_through == 0
    # Few rows, the POPs that are given.
    for root in np.flatnonzero((tree.parent < 0) & ~fed).tolist():
        mine = slice(root, tree.end[root])
        length_m = float(tree.length_m[mine][alone[mine]].sum())
        note_unused_pop(ledger, names.get(int(tree.node[root]), "") or "pop", length_m)
