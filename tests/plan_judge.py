"""An independent look at a finished plan: everything a plan promises, worked out anew.

Uses nothing but the tables of the plan and the layers of its project, and plain Python over rows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import networkx
import pytest

from fibre_planner.model.catalogue import LEVELS
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project

ON_CONSTRUCTION = ("PL01", "PL02")
ON_EVERYTHING = ("UV01",)
PERCENTAGES = (*ON_CONSTRUCTION, *ON_EVERYTHING)
NOT_IN_TRENCHES = ("HA01", "SP01", "NV01", "PO01")


def judge(project: Project, plan: Plan) -> None:
    """Fail where a plan is not a network that serves its addresses at the cost it states."""
    _every_address_is_told_of(project, plan)
    _trenches_are_trees_from_the_pops(project, plan)
    _cost_adds_up(plan)
    _cabinets_hold_what_they_serve(plan)
    assert plan.summary.lower_bound_eur <= plan.summary.trench_cost_eur * (1 + 1e-9) + 1e-6
    if plan.summary.proven:
        assert plan.summary.lower_bound_eur == pytest.approx(plan.summary.trench_cost_eur)


def _every_address_is_told_of(project: Project, plan: Plan) -> None:
    assert plan.addresses["address_id"].tolist() == project.addresses["address_id"].tolist()
    summary, status = plan.summary, plan.addresses["status"]
    assert summary.connected == int((status == "connected").sum())
    assert summary.connected + sum(summary.unconnected.values()) == len(project.addresses)
    without = plan.addresses.loc[status != "connected", "reason"]
    assert (without != "").all()
    assert dict(without.value_counts()) == dict(summary.unconnected)


def _place(x: float, y: float) -> tuple[float, float]:
    return round(x, 3), round(y, 3)


def _trenches_are_trees_from_the_pops(project: Project, plan: Plan) -> None:
    """Every trench and every connected address hangs at a POP, and no trench closes a ring."""
    network: Any = networkx.Graph()
    for line in plan.trenches.geometry:
        places = [_place(x, y) for x, y in line.coords]
        networkx.add_path(network, places)
    network.remove_edges_from(list(networkx.selfloop_edges(network)))
    pops = plan.nodes.loc[plan.nodes["kind"] == "pop"].geometry
    starts = {_place(point.x, point.y) for point in pops}
    reached = set().union(*(networkx.node_connected_component(network, at) for at in starts))
    assert len(reached) == len(network), "a trench hangs at no POP"
    islands = networkx.number_connected_components(network)
    assert network.number_of_edges() == len(network) - islands, "trenches close a ring"
    connected = plan.addresses.loc[plan.addresses["status"] == "connected", "address_id"]
    houses = project.addresses.set_index("address_id").geometry.loc[connected]
    assert {_place(point.x, point.y) for point in houses} <= reached, "an address hangs at nothing"


def _cost_adds_up(plan: Plan) -> None:
    items = plan.items.set_index("code")
    for level in LEVELS:
        cost, price = items[f"cost_{level}_eur"], items[f"price_{level}_eur"]
        built = items.index.difference(PERCENTAGES)
        assert cost[built].tolist() == pytest.approx((items["quantity"] * price)[built].tolist())
        below = cost[built].sum()
        for codes in (ON_CONSTRUCTION, ON_EVERYTHING):
            added = [below * price[code] / 100.0 for code in codes]
            assert cost[list(codes)].tolist() == pytest.approx(added)
            below += sum(added)
        assert below == pytest.approx(float(getattr(plan.summary.cost_eur, level)), abs=0.006)
        apart = cost[built.intersection(NOT_IN_TRENCHES)].sum()
        in_trenches = plan.trenches[f"cost_{level}_eur"].sum()
        assert in_trenches == pytest.approx(cost[built].sum() - apart, abs=0.006)
    shares = plan.addresses["cost_base_eur"].sum()
    assert shares == pytest.approx(float(plan.summary.cost_eur.base), abs=0.006)


def _cabinets_hold_what_they_serve(plan: Plan) -> None:
    served: dict[str, int] = defaultdict(int)
    connected = plan.addresses.loc[plan.addresses["status"] == "connected"]
    for cabinet in connected["cabinet_id"]:
        served[cabinet] += 1
    cabinets = plan.nodes.loc[plan.nodes["kind"] == "cabinet"].set_index("node_id")
    assert set(served) <= set(cabinets.index)
    assert (cabinets["units"] <= cabinets["capacity_units"]).all()
    assert int(cabinets["units"].sum()) == plan.summary.units
    for name, houses in served.items():
        assert cabinets.loc[name, "units"] >= houses
