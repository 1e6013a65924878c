"""Budget, weight and budget curve from the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fibre_planner import cli, workflow
from tests.towns import town

VILLAGE = """
p   5        p
|   |        |
A---B---N----C
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    drawn = town(VILLAGE)
    scenario = replace(drawn.scenarios[0], targets="all")
    workflow.save(replace(drawn, scenarios=(scenario,)), path)
    return path


def call(*arguments: object) -> int:
    def no_window(_path: Path | None, _demo: bool) -> int:
        raise AssertionError("no window is asked for")

    return cli.run([str(argument) for argument in arguments], no_window)


def test_budget_and_curve_are_told_as_json_and_kept_in_the_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    budget = ("--budget", 25_000, "--weight", "units", "--curve", 4)
    assert call("plan", project, *budget, "--json") == cli.DONE
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["connected"] == 2
    assert told["budget"]["budget_eur"] == 25_000.0
    assert (told["budget"]["served"], told["budget"]["of"]) == (6.0, 7.0)
    assert told["budget"]["left_out"] == 1
    assert told["cost_eur"]["base"] <= 25_000.0
    assert told["curve"][-1]["addresses"] == 3
    assert told["curve"][-1]["gap"] == 0.0
    kept = workflow.open_project(project).plans[-1]
    assert len(kept.budget) == len(told["curve"])
    assert kept.scenario.weight == "units"


def test_summary_says_what_the_budget_buys_and_what_joining_costs(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("plan", project, "--budget", 25_000, "--curve", "--language", "en") == cli.DONE
    shown = capsys.readouterr().out
    assert "€25,000, of which the plan spends €22,311 (89.2%)" in shown
    assert "6 units of 7 (85.7%)" in shown
    assert "Dorfstraße 3 for €9,155" in shown
    assert "Budget curve" in shown


def test_budget_that_connects_nobody_ends_with_a_sentence_and_leaves_the_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.read_bytes()
    assert call("plan", project, "--budget", 1_000, "--json") == cli.NOT_POSSIBLE
    told = json.loads(capsys.readouterr().out)
    assert "connects no address" in told["error"]
    assert "EUR" in told["remedy"]
    assert project.read_bytes() == before


@pytest.mark.parametrize("stops", ["1", "2.5", "many", "101"])
def test_number_of_stops_must_make_sense(project: Path, stops: str) -> None:
    with pytest.raises(SystemExit) as ended:
        call("plan", project, "--curve", stops)
    assert ended.value.code == cli.WRONG_CALL
