"""Whole plans of random towns under random scenarios, odd ones among them, before a judge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fibre_planner.analysis.design import design_network
from fibre_planner.model.errors import PlannerError
from tests.plan_judge import judge
from tests.random_plans import random_case
from tests.towns import at, town


@pytest.mark.parametrize("seed", range(2000, 2020))
def test_every_plan_stands_before_the_judge_or_is_refused_with_a_remedy(seed: int) -> None:
    project, scenario = random_case(np.random.default_rng(seed))
    refused = None
    try:
        plan = design_network(project, scenario, created="2026-11-22")
    except PlannerError as error:
        refused = error
    if refused is None:
        judge(project, plan)
    else:
        assert refused.message.endswith(".")
        assert refused.remedy.endswith(".")


def test_a_house_at_the_pop_is_built_in_the_first_year_without_a_trench_in_a_street() -> None:
    project = town("""
        p
        |
        A---B
    """)
    scenario = replace(
        project.scenarios[0],
        targets="all",
        pop_x=at(0, 1).x,
        pop_y=at(0, 1).y,
        yearly_budget_eur=500_000.0,
    )
    plan = design_network(project, scenario, created="2026-11-22")
    assert plan.trenches["level"].tolist() == ["lead_in"]
    (year,) = plan.phases.to_dict("records")
    assert (year["year"], year["addresses"], year["trench_m"]) == (2027, 1, 10.0)
    judge(project, plan)
