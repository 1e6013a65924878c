"""A survey is run from the command line; what cannot be read is named, the rest is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fibre_planner import workflow
from fibre_planner.cli import run
from tests.workflow.survey_files import csv_file, project_with_town


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = run(["survey", *map(str, arguments), "--json"], lambda *_: 0)
    return code, json.loads(capsys.readouterr().out)


def test_survey_runs_from_import_to_frozen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "p.gpkg"
    workflow.save(project_with_town(), project)
    good = csv_file(
        tmp_path / "nord.csv",
        "02;;;;;versorgt;FTTH;1000;;",
        ";Hauptstr.;1;;;versorgt;FTTH;1000;;",
    )
    bad = tmp_path / "süd.xlsx"
    bad.write_bytes(b"\xd0\xcf\x11\xe0 protected")
    code, told = called(
        capsys, "import", project, good, bad, "--survey", "MEV", "--provider", "Nord"
    )
    assert code == 0
    assert told["matches"]["id"] == 1
    assert told["providers"] == ["Nord"]
    assert [Path(one["file"]).name for one in told["refused"]] == ["süd.xlsx"]
    assert "password" in told["refused"][0]["error"]
    assert [row["address_id"] for row in told["queue"]] == ["06", "07"]
    code, again = called(capsys, "match", project)
    assert (code, again["matches"]) == (0, told["matches"])
    code, frozen = called(capsys, "freeze", project, "--survey", "MEV")
    assert (code, len(frozen["digest"])) == (0, 64)
    code, refused = called(capsys, "import", project, good, "--survey", "MEV")
    assert (code, "frozen" in refused["error"]) == (3, True)
    code, report = called(capsys, "report", project)
    assert {"reply_in_review", "address_without_reply"} <= {
        finding["code"] for finding in report["findings"]
    }


def test_survey_that_is_not_there_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "p.gpkg"
    workflow.save(project_with_town(), project)
    code, told = called(capsys, "report", project)
    assert (code, told["error"]) == (3, "The project has no market survey.")
