"""What is there on a day: supply and the network as far as it is built."""

import datetime as dt
from dataclasses import replace

import numpy as np

from fibre_planner import workflow
from fibre_planner.analysis.dated_state import built_by, days_of_change, supply_on
from tests.report.small_plan import small_project
from tests.report.test_report_phases import project_with_years

DAY = dt.date(2028, 6, 30)
BEFORE = dt.date(2028, 6, 29)


def statuses(supply) -> dict[str, str]:
    return dict(zip(supply["address_id"], supply["status"], strict=True))


def test_binding_promise_exists_from_its_day_on() -> None:
    supply = small_project().supply
    assert supply_on(supply, BEFORE) is supply
    assert statuses(supply_on(supply, DAY))["a3"] == "existing"
    assert len(supply_on(supply, DAY)) == len(supply)


def test_promise_that_binds_nobody_changes_nothing_but_a_funded_one_does() -> None:
    supply = small_project().supply
    assert statuses(supply_on(supply.assign(binding=False), DAY))["a3"] == "planned"
    funded = supply.assign(binding=False, status=supply["status"].replace("planned", "funded"))
    assert statuses(supply_on(funded, DAY))["a3"] == "existing"


def test_line_that_exists_from_a_later_day_is_not_there_before() -> None:
    supply = small_project().supply
    later = supply.assign(available_from=np.where(supply["address_id"] == "a4", "2027-01-01", ""))
    assert "a4" not in statuses(supply_on(later, dt.date(2026, 12, 31)))
    assert statuses(supply_on(later, dt.date(2027, 1, 1)))["a4"] == "existing"


def test_coverage_of_a_day_follows_its_supply_and_leaves_the_project_as_it_is() -> None:
    project = small_project()
    known = {
        day: workflow.state_on(project, None, day)[0].coverage.set_index("address_id")
        for day in (BEFORE, DAY)
    }
    assert known[BEFORE].loc["a3", "technology"] == "none"
    assert known[DAY].loc["a3", ["technology", "coverage_class"]].tolist() == ["FTTH", "served"]
    assert project.coverage.set_index("address_id").loc["a3", "technology"] == "none"


def test_year_of_building_counts_when_it_has_ended() -> None:
    plan = project_with_years()[1]
    plan = replace(plan, trenches=plan.trenches.assign(year=[2027, 2028, 2027, 2028, 0]))
    assert len(built_by(plan, dt.date(2027, 12, 30)).trenches) == 0
    assert len(built_by(plan, dt.date(2027, 12, 31)).trenches) == 2
    assert len(built_by(plan, dt.date(2028, 12, 31)).trenches) == 4


def test_plan_without_years_is_there_on_every_day() -> None:
    (plan,) = small_project().plans
    assert built_by(plan, DAY) is plan


def test_days_of_change_are_those_of_supply_and_the_ends_of_years() -> None:
    project, plan = project_with_years()
    years = sorted(year for year in plan.phases["year"].tolist() if year)
    days = days_of_change(project.supply, plan)
    assert days == tuple(sorted({DAY, *(dt.date(year, 12, 31) for year in years)}))
    assert days_of_change(project.supply.iloc[:2], None) == ()
