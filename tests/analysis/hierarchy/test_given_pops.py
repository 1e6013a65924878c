"""POPs that are given or chosen by the program, and what lies behind the trenches to them."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from fibre_planner.analysis.design import design_network
from fibre_planner.model.tables import conform
from tests.plan_judge import judge, judge_what_lies_behind
from tests.towns import at, town

LONG_STREET = """
p
|
A----+----+----+----+----+----+----B
"""


def test_a_given_pop_that_feeds_no_cabinet_is_named_with_the_trench_to_it() -> None:
    project = town(LONG_STREET)
    scenario = replace(
        project.scenarios[0],
        targets="all",
        max_drop_m=30.0,
        max_feeder_m=120.0,
        pop_x=at(35, 0).x,
        pop_y=at(35, 0).y,
    )
    plan = design_network(project, scenario, created="2026-11-22")
    unused = plan.rules.loc[plan.rules["rule"] == "pop_unused"]
    assert unused["subject"].tolist() == ["pop"]
    dug_m = plan.trenches.loc[plan.trenches["level"] != "lead_in", "length_m"].sum()
    at_house = plan.trenches.loc[plan.trenches["addresses"] > 0]
    in_use_m = at_house.loc[at_house["level"] != "lead_in", "length_m"].sum()
    assert unused["amount"].tolist() == [pytest.approx(dug_m - in_use_m)]
    judge_what_lies_behind(project, plan)


def test_a_pop_within_its_limits_is_not_called_unused() -> None:
    project = town("""
        p   5
        |   |
        A---B---N
    """)
    scenario = replace(project.scenarios[0], targets="all")
    plan = design_network(project, scenario, created="2026-11-22")
    assert "pop_unused" not in set(plan.rules["rule"])
    judge_what_lies_behind(project, plan)


def test_program_begins_the_network_where_streets_are_though_more_people_live_far_from_any() -> (
    None
):
    project = town("""
        p
        |
        A---B
    """)
    far = gpd.GeoDataFrame(
        pd.DataFrame({"address_id": ["far"], "dwellings": [50]}),
        geometry=[shapely.Point(at(300, 300))],
        crs=project.crs,
    )
    both = pd.concat([project.addresses, conform("addresses", far)])
    project = project.with_layers(addresses=conform("addresses", both))
    scenario = replace(project.scenarios[0], targets="all")
    plan = design_network(project, scenario, created="2026-11-22")
    assert plan.summary.connected == 1
    assert dict(plan.summary.unconnected) == {"no_street_within_reach": 1}
    judge(project, plan)
