"""The figures of a plan that reports, window and command line show."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fibre_planner.analysis.hierarchy.equipment import Equipment
from fibre_planner.analysis.leaving_order import last_ones
from fibre_planner.analysis.plan_assembly import PlanTables
from fibre_planner.analysis.routing import Network
from fibre_planner.analysis.streets.house_joining import Joined
from fibre_planner.analysis.streets.trench_graph import FloatArray, IntArray
from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import PlanSummary

_BASE = LEVELS.index("base")


def summarise(
    tables: PlanTables,
    joined: Joined,
    equipment: Equipment,
    network: Network,
    paths: tuple[float, float],
    seconds: Mapping[str, float],
) -> PlanSummary:
    """Return the figures. paths: metres and EUR of the union of shortest paths in streets."""
    reasons, counts = np.unique(joined.reason[joined.reason != ""].astype(str), return_counts=True)
    plots = (tables.trenches["level"] == "lead_in") & (tables.trenches["ground"] == "private")
    plots_m = float(tables.trenches.loc[plots, "length_m"].sum())
    digging_m = float(equipment.sections.length_m.sum())
    house_m = float(equipment.lead_ins.length_m.sum())
    last = last_ones(equipment.tree, equipment.lead_ins.place, tables.expenses)
    return PlanSummary(
        addresses=len(joined.reason),
        connected=len(joined.row),
        unconnected=dict(zip(reasons.tolist(), counts.tolist(), strict=True)),
        units=int(joined.units.sum()),
        trench_m=digging_m + house_m,
        street_trench_m=digging_m - plots_m,
        lead_in_m=house_m + plots_m,
        cabinets=int((tables.nodes["kind"] == "cabinet").sum()),
        pops=equipment.placed.pop_count,
        cost_eur=tables.bill.total,
        trench_cost_eur=network.cost_eur,
        lower_bound_eur=network.lower_bound_eur,
        gap=network.gap,
        proven=network.proven,
        shortest_path_baseline_m=paths[0] + house_m,
        shortest_path_baseline_eur=paths[1],
        seconds=seconds,
        npv_eur=tables.order[0],
        npv_greedy_eur=tables.order[1],
        service_share=tables.order[2],
        capacity_bound_eur=tables.capacity_bound_eur,
        total_bound_eur=(network.lower_bound_eur + tables.capacity_bound_eur)
        * float(tables.bill.surcharge_factor[_BASE]),
        last_addresses=last.houses,
        last_cost_eur=last.cost_eur,
    )


def length_and_cost(
    edges: IntArray, length_m: FloatArray, cost_eur: FloatArray
) -> tuple[float, float]:
    """Return the metres and EUR of some edges."""
    return float(length_m[edges].sum()), float(cost_eur[edges].sum())
