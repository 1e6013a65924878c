"""The command line: exit codes, one JSON object, and the keys scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fibre_planner import cli, workflow
from fibre_planner.cli import arguments

OSM = """<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="50.1000" lon="8.7600"/>
 <node id="2" lat="50.1000" lon="8.7650"/>
 <node id="3" lat="50.1001" lon="8.7610">
  <tag k="addr:housenumber" v="1"/><tag k="addr:street" v="Hafenstraße"/></node>
 <node id="4" lat="50.0999" lon="8.7620">
  <tag k="addr:housenumber" v="2;4"/><tag k="addr:street" v="Hafenstraße"/></node>
 <node id="5" lat="50.1001" lon="8.7630">
  <tag k="addr:housenumber" v="☃"/><tag k="addr:street" v="Hafenstraße"/></node>
 <way id="10"><nd ref="1"/><nd ref="2"/>
  <tag k="highway" v="residential"/><tag k="name" v="Hafenstraße"/></way>
</osm>
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(OSM, encoding="utf-8")
    return path


def no_window(_path: Path | None, _demo: bool) -> int:
    raise AssertionError("no window is asked for")


def call(*arguments: object) -> int:
    return cli.run([str(argument) for argument in arguments], no_window)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def test_from_osm_file_to_reports_with_the_promised_keys(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "town.gpkg"
    assert call("new", project, "--osm", town, "--json") == cli.DONE
    made = told(capsys)
    assert made["layers"]["addresses"] == 3
    assert made["rejected"] == 1
    assert made["street_km"] == pytest.approx(0.357, abs=0.002)

    assert call("check", project, "--json") == cli.DONE
    keys = {"code", "severity", "layer", "count", "message", "remedy"}
    assert all(set(finding) == keys for finding in told(capsys)["findings"])

    assert call("coverage", project, "--ruleset", "rl2.0-2023", "--json") == cli.DONE
    covered = told(capsys)
    assert covered["ruleset"] == "rl2.0-2023"
    assert covered["eligible"] == {"yes": 0, "no": 0, "check": 0, "unknown": 3}

    assert call("plan", project, "--json") == cli.DONE
    plan = told(capsys)
    assert plan["addresses"] == plan["connected"] == 3
    assert plan["unconnected"] == {}
    assert plan["cost_eur"]["low"] < plan["cost_eur"]["base"] < plan["cost_eur"]["high"]
    assert plan["lower_bound_eur"] <= plan["trench_cost_eur"]

    out = tmp_path / "out"
    assert call("report", project, "--out", out, "--json") == cli.DONE
    files = [Path(path) for path in told(capsys)["files"]]
    assert {path.suffix for path in files} == {".xlsx", ".html", ".gpkg"}
    assert all(path.stat().st_size > 1000 for path in files)


def test_a_wrong_call_ends_with_two() -> None:
    with pytest.raises(SystemExit) as stop:
        call("plan")
    assert stop.value.code == cli.WRONG_CALL


def test_data_that_do_not_allow_it_end_with_three_and_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.gpkg"
    assert call("check", missing, "--json") == cli.NOT_POSSIBLE
    refusal = told(capsys)
    assert "missing.gpkg" in refusal["error"]
    assert refusal["remedy"]


def test_an_existing_project_is_not_replaced_unasked(town: Path, tmp_path: Path) -> None:
    project = tmp_path / "town.gpkg"
    assert call("new", project, "--osm", town) == cli.DONE
    before = project.read_bytes()
    assert call("new", project, "--osm", town) == cli.NOT_POSSIBLE
    assert project.read_bytes() == before


def test_without_a_command_the_window_opens_with_the_named_project(tmp_path: Path) -> None:
    opened: list[tuple[Path | None, bool]] = []

    def window(path: Path | None, demo: bool) -> int:
        opened.append((path, demo))
        return 0

    assert cli.run([], window) == cli.DONE
    assert cli.run([str(tmp_path / "a.gpkg")], window) == cli.DONE
    assert opened == [(None, False), (tmp_path / "a.gpkg", False)]


def test_the_offered_report_kinds_are_those_of_the_workflow() -> None:
    assert arguments.REPORT_KINDS == workflow.KINDS


def test_openstreetmap_data_can_join_an_existing_project(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "town.gpkg"
    assert call("new", project, "--osm", town) == cli.DONE
    capsys.readouterr()
    assert call("import", project, "osm", town, "--json") == cli.DONE
    assert told(capsys)["layers"]["addresses"] == 3
