"""The bound on what a budget can serve, against every set of houses designed in full."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fibre_planner.analysis.budget import Task, make_task
from fibre_planner.analysis.budget_bound import bound_model, longest_way_m
from fibre_planner.analysis.design import design, design_network
from fibre_planner.model.project import Project
from fibre_planner.model.scenario import Scenario
from fibre_planner.progress import silent
from tests.towns import town

few = settings(max_examples=3, deadline=None)
SURCHARGES = 1.14 * 1.1
LINE = 3.0 + 0.7 + 1.2
"""The cheapest bundle and cable with blowing it in, EUR per metre."""


def task_of(project: Project, scenario: Scenario) -> Task:
    made = design(project, scenario)
    tools = made.kept["material"].value, made.kept["prices"].value
    return make_task(project, scenario, made.joined, made.costs, tools)


def all_of(project: Project, **changes: object) -> Scenario:
    return replace(project.scenarios[0], targets="all", **changes)  # type: ignore[arg-type]


def test_count_gives_back_a_stem_and_charges_shares_and_lines() -> None:
    # Without a POP the root lies at B, where most units are; the way to the farm is 130 m.
    project = town("p   9            p\nA---B------------C")
    scenario = all_of(project, units_per_pop=4)
    task = task_of(project, scenario)
    assert longest_way_m(task.joined, task.costs) == pytest.approx(130.0)
    strict = bound_model(task.model, project, scenario, task.joined, task.costs, task.tools)
    assert strict.fixed_eur == pytest.approx(-130.0 * LINE * SURCHARGES)
    more = strict.costs - task.model.costs
    lengths = task.joined.graph.length_m
    assert more[: len(lengths)] == pytest.approx(LINE * SURCHARGES * lengths)
    assert more[-3:] == pytest.approx(80_000.0 / 4 * SURCHARGES * task.joined.units)


def test_units_that_fit_into_a_pop_that_exists_pay_no_share() -> None:
    project = town("p   9            p\nA---N------------C")
    scenario = all_of(project, units_per_pop=4)
    task = task_of(project, scenario)
    strict = bound_model(task.model, project, scenario, task.joined, task.costs, task.tools)
    # One POP for four units exists, so a plan for four gets back what these pay.
    assert strict.fixed_eur == pytest.approx(-80_000.0 * SURCHARGES)
    assert strict.costs[: task.model.graph_edges] == pytest.approx(
        task.model.costs[: task.model.graph_edges]
    )


@few
@given(
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.lists(st.integers(3, 14), min_size=2, max_size=2),
    st.sampled_from(["N", "+"]),
    st.sampled_from([5, 4000]),
)
def test_no_set_of_houses_designed_within_a_budget_serves_more_than_the_bound(
    units: list[int], gaps: list[int], middle: str, units_per_pop: int
) -> None:
    a, b, c = units
    houses = f"{a}{' ' * gaps[0]}{b}{' ' * gaps[1]}{c}"
    project = town(f"{houses}\nA{'-' * gaps[0]}{middle}{'-' * gaps[1]}C")
    ids = project.addresses["address_id"].tolist()
    scenario = all_of(project, units_per_pop=units_per_pop)
    task = task_of(project, scenario)
    for number in range(1, 2 ** len(ids)):
        kept = [name for place, name in enumerate(ids) if number >> place & 1]
        some = project.addresses.loc[project.addresses["address_id"].isin(kept)]
        summary = design_network(project.with_layers(addresses=some), scenario).summary
        budget = [float(summary.cost_eur.base)]
        assert task.bounds(budget, silent)[0] >= summary.units - 1e-9
