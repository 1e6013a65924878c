"""The command that compares two plans: its words, its JSON, its workbook and its refusals."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from fibre_planner import workflow
from fibre_planner.cli import NOT_POSSIBLE, run
from fibre_planner.model.project import Project
from tests.analysis.comparison.test_compare import DETOUR, site_along
from tests.towns import town


@pytest.fixture(scope="module")
def twice() -> Project:
    """Return a town with a plan without and one with a site that moves the trench."""
    project = town(DETOUR)
    scenario = workflow.scenario_for(project)
    project = workflow.plan(project, scenario)
    return workflow.plan(project.with_layers(sites=site_along((0, 2), (21, 2))), scenario)


@pytest.fixture
def file(twice: Project, tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    workflow.save(twice, path)
    return path


def call(*arguments: object) -> int:
    return run(["compare", *map(str, arguments)], lambda _path, _sample: 0)


def test_json_tells_the_worked_out_difference_of_the_two_newest_plans(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(file, "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert values["figures"]["trench_m"] == {"a": 230.0, "b": 270.0, "difference": 40.0}
    assert values["cost_change_eur"]["base"] == {
        "total": -1773.16,
        "by_quantity": -1773.16,
        "by_price": 0.0,
    }
    assert values["sections"]["only_one"]["a_m"] == 210.0
    assert values["sections"]["only_other"]["b_m"] == 250.0
    assert values["bill"]["TB14"]["difference"] == 10_290.0
    assert values["same"] is False


def test_plans_named_the_other_way_round_turn_the_difference(
    file: Path, twice: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [plan.plan_id for plan in twice.plans]
    assert call(file, ids[1], ids[0], "--json") == 0
    assert json.loads(capsys.readouterr().out)["cost_change_eur"]["base"]["total"] == 1773.16


def test_words_tell_metres_euros_and_addresses(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(file) == 0
    text = capsys.readouterr().out
    assert "The plan changes by +40\u00a0m and −€1,773; as many addresses as before." in text


def test_workbook_adds_up_in_each_sheet(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "out" / "difference.xlsx"
    assert call(file, "--out", path) == 0
    book = openpyxl.load_workbook(path, data_only=True)
    assert book.sheetnames == [
        "Figures",
        "Trenches",
        "Addresses",
        "Bill difference",
        "Cabinets and PoPs",
    ]
    bill = list(book["Bill difference"].iter_rows(values_only=True))
    column = bill[0].index("Cost B − A")
    amounts = [row[column] for row in bill[1:] if isinstance(row[column], int | float)]
    assert round(sum(amounts[:-1]), 2) == -1773.16
    assert round(amounts[-1], 2) == -1773.16
    trenches = list(book["Trenches"].iter_rows(values_only=True))
    column = trenches[0].index("Length B − A (m)")
    assert trenches[-1 - 2][column] == pytest.approx(40.0)


def test_one_plan_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.gpkg"
    project = town(DETOUR)
    workflow.save(workflow.plan(project, workflow.scenario_for(project)), path)
    assert call(path) == NOT_POSSIBLE
    assert "fewer than two plans" in capsys.readouterr().err


def test_unknown_plan_is_refused_with_those_there_are(
    file: Path, twice: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(file, "plan-nowhere") == NOT_POSSIBLE
    told = capsys.readouterr().err
    assert all(plan.plan_id in told for plan in twice.plans)
