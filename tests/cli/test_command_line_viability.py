"""The viability gap from the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fibre_planner import cli, workflow
from fibre_planner.model.project import Project
from tests.towns import town

VILLAGE = """
p   5        p
|   |        |
A---B---N----C
"""


@pytest.fixture(scope="module")
def planned() -> Project:
    drawn = town(VILLAGE)
    return workflow.plan(drawn, replace(drawn.scenarios[0], targets="all"))


@pytest.fixture
def project(planned: Project, tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    workflow.save(planned, path)
    return path


def call(*arguments: object) -> int:
    def no_window(_path: Path | None, _demo: bool) -> int:
        raise AssertionError("no window is asked for")

    return cli.run([str(argument) for argument in arguments], no_window)


def test_gap_and_shares_are_told_as_json(
    project: Path, planned: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("viability", project, "--json") == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["profile"] == "federal-hessen-2025"
    cost = float(planned.plans[-1].summary.cost_eur.base)
    assert told["years"][0]["capex_eur"] == pytest.approx(cost, abs=0.01)
    parts = told["financing"]["base"]["parts"]
    assert sum(part["amount_eur"] for part in parts) == pytest.approx(told["gap_eur"]["base"])
    assert [part["limit"] for part in parts] == ["minimum", "", ""]
    assert told["financing"]["base"]["check_eur"] == 0
    assert told["simulation"]["quantiles"][0]["quantile"] == 0.5
    assert len(told["years"]) == 8
    assert told["not_eligible"] == 3


def test_gap_is_told_in_sentences(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--profile", "federal60-hessen-2025", "--model", "operator")
    assert call("viability", project, *arguments, "--language", "en") == cli.DONE
    shown = capsys.readouterr().out
    assert "The viability gap is €" in shown
    assert "operator model" in shown
    assert "below its least grant, so it pays nothing" in shown
    assert "low economic strength" in shown
    assert "is an assumption" in shown
    assert "3 connected addresses are not marked as eligible" in shown


@pytest.mark.parametrize("arguments", [("--profile", "moon"), ("--plan", "none-1")])
def test_unknown_profile_or_plan_is_answered_with_the_known_ones(
    project: Path, arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("viability", project, *arguments, "--json") == cli.NOT_POSSIBLE
    told = json.loads(capsys.readouterr().out)
    assert arguments[1] in told["error"]
    assert "Choose one of" in told["remedy"]


def test_project_without_a_plan_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.gpkg"
    workflow.save(town(VILLAGE), path)
    assert call("viability", path, "--json") == cli.NOT_POSSIBLE
    assert json.loads(capsys.readouterr().out)["remedy"] == "Make a plan first."
