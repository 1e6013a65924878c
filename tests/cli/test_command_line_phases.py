"""The command line puts a plan into years and tells them as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fibre_planner import cli, workflow
from tests.towns import town

TOWN = """
p    p    p    p    p         5    5    5    5    5
|    |    |    |    |         |    |    |    |    |
A----+----+----+----+----N----+----+----+----+----B
"""


def test_yearly_budget_gives_years_that_come_back_from_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(town(TOWN), path)

    def call(*arguments: str) -> dict[str, object]:
        code = cli.run(["plan", str(path), "--json", *arguments], lambda _path, _demo: 1)
        (line,) = capsys.readouterr().out.splitlines()
        return {"code": code, **json.loads(line)}

    plain = call()
    assert plain["phases"] == []
    found = call("--yearly-budget", "60000", "--start-year", "2027", "--years", "3")
    assert found["code"] == cli.DONE
    assert [row["year"] for row in found["phases"]] == [2027, 2028]
    assert [row["units"] for row in found["phases"]] == [25, 5]
    assert found["npv_eur"] <= found["npv_greedy_eur"]
    saved = workflow.open_project(path).plans[-1]
    assert saved.phases["year"].tolist() == [2027, 2028]
    assert saved.scenario.years == 3
    assert set(saved.addresses["year"]) == {2027, 2028}

    short = call("--yearly-budget", "56000", "--start-year", "2027", "--years", "1")
    assert short["phases"][-1]["phase_id"] == "later"
    assert short["phases"][-1]["budget_eur"] is None

    refused = call("--yearly-budget", "100", "--start-year", "2027", "--years", "2")
    assert refused["code"] == cli.NOT_POSSIBLE
    assert "at least" in str(refused["error"])


@pytest.mark.parametrize("years", [("--years", "3"), ("--start-year", "2027")])
def test_years_without_a_yearly_budget_are_refused_and_not_left_out_in_silence(
    years: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "town.gpkg"
    workflow.save(town(TOWN), path)
    code = cli.run(["plan", str(path), "--json", *years], lambda _path, _demo: 1)
    assert code == cli.NOT_POSSIBLE
    assert "--yearly-budget" in json.loads(capsys.readouterr().out)["remedy"]
    assert not workflow.open_project(path).plans


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--years", "2.5", "a whole number is needed, not 2.5"),
        ("--start-year", "soon", "a whole number is needed, not soon"),
        ("--yearly-budget", "much", "a number is needed, not much"),
        ("--budget", "1.000.000", "a number is needed, not 1.000.000"),
    ],
)
def test_a_value_that_is_no_number_is_refused_with_a_sentence(
    option: str, value: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["plan", "town.gpkg", option, value, "--language", "en"], lambda _path, _demo: 1)
    assert ended.value.code == cli.WRONG_CALL
    assert message in capsys.readouterr().err
