"""The command line when things go wrong: one JSON object, a telling code, an untouched file."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fibre_planner import cli, workflow
from tests.towns import town

PROGRAM = [sys.executable, "-m", "fibre_planner"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    drawn = town("""
        p   p   3
        |   |   |
        A---B---N
    """)
    workflow.save(drawn, path)
    return path


def run(
    *arguments: object,
    before: Callable[[], None] | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        preexec_fn=before,
        timeout=120,
    )


def no_window(_path: Path | None, _demo: bool) -> int:
    raise AssertionError("no window is asked for")


def call(*arguments: object) -> int:
    return cli.run([str(argument) for argument in arguments], no_window)


def test_an_interrupt_ends_with_130_and_leaves_the_project(project_file: Path) -> None:
    before = project_file.read_bytes()
    arguments = [*PROGRAM, "plan", str(project_file), "--json"]
    with subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell ignores interrupts for what it runs in the background, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()  # the first report: the work has begun
        running.send_signal(signal.SIGINT)
        rest, told = running.communicate(timeout=60)
    assert running.returncode == cli.CANCELLED
    assert rest == b""
    assert b"Cancelled" in told
    assert b"Traceback" not in told
    assert project_file.read_bytes() == before
    assert [path.name for path in project_file.parent.iterdir()] == [project_file.name]


def test_a_full_disk_leaves_the_old_project_and_no_rest(project_file: Path) -> None:
    before = project_file.read_bytes()
    done = run(
        "coverage",
        project_file,
        "--json",
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == cli.NOT_POSSIBLE
    assert "disk is full" in json.loads(done.stdout)["remedy"]
    assert project_file.read_bytes() == before
    assert [path.name for path in project_file.parent.iterdir()] == [project_file.name]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_german_texts_reach_a_terminal_that_knows_no_umlauts(
    project_file: Path, form: list[str]
) -> None:
    done = run("check", project_file, "--language", "de", *form, PYTHONIOENCODING="ascii")
    assert done.returncode == cli.DONE
    if form:
        assert "Gebäude" in json.dumps(json.loads(done.stdout), ensure_ascii=False)


def test_a_reader_that_stops_early_is_no_fault(project_file: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", str(project_file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    assert running.returncode == cli.DONE


@pytest.mark.parametrize("command", [["coverage"], ["plan"], ["import", "addresses", "a.csv"]])
def test_a_project_open_elsewhere_is_refused_before_the_work(
    project_file: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    holder = {"host": socket.gethostname(), "pid": os.getppid(), "user": "Erika", "since": "?"}
    lock = project_file.with_name(project_file.name + ".lock")
    lock.write_text(json.dumps(holder), encoding="utf-8")
    name, *rest = command
    assert call(name, project_file, *rest, "--json") == cli.NOT_POSSIBLE
    out, err = capsys.readouterr()
    assert "Erika" in json.loads(out)["error"]
    assert "%" not in err


@pytest.mark.parametrize("text", ["-5", "nan", "inf", "soon"])
def test_a_time_that_is_none_is_a_wrong_call(project_file: Path, text: str) -> None:
    with pytest.raises(SystemExit) as stop:
        call("plan", project_file, f"--seconds={text}")
    assert stop.value.code == cli.WRONG_CALL


def test_a_plan_older_than_the_data_is_said_to_be(
    project_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("plan", project_file, "--json") == cli.DONE
    reply = tmp_path / "reply.csv"
    reply.write_text("address_id;Anbieter;Status;Technologie\np1;Nord;versorgt;FTTH\n", "utf-8")
    assert call("check", project_file, "--json") == cli.DONE
    assert call("import", project_file, "supply", reply, "--json") == cli.DONE
    assert call("check", project_file, "--json") == cli.DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    codes = [{finding["code"] for finding in lines[place]["findings"]} for place in (1, 3)]
    assert "plan_outdated" not in codes[0]
    assert "plan_outdated" in codes[1]


def test_without_a_screen_the_commands_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert call() == cli.NOT_POSSIBLE
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["town.txt", "nowhere/town.gpkg"])
def test_a_place_for_no_project_is_refused_before_the_work(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    osm = tmp_path / "never-read.osm"
    assert call("new", tmp_path / name, "--osm", osm, "--json") == cli.NOT_POSSIBLE
    refusal = json.loads(capsys.readouterr().out)
    assert Path(name).name in refusal["error"]
    assert refusal["remedy"]
