"""Leading a trench through another street: what it costs is what the plan costs afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fibre_planner.analysis.design import Design, design
from fibre_planner.analysis.rerouting import find_detours
from fibre_planner.workflow.rerouting import reroute
from tests.plan_judge import judge
from tests.towns import at, town

# All is dug but the middle and the lower street; over E-F it is 40 m longer, over C-N 80 m.
LADDER = """
p       p
|       |
A-------B
|       |
|       |
|       |
E-------F
|       |
|       |
|       |
C-------N
"""


@pytest.fixture(scope="module")
def first() -> Design:
    project = town(LADDER)
    return design(project, replace(project.scenarios[0], targets="all"))


@pytest.mark.parametrize(
    ("row", "street", "metres"),
    [(4.0, "E-F", 40.0), (0.0, "C-N", 80.0)],
)
def test_preview_is_the_difference_of_the_plan_that_is_made_of_it(
    first: Design, row: float, street: str, metres: float
) -> None:
    top = at(4, 8)
    found = find_detours(first, top.x, top.y)
    assert found is not None
    # From the fork at B to the house at A.
    assert first.joined.graph.length_m[found.stretch].sum() == pytest.approx(90.0)
    below = at(4, row)
    route = found.route(below.x, below.y + 2.0, 50.0)
    assert route is not None
    assert route.length_m == pytest.approx(metres)
    project = reroute(first.project, found, route)
    assert set(project.wishes["wish"]) == {"blocked", "drawn"}
    made = design(project, first.scenario, before=first)
    judge(project, made.plan)
    trenches = made.plan.trenches
    assert street in set(trenches["street"])
    assert "A-B" not in set(trenches.loc[trenches["level"] != "lead_in", "street"])
    then, now = first.plan.summary, made.plan.summary
    assert now.street_trench_m - then.street_trench_m == pytest.approx(route.length_m)
    assert now.trench_cost_eur - then.trench_cost_eur == pytest.approx(route.cost_eur)


def test_stretch_ends_at_houses_and_forks_and_no_trench_is_no_stretch(first: Design) -> None:
    side = at(8, 2)
    found = find_detours(first, side.x, side.y)
    assert found is not None
    assert first.joined.graph.length_m[found.stretch].sum() == pytest.approx(80.0)
    nowhere = at(4, 6)
    assert find_detours(first, nowhere.x, nowhere.y) is None


def test_place_far_from_any_way_has_no_route(first: Design) -> None:
    top = at(4, 8)
    found = find_detours(first, top.x, top.y)
    assert found is not None
    assert found.route(top.x, top.y + 1000.0, 20.0) is None
