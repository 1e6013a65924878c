"""What a series of budgets buys: rising, bounded, and ending with everybody."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from fibre_planner.analysis.budget_curve import budget_curve
from fibre_planner.analysis.budget_stops import addresses_of_stop
from fibre_planner.analysis.design import design_network
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.project import Project
from fibre_planner.progress import Cancelled
from tests.towns import town

TOWN = """
p   5   p  2    3    p
|   |   |  |    |    |
A---B---N--C----D----E
|           |        |
4           p        2
"""


def curve_of(project: Project, stops: int = 6, **changes: object) -> pd.DataFrame:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    return budget_curve(project, scenario, stops).table


def test_curve_rises_stays_within_its_budgets_and_below_its_bounds() -> None:
    curve = curve_of(town(TOWN))
    assert 2 <= len(curve) <= 6
    for name in ("budget_eur", "cost_eur", "addresses", "weight", "weight_bound"):
        assert curve[name].is_monotonic_increasing, name
    assert (curve["cost_eur"] <= curve["budget_eur"]).all()
    assert (curve["weight"] <= curve["weight_bound"]).all()
    assert (curve["gap"] >= 0.0).all()
    spent = (curve["last_unit_eur"] * curve["units"].diff().fillna(curve["units"])).sum()
    assert spent == pytest.approx(curve["cost_eur"].iloc[-1])


def test_curve_ends_with_all_addresses_at_the_cost_of_the_plan_without_a_budget() -> None:
    project = town(TOWN)
    last = curve_of(project).iloc[-1]
    plan = design_network(project, replace(project.scenarios[0], targets="all"))
    assert last["addresses"] == 9
    assert last["weight"] == last["weight_bound"] == 20.0
    assert last["gap"] == 0.0
    assert last["cost_eur"] == pytest.approx(float(plan.summary.cost_eur.base), rel=0.02)


def test_curve_does_not_depend_on_the_budget_of_the_scenario() -> None:
    pd.testing.assert_frame_equal(curve_of(town(TOWN)), curve_of(town(TOWN), budget_eur=1.0))


def test_plan_for_a_stop_serves_at_least_what_the_stop_promises() -> None:
    project = town(TOWN)
    curve = curve_of(project)
    stop = curve.iloc[len(curve) // 2]
    scenario = replace(project.scenarios[0], targets="all", budget_eur=float(stop["budget_eur"]))
    figures = design_network(project, scenario).summary.budget
    assert figures is not None
    assert figures.served >= stop["weight"]


@pytest.mark.parametrize("stops", [1, 101])
def test_number_of_stops_out_of_range_is_refused(stops: int) -> None:
    with pytest.raises(PlannerError, match="stops"):
        curve_of(town(TOWN), stops)


def test_curve_can_be_cancelled() -> None:
    def stop_late(fraction: float, _message: str) -> None:
        if fraction > 0.5:
            raise Cancelled

    project = town(TOWN)
    with pytest.raises(Cancelled):
        budget_curve(project, project.scenarios[0], 4, stop_late)


def test_addresses_tell_the_stops_that_connect_them() -> None:
    project = town(TOWN)
    scenario = replace(project.scenarios[0], targets="all")
    plan = design_network(project, scenario)
    curve = budget_curve(project, scenario, 6)
    addresses = curve.beside(plan.addresses)
    last = len(curve.table)
    for stop, row in enumerate(curve.table.to_dict("records"), start=1):
        connected, left_out = addresses_of_stop(addresses, stop)
        assert len(connected) == row["addresses"]
        assert len(connected) + len(left_out) == 9
        units = project.addresses.set_index("address_id").loc[connected, "dwellings"]
        assert units.clip(lower=1).sum() == row["units"]
    assert addresses_of_stop(addresses, last)[1] == []
    assert addresses_of_stop(plan.addresses, 1) == ([], [])
