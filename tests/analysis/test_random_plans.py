"""Whole plans of random towns under random scenarios, odd ones among them, before a judge."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from fibre_planner import workflow
from fibre_planner.analysis.design import design_network
from fibre_planner.model.errors import PlannerError
from fibre_planner.model.plan import PLAN_TABLES, Plan
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


@pytest.mark.parametrize("seed", [2003, 2011])
def test_every_table_and_figure_of_a_plan_comes_back_from_its_file(
    seed: int, tmp_path: Path
) -> None:
    project, scenario = random_case(np.random.default_rng(seed))
    scenario = replace(
        scenario, budget_eur=1e6, weight="units", yearly_budget_eur=2e5, start_year=2027, years=None
    )
    planned = workflow.add_budget_curve(workflow.plan(project, scenario), None, 3)
    workflow.save(planned, tmp_path / "town.gpkg")
    (told,), (kept,) = planned.plans, workflow.open_project(tmp_path / "town.gpkg").plans
    judge(project, kept)
    assert not told.budget.empty
    assert not told.phases.empty
    for field in fields(Plan):
        one, other = getattr(told, field.name), getattr(kept, field.name)
        if field.name in PLAN_TABLES.values():
            assert_frame_equal(one, other, obj=field.name)
        else:
            assert one == other, field.name
