"""Where POPs stand, how many there are, and which cabinet hangs on which."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fibre_planner.analysis.design import design_network
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import read_scenario
from tests.towns import town

TWO_VILLAGES = (
    "9 9 9 9" + " " * 900 + "9 9 9 9\nA-----B" + "-" * 900 + "C-----D"
)  # 9 km of road between two villages of 36 units


def plan_of(project: Project, **changes: object) -> Plan:
    """Return the plan of a project with all addresses and some parameters changed."""
    scenario = replace(read_scenario("standard"), targets="all")
    return design_network(project, replace(scenario, **changes))  # type: ignore[arg-type]


def test_villages_too_far_for_one_feeder_get_a_pop_each() -> None:
    plan = plan_of(town(TWO_VILLAGES), max_feeder_m=2000.0)
    assert plan.summary.pops == 2
    cabinets = plan.nodes.loc[plan.nodes["kind"] == "cabinet"]
    assert cabinets["feeder_m"].max() <= 2000.0
    assert set(cabinets["parent_id"]) == set(plan.nodes["node_id"]) - set(cabinets["node_id"])
    assert "max_feeder_m" not in set(plan.rules["rule"])


def test_one_pop_serves_both_villages_where_a_second_costs_more_than_the_cables() -> None:
    plan = plan_of(town(TWO_VILLAGES), max_feeder_m=20_000.0)
    assert plan.summary.pops == 1


def test_each_address_names_the_pop_that_feeds_its_cabinet() -> None:
    plan = plan_of(town(TWO_VILLAGES), max_feeder_m=2000.0)
    pop_of_cabinet = plan.nodes.set_index("node_id")["parent_id"]
    found = plan.addresses.set_index("address_id")
    assert (found["pop_id"] == pop_of_cabinet[found["cabinet_id"]].to_numpy()).all()
    assert found["pop_id"].nunique() == 2


def test_pops_hold_no_more_than_their_capacity() -> None:
    plan = plan_of(
        town("9  9  9  9  9  9\nA--------------N"), units_per_pop=30, cabinet_capacity=12
    )
    pops = plan.nodes.loc[plan.nodes["kind"] == "pop"]
    assert (pops["units"] <= pops["capacity_units"]).all()
    assert np.isclose(pops["units"].sum(), 54)
