"""What the reports say of a budget: sentences, tables, the sheet with its chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from fibre_planner import workflow
from fibre_planner.model.plan import BudgetFigures
from fibre_planner.model.project import Project
from fibre_planner.report import budget_texts
from fibre_planner.report.budget_tables import curve_table, left_out_table
from fibre_planner.report.workbook import write_workbook
from tests.towns import town

VILLAGE = """
p   5        p  p
|   |        |  |
A---B---N----C--D
"""
FIGURES = BudgetFigures(
    budget_eur=100_000.0,
    weight="units",
    served=80.0,
    of=100.0,
    bound=88.0,
    gap=0.1,
    model_gap=0.004,
    rounds=2,
)


@pytest.fixture(scope="module")
def project() -> Project:
    drawn = town(VILLAGE)
    scenario = replace(drawn.scenarios[0], targets="all", budget_eur=25_000.0)
    return workflow.add_budget_curve(workflow.plan(drawn, scenario), None, 4)


def test_bound_is_told_as_no_more_only_where_it_is_met() -> None:
    told = budget_texts.bound_text(FIGURES)
    assert "no plan within this budget serves more than 88 units (10.0% more)" in told.lower()
    assert "at most 0.40% more" in told
    met = budget_texts.bound_text(replace(FIGURES, bound=80.0, gap=0.0))
    assert met == "No plan within this budget serves more."
    tiny = budget_texts.bound_text(replace(FIGURES, model_gap=1e-6))
    assert "less than 0.01% more" in tiny


def test_last_addresses_are_told_with_their_share_of_the_total(project: Project) -> None:
    plan = project.plans[-1]
    assert budget_texts.last_text(plan) == ""
    total = float(plan.summary.cost_eur.base)
    summary = replace(plan.summary, connected=40, last_addresses=2, last_cost_eur=total / 4)
    told = budget_texts.last_text(replace(plan, summary=summary))
    assert told.startswith("The last 5% of the addresses (2) cost €")
    assert told.endswith("25.0% of the total.")


def test_addresses_left_out_stand_with_the_cheapest_first(project: Project) -> None:
    table = left_out_table(project, project.plans[-1])
    prices = table.rows["entry_price_eur"].to_numpy()
    assert len(prices) == 2
    assert (np.diff(prices) >= 0.0).all()
    # Once C is joined, D is 30 m further on.
    assert table.rows["house_number"].tolist() == ["3", "4"]


def test_curve_has_no_column_twice(project: Project) -> None:
    plan = project.plans[-1]
    names = [column.name for column in curve_table(project, plan).columns]
    assert "weight" not in names
    scenario = replace(plan.scenario, weight="priority")
    names = [
        column.name for column in curve_table(project, replace(plan, scenario=scenario)).columns
    ]
    assert "weight" in names


def test_workbook_has_the_curve_its_chart_and_the_addresses_left_out(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    plan = project.plans[-1]
    write_workbook(project, plan, (), path)
    book = openpyxl.load_workbook(path)
    sheet = book["Budget"]
    assert len(sheet._charts) == 1
    headings = [cell.value for cell in sheet[1]]
    assert headings[:4] == ["Budget", "Cost base", "Addresses", "Units"]
    costs = [sheet.cell(row, 2).value for row in range(2, 2 + len(plan.budget))]
    assert costs == pytest.approx(plan.budget["cost_eur"].tolist())
    left = book["Left out by the budget"]
    assert [left.cell(row, 3).value for row in (2, 3)] == ["3", "4"]
    entry = [cell.value for cell in book["Addresses"][1]]
    assert "Price of joining it now" in entry


def test_workbook_of_a_plan_without_a_budget_has_none_of_it(tmp_path: Path) -> None:
    drawn = town(VILLAGE)
    project = workflow.plan(drawn, replace(drawn.scenarios[0], targets="all"))
    path = tmp_path / "report.xlsx"
    write_workbook(project, project.plans[-1], (), path)
    book = openpyxl.load_workbook(path)
    assert not {"Budget", "Left out by the budget"} & set(book.sheetnames)
    assert "Price of joining it now" not in [cell.value for cell in book["Addresses"][1]]


def test_plan_made_again_keeps_its_curve(project: Project) -> None:
    again = workflow.plan(project, project.plans[-1].scenario)
    assert len(again.plans) == 1
    assert len(again.plans[0].budget) == len(project.plans[-1].budget)
