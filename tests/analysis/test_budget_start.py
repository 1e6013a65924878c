"""A choice within a budget that is ended early, and one that begins with a former plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fibre_planner.analysis.design import Design, design
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import Enough, Report
from tests.towns import town

TOWN = """
p   5   p  2    3    p
|   |   |  |    |    |
A---B---N--C----D----E
|           |        |
4           p        2
"""


def scenario_of(project: Project, budget_eur: float | None) -> Scenario:
    return replace(project.scenarios[0], targets="all", budget_eur=budget_eur)


def served(made: Design) -> set[str]:
    table = made.plan.addresses
    return set(table.loc[table["status"] == "connected", "address_id"])


def ended_after(count: int) -> Report:
    """Return a report that has enough after so many calls, and from then on."""
    left = iter(range(count))

    def report(_fraction: float, _message: str) -> None:
        if next(left, None) is None:
            raise Enough

    return report


@pytest.mark.parametrize("calls", [0, 5, 14])
def test_choice_that_is_ended_early_keeps_its_budget_and_its_bound(
    calls: int,
) -> None:
    project, budget_eur = town(TOWN), 30_000.0
    ended = design(project, scenario_of(project, budget_eur), ended_after(calls)).plan
    whole = design(project, scenario_of(project, budget_eur)).plan
    assert float(ended.summary.cost_eur.base) <= budget_eur
    figures, best = ended.summary.budget, whole.summary.budget
    assert figures is not None
    assert best is not None
    assert 0.0 < figures.served <= best.bound
    assert best.served <= figures.bound


def test_choice_that_was_ended_early_is_searched_on_by_the_next_design() -> None:
    project = town(TOWN)
    scenario = scenario_of(project, 40_000.0)
    ended = design(project, scenario, ended_after(0))
    assert ended.selection.stopped
    assert "selection" not in ended.kept
    after = design(project, scenario, before=ended)
    assert not after.selection.stopped
    assert after.selection is not ended.selection
    assert after.plan.based_on == ended.plan.plan_id
    assert design(project, scenario, before=after).selection is after.selection


def test_what_the_former_plan_served_is_still_served_where_the_choice_is_ended_at_once() -> None:
    project = town(TOWN)
    scenario = scenario_of(project, 40_000.0)
    before = design(project, scenario)
    left_out = set(project.addresses["address_id"]) - served(before)
    assert left_out
    kept = project.addresses["address_id"] != min(left_out)
    fewer = project.with_layers(addresses=project.addresses.loc[kept])
    after = design(fewer, scenario, ended_after(0), before=before)
    # Nothing that the former plan needs has changed, so it is still within the budget.
    assert after.plan.summary.units >= before.plan.summary.units
    assert after.plan.based_on == before.plan.plan_id


def test_plan_without_a_budget_is_a_beginning_as_well() -> None:
    project = town(TOWN)
    before = design(project, scenario_of(project, None))
    scenario = scenario_of(project, 40_000.0)
    ended = design(project, scenario, ended_after(0), before=before).plan
    assert float(ended.summary.cost_eur.base) <= 40_000.0
    assert ended.based_on == before.plan.plan_id
    assert 0 < ended.summary.connected < before.plan.summary.connected


def test_progress_of_a_choice_never_says_it_is_done_midway() -> None:
    told: list[tuple[float, str]] = []
    project = town(TOWN)
    design(project, scenario_of(project, 40_000.0), lambda share, text: told.append((share, text)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert not [text for share, text in told if "curve" in text]
    assert told[-1] == (1.0, "The plan is made.")
