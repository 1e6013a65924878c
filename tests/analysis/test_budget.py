"""Which addresses a budget buys: worked out by hand on drawn towns, and what every plan keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fibre_planner.analysis.design import design_network
from fibre_planner.analysis.weights import priority_rules, weights_of
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import Plan
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import WEIGHTS
from fibre_planner.model.tables import conform
from tests.towns import town

VILLAGE = """
p   5        p
|   |        |
A---B---N----C
"""
SURCHARGES = 1.14 * 1.1
"""Planning, documentation and contingency."""
LINE = 3.0 + 0.7 + 1.2
"""The cheapest bundle and cable with blowing it in, EUR per metre."""
OWN = 1200.0 + 4 * 12.0 + 10.0 * 1.9
"""Connection, four splices and 10 m of cable in the lead-in of one unit."""


def plan_of(project: Project, **changes: object) -> Plan:
    scenario = replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]
    return design_network(project, scenario, created="2026-11-22")


def served(plan: Plan) -> list[str]:
    table = plan.addresses
    return table.loc[table["status"] == "connected", "address_id"].tolist()


def test_budget_for_two_of_three_houses_buys_the_two_with_most_units_for_the_money() -> None:
    # p1 and p2 together are the village of test_design, 22,311.17 EUR; p3 lies on the other side.
    plan = plan_of(town(VILLAGE), budget_eur=25_000.0)
    assert served(plan) == ["p1", "p2"]
    assert float(plan.summary.cost_eur.base) == pytest.approx(22_311.17, abs=0.01)
    assert plan.summary.unconnected == {"over_budget": 1}
    left = plan.addresses.set_index("address_id").loc["p3"]
    assert (left["status"], left["reason"]) == ("unconnected", "over_budget")
    # 60 m of trench with the least that lies in it, its connection, and 1/125 of a cabinet.
    expected = (60.0 * (95.0 + LINE) + OWN + 5000.0 / 125) * SURCHARGES
    assert left["entry_price_eur"] == pytest.approx(expected)
    assert left["entry_price_per_weight_eur"] == pytest.approx(expected)
    figures = plan.summary.budget
    assert figures is not None
    assert (figures.served, figures.of) == (6.0, 7.0)
    assert 6.0 <= figures.bound <= 7.0


def test_budget_for_one_house_buys_the_five_flats_and_prices_the_others() -> None:
    plan = plan_of(town(VILLAGE), budget_eur=20_000.0)
    assert served(plan) == ["p2"]
    prices = plan.addresses.set_index("address_id")["entry_price_eur"]
    assert np.isnan(prices["p2"])
    # The trench to B is dug already: A-B is 40 m and A's stub 10 m.
    assert prices["p1"] == pytest.approx((50.0 * (95.0 + LINE) + OWN + 40.0) * SURCHARGES)


def test_budget_that_is_enough_gives_the_plan_without_a_budget() -> None:
    free, rich = plan_of(town(VILLAGE)), plan_of(town(VILLAGE), budget_eur=1e6)
    pd.testing.assert_frame_equal(free.items, rich.items)
    assert served(rich) == ["p1", "p2", "p3"]
    assert rich.summary.budget is not None
    assert rich.summary.budget.gap == 0.0
    assert "budget_eur" not in set(rich.rules["rule"])


def test_budget_below_the_cheapest_address_names_it_and_its_cost() -> None:
    with pytest.raises(PlannerError, match="Dorfstraße") as refused:
        plan_of(town(VILLAGE), budget_eur=5_000.0)
    words = [word for word in refused.value.remedy.split() if word.isdigit()]
    least = float(words[0])
    # What the message asks for is enough, and a tenth less is not.
    assert len(served(plan_of(town(VILLAGE), budget_eur=least))) == 1
    with pytest.raises(PlannerError):
        plan_of(town(VILLAGE), budget_eur=0.9 * least)


def test_more_budget_never_serves_less_and_no_plan_exceeds_its_budget() -> None:
    project = town(
        """
        p   5   p  2    3
        |   |   |  |    |
        A---B---N--C----D
        |           |
        4           p
        """
    )
    full = float(plan_of(project).summary.cost_eur.base)
    weights = []
    for share in (0.5, 0.65, 0.8, 0.95, 1.0):
        plan = plan_of(project, budget_eur=round(share * full, 2))
        figures = plan.summary.budget
        assert figures is not None
        assert float(plan.summary.cost_eur.base) <= share * full + 0.01
        assert figures.served <= figures.bound
        weights.append(figures.served)
    assert weights == sorted(weights)
    assert weights[-1] == 17.0


def test_weight_decides_who_is_served() -> None:
    project = town(
        """
        9            p p p
        |            | | |
        A-----N------B-C-D
        """
    )
    by_units = plan_of(project, budget_eur=28_000.0)
    by_addresses = plan_of(project, budget_eur=28_000.0, weight="addresses")
    assert served(by_units) == ["p1"]
    assert served(by_addresses) == ["p2", "p3"]


def test_address_that_counts_nothing_is_left_out_with_that_reason() -> None:
    coverage = pd.DataFrame(
        {
            "address_id": ["p1", "p2", "p3"],
            "eligible": ["yes", "no", "check"],
            "rule": ["below_threshold", "fibre_present", "hfc_check"],
        }
    )
    project = town(VILLAGE, coverage=conform("coverage", coverage))
    plan = plan_of(project, budget_eur=1e6, weight="eligible_units")
    assert served(plan) == ["p1", "p3"]
    reasons = plan.addresses.set_index("address_id")["reason"]
    assert reasons["p2"] == "no_weight"


def test_nothing_eligible_is_refused_with_a_remedy() -> None:
    with pytest.raises(PlannerError, match="none of the addresses eligible"):
        plan_of(town(VILLAGE), budget_eur=1e6, weight="eligible_units")


def test_school_counts_more_than_its_units() -> None:
    project = town(VILLAGE)
    category = ["school", "private", "business"]
    addresses = project.addresses.assign(category=category, businesses=[0, 0, 2], public_units=0)
    project = project.with_layers(addresses=addresses)
    rules = priority_rules()
    rows = np.arange(3)
    # A school of unknown size counts one dwelling; a firm of two units has no dwelling known.
    assert weights_of(project, "priority", rows).tolist() == [
        rules["units"]["dwellings"] + rules["categories"]["school"],
        5 * rules["units"]["dwellings"],
        2 * rules["units"]["businesses"],
    ]
    assert weights_of(project, "units", rows).tolist() == [1.0, 5.0, 3.0]
    assert weights_of(project, "addresses", rows).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_budget_plan_is_the_same_every_time(weight: str) -> None:
    coverage = pd.DataFrame({"address_id": ["p1", "p2", "p3"], "eligible": "yes"})
    project = town(VILLAGE, coverage=conform("coverage", coverage))
    one = plan_of(project, budget_eur=24_000.0, weight=weight)
    again = plan_of(project, budget_eur=24_000.0, weight=weight)
    pd.testing.assert_frame_equal(one.addresses, again.addresses)
    assert one.plan_id == again.plan_id


def test_last_twentieth_is_the_farm_at_the_end_of_the_road() -> None:
    # Twenty houses in the village and a farm 150 m out: its way is used by nobody else.
    houses = "p" * 20
    project = town(
        f"""
        {houses}              p
        A{"-" * 18}N--------------B
        """
    )
    plan = plan_of(project)
    marginal = plan.addresses["marginal_cost_eur"]
    assert plan.summary.last_addresses == 1
    assert plan.summary.last_cost_eur == pytest.approx(marginal.max())


def test_group_that_cannot_be_told_apart_is_no_last_twentieth() -> None:
    assert plan_of(town("p p p p\nA---N---B")).summary.last_addresses == 0


def test_no_choice_of_houses_within_the_budget_serves_more_than_the_plan() -> None:
    project = town(
        """
        p   5        4
        |   |        |
        A---B---N----C
        """
    )
    ids = project.addresses["address_id"].tolist()
    full = float(plan_of(project).summary.cost_eur.base)
    # Every set of houses, designed in full by planning a town that has no others.
    costs = {}
    for number in range(1, 2 ** len(ids)):
        kept = [name for place, name in enumerate(ids) if number >> place & 1]
        some = project.addresses.loc[project.addresses["address_id"].isin(kept)]
        summary = plan_of(project.with_layers(addresses=some)).summary
        costs[number] = (float(summary.cost_eur.base), summary.units)
    for budget in (0.55 * full, 0.7 * full, 0.9 * full):
        best = max(units for cost, units in costs.values() if cost <= budget)
        figures = plan_of(project, budget_eur=budget).summary.budget
        assert figures is not None
        assert best <= figures.bound + 1e-9
        assert figures.served == best
