"""The budget curve and the budget figures of a plan in the project file."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd

from fibre_planner.io.geopackage import load_project, save_project
from fibre_planner.model.plan import BudgetFigures
from fibre_planner.model.project import Project
from fibre_planner.model.tables import columns, conform

FIGURES = BudgetFigures(
    budget_eur=50_000.0,
    weight="priority",
    served=30.0,
    of=60.0,
    bound=33.0,
    gap=0.1,
    model_gap=0.01,
    rounds=3,
)


def test_curve_and_budget_figures_come_back_from_the_project_file(
    planned_sample_town: Project, tmp_path: Path
) -> None:
    curve = conform(
        "plan_budget",
        pd.DataFrame({"stop_id": ["02", "01"], "budget_eur": [2e5, 1e5], "addresses": [9, 4]}),
    )
    made = planned_sample_town.plans[-1]
    summary = replace(made.summary, budget=FIGURES)
    project = replace(planned_sample_town, plans=(replace(made, budget=curve, summary=summary),))
    save_project(project, tmp_path / "town.gpkg")
    again = load_project(tmp_path / "town.gpkg").plans[-1]
    pd.testing.assert_frame_equal(again.budget, curve)
    assert again.budget["stop_id"].tolist() == ["01", "02"]
    assert again.summary.budget == FIGURES


def test_plan_without_a_curve_has_an_empty_table_of_it(
    planned_sample_town: Project, tmp_path: Path
) -> None:
    save_project(planned_sample_town, tmp_path / "town.gpkg")
    again = load_project(tmp_path / "town.gpkg").plans[-1]
    assert again.budget.empty
    assert list(again.budget.columns) == [column.name for column in columns("plan_budget")]
    assert again.summary.budget is None
    assert asdict(again.summary)["budget"] is None
