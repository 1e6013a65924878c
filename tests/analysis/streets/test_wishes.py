"""Blocked, preferred and drawn streets: what the search avoids and takes, and what is billed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.ops import substring

from fibre_planner.analysis.design import Design, design
from fibre_planner.model.editing import add_row
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from tests.plan_judge import judge
from tests.towns import town

# From N to p1 over D and C it is 120 m, over B and A 130 m; p2 hangs at B, p3 at D.
RING = """
p       p
|       |
A-------B
|       |
|       |
|   p   |
|   |   |
C---D---N
"""


def all_of(project: Project, **changes: object) -> Scenario:
    return replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]


def wished(
    project: Project, wish: str, street: str, begin: float = 0.0, end: float = 1.0
) -> Project:
    line = project.streets.set_index("street_id").geometry[street]
    line = substring(line, begin, end, normalized=True)
    return add_row(project, "wishes", {"wish": wish, "street_id": street}, line)


@pytest.fixture(scope="module")
def first() -> Design:
    project = town(RING)
    return design(project, all_of(project))


def streets_of(made: Design) -> set[str]:
    trenches = made.plan.trenches
    return set(trenches.loc[trenches["level"] != "lead_in", "street"])


def told(made: Design) -> dict[tuple[str, str], float]:
    rules = made.plan.rules
    names = list(zip(rules["rule"], rules["subject"], strict=True))
    return dict(zip(names, rules["amount"].round(6).tolist(), strict=True))


def re_solved(first: Design, project: Project) -> Design:
    made = design(project, first.scenario, before=first)
    judge(project, made.plan)
    fresh = design(project, first.scenario)
    assert made.plan.summary.trench_cost_eur == pytest.approx(fresh.plan.summary.trench_cost_eur)
    assert made.plan.summary.lower_bound_eur <= made.plan.summary.trench_cost_eur + 1e-6
    return made


def test_blocked_street_is_gone_around_at_the_true_price(first: Design) -> None:
    # All of the ring but C-D and C-A is dug: 80 + 50 + 40 m; without A-B it is C-A and C-D, 90 m.
    assert streets_of(first) >= {"A-B", "B-N", "D-N"}
    made = re_solved(first, wished(first.project, "blocked", "A-B"))
    assert "A-B" not in streets_of(made)
    metres = made.plan.summary.street_trench_m - first.plan.summary.street_trench_m
    assert metres == pytest.approx(10.0)
    extra = made.plan.summary.trench_cost_eur - first.plan.summary.trench_cost_eur
    assert extra == pytest.approx(10.0 * 95.0)  # TB03, paved footway
    assert not told(made)
    assert made.plan.summary.proven


def test_blocked_street_without_a_way_around_is_used_and_named(first: Design) -> None:
    made = re_solved(first, wished(first.project, "blocked", "s1"))
    assert told(made) == {("blocked_street", "s1"): 10.0}
    assert made.plan.summary.cost_eur == first.plan.summary.cost_eur


def test_preferred_street_is_taken_where_it_costs_a_little_more_and_billed_in_full(
    first: Design,
) -> None:
    made = re_solved(first, wished(first.project, "preferred", "C-D"))
    assert "A-B" not in streets_of(made)
    extra = made.plan.summary.trench_cost_eur - first.plan.summary.trench_cost_eur
    assert extra == pytest.approx(10.0 * 95.0)
    assert told(made) == {("preferred_street", "C-D"): 40.0}


def test_wish_for_a_part_of_a_street_is_one_for_that_part_alone(first: Design) -> None:
    project = wished(first.project, "preferred", "B-N", 0.0, 0.1)
    graph = design(project, first.scenario, before=first).joined.graph
    assert set(graph.edges["wish"]) == {""}  # no edge has its middle there
    whole = wished(first.project, "preferred", "D-N", 0.0, 0.75)
    assert told(re_solved(first, whole)) == {("preferred_street", "D-N"): 40.0}


def test_last_wish_for_a_street_counts(first: Design) -> None:
    project = wished(wished(first.project, "blocked", "D-N"), "preferred", "D-N")
    assert told(re_solved(first, project)) == {("preferred_street", "D-N"): 40.0}


def test_wish_changes_prices_and_leaves_streets_and_houses_as_they_are(first: Design) -> None:
    made = design(wished(first.project, "blocked", "A-B"), first.scenario, before=first)
    assert made.ground.uncut is first.ground.uncut
    assert made.kept["frontages"] is first.kept["frontages"]
    assert made.plan.based_on == first.plan.plan_id
    assert made.plan.plan_id != first.plan.plan_id


def test_wish_for_a_street_that_is_gone_has_no_effect(first: Design) -> None:
    line = shapely.LineString([(0, 0), (1, 1)])
    project = add_row(first.project, "wishes", {"wish": "blocked", "street_id": "gone"}, line)
    made = design(project, first.scenario, before=first)
    assert made.plan.summary.cost_eur == first.plan.summary.cost_eur


def test_both_sides_of_a_wide_street_are_blocked_but_it_may_be_crossed(first: Design) -> None:
    wide = first.project.with_layers(streets=first.project.streets.assign(width_m=9.0))
    graph = design(wished(wide, "blocked", "A-B"), first.scenario).joined.graph
    streets = wide.streets["street_id"].to_numpy(object)
    row = graph.edges["street"].to_numpy()
    lane = graph.edges["lane"].to_numpy()
    mine = (np.where(row >= 0, streets[row], "") == "A-B") & (lane != 2)
    assert (graph.edges["wish"].to_numpy(object) == "blocked").tolist() == mine.tolist()
    assert set(lane[mine]) == {1, -1}
    assert (lane[row == streets.tolist().index("A-B")] == 2).any()


def test_budget_is_spent_at_prices_and_not_over_a_blocked_street(first: Design) -> None:
    project = wished(first.project, "blocked", "s1")
    all_eur = float(first.plan.summary.cost_eur.base)
    plan = design(project, replace(first.scenario, budget_eur=all_eur)).plan
    judge(project, plan)
    left_out = plan.addresses.loc[plan.addresses["status"] == "unconnected", "address_id"]
    assert left_out.tolist() == ["p1"]
    assert float(plan.summary.cost_eur.base) <= all_eur
