"""Trenches and feeders fitted to each other: the whole costs less, the trenches a little more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fibre_planner.analysis.design import design_network
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import read_scenario
from tests.towns import town

_HOUSES = "9 " * 51
_STREET = "-" * 100
# Two streets of 1 km, joined past a house in the east and by a short lane in the west.
LOOP = f"""
{_HOUSES}
A{_STREET}B
|{" " * 100}|
|{" " * 100}| 1
|{" " * 100}|
N{_STREET}D
{_HOUSES}
"""


def plan_of(project: Project, **changes: object) -> Plan:
    """Return the plan of a project with all addresses and some parameters changed."""
    scenario = replace(read_scenario("standard"), targets="all")
    return design_network(project, replace(scenario, **changes))  # type: ignore[arg-type]


def test_lane_without_houses_is_dug_where_it_saves_long_feeders() -> None:
    without = plan_of(town(LOOP), cabinet_capacity=144, feeder_rounds=0)
    fitted = plan_of(town(LOOP), cabinet_capacity=144, feeder_rounds=1)
    assert fitted.summary.cost_eur.base < without.summary.cost_eur.base
    assert fitted.summary.trench_cost_eur > without.summary.trench_cost_eur
    assert fitted.addresses["path_m"].max() < without.addresses["path_m"].max()
    assert _lane_m(without) == 0.0
    assert _lane_m(fitted) == 40.0


def _lane_m(plan: Plan) -> float:
    """Return the metres dug in the lane in the west."""
    in_street = plan.trenches.loc[plan.trenches["level"] != "lead_in"]
    return float(in_street.loc[in_street["street"] == "A-N", "length_m"].sum())


def test_rounds_keep_the_bound_and_tell_the_distance_to_it() -> None:
    found = plan_of(town(LOOP), cabinet_capacity=144, feeder_rounds=2).summary
    assert found.lower_bound_eur == pytest.approx(
        plan_of(town(LOOP), cabinet_capacity=144, feeder_rounds=0).summary.lower_bound_eur
    )
    assert found.gap == pytest.approx(found.trench_cost_eur / found.lower_bound_eur - 1.0)
    assert not found.proven


def test_town_without_another_way_stays_as_it_is() -> None:
    street = town("9  9  9  9  9  9\nA--------------N")
    none, one = (plan_of(street, feeder_rounds=rounds).summary for rounds in (0, 1))
    assert one.trench_cost_eur == none.trench_cost_eur
    assert one.proven
