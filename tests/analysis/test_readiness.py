"""Compiling once after the installation: by one process at a time, and a plain answer meanwhile."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fibre_planner import workflow
from fibre_planner.analysis import compiled, readiness
from fibre_planner.model.sketch import Sketch
from fibre_planner.progress import Cancelled, Enough
from tests.towns import town

WAIT = "import threading; threading.Event().wait(60)"

MARK = """
import sys
from pathlib import Path
from fibre_planner.analysis import compiled
compiled.FOLDER = Path(sys.argv[1])
compiled.room_folder.cache_clear()
for room in compiled.ROOMS:
    compiled.mark_warm(room)
"""

HOLD_THE_TURN = """
import sys
from pathlib import Path
from fibre_planner.analysis import compiled, readiness
compiled.FOLDER = Path(sys.argv[1])
compiled.room_folder.cache_clear()
with readiness._turn(lambda *_: None):
    print("held", flush=True)
    sys.stdin.read()
    for room in compiled.ROOMS:
        compiled.mark_warm(room)
"""

TOWN = """
    1   2   p
    |   |   |
    A---B---C---N
    |   |   |   |
    D---E---F---+
        |
        p
"""


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load what is compiled before it is looked for elsewhere."""
    project = town(TOWN)
    workflow.plan(project, project.scenarios[0])


@pytest.fixture(autouse=True)
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Start as after the installation: nothing is known to be compiled."""
    if compiled._settings.DISABLE_JIT:
        pytest.skip("nothing is compiled without the compiler")
    folder = tmp_path / "compiled"
    monkeypatch.setattr(compiled, "FOLDER", folder)
    monkeypatch.setattr(compiled, "_compiled_here", set())
    monkeypatch.setattr(readiness, "_helper", None)
    compiled.room_folder.cache_clear()
    yield folder
    readiness.stop_preparing()
    compiled.room_folder.cache_clear()


def python(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", script, *map(str, arguments)]


def must_not_compile(_report: object) -> None:
    raise AssertionError("another process does it")


def test_waiting_for_the_process_in_the_background_is_enough(cold: Path) -> None:
    assert not readiness.is_ready()
    assert readiness.prepare_in_background(python(MARK, cold))
    told: list[str] = []
    readiness.make_ready(lambda _, message: told.append(message), must_not_compile)
    assert readiness.is_ready()
    assert "being prepared" in told[0]
    assert not readiness.prepare_in_background(python(MARK, cold))


def test_process_is_begun_once(cold: Path) -> None:
    assert readiness.prepare_in_background(python(WAIT))
    first = readiness._helper
    assert readiness.prepare_in_background(python(WAIT))
    assert readiness._helper is first
    assert cold is not None


def test_stopped_process_leaves_the_work_to_who_needs_it() -> None:
    readiness.prepare_in_background(python(WAIT))
    assert readiness.is_preparing()
    readiness.stop_preparing()
    assert not readiness.is_preparing()
    done: list[str] = []
    readiness.make_ready(compile_all=lambda _: done.append("here"))
    assert done == ["here"]


def test_program_that_cannot_be_started_does_no_harm(tmp_path: Path) -> None:
    assert not readiness.prepare_in_background([str(tmp_path / "missing")])
    assert not readiness.is_preparing()


def test_cancel_is_heard_while_waiting() -> None:
    readiness.prepare_in_background(python(WAIT))

    def report(_fraction: float, _message: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        readiness.make_ready(report, must_not_compile)
    assert readiness.is_preparing()


def test_finishing_early_waits_for_the_optimiser_all_the_same(cold: Path) -> None:
    readiness.prepare_in_background(python(MARK, cold))

    def report(_fraction: float, _message: str) -> None:
        raise Enough

    readiness.make_ready(report, must_not_compile)
    assert readiness.is_ready()


def other_program(folder: Path) -> subprocess.Popen[str]:
    """Start a program that has the turn, and return when it has it."""
    made = subprocess.Popen(
        python(HOLD_THE_TURN, folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "held\n"
    return made


def test_second_start_waits_for_the_program_that_is_still_compiling(cold: Path) -> None:
    with other_program(cold) as other:
        waited = threading.Event()

        def report(_fraction: float, _message: str) -> None:
            waited.set()
            if other.stdin is not None and not other.stdin.closed:
                other.stdin.close()

        readiness.make_ready(report, must_not_compile)
    assert waited.is_set()
    assert other.returncode == 0


def test_killed_program_does_not_spoil_the_next_start(cold: Path) -> None:
    with other_program(cold) as other:
        other.kill()
        other.wait(60)
    done: list[str] = []
    readiness.make_ready(compile_all=lambda _: done.append("here"))
    assert done == ["here"]


def test_folder_that_cannot_be_made_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "file" / "compiled")
    compiled.room_folder.cache_clear()
    done: list[str] = []
    readiness.make_ready(compile_all=lambda _: done.append("here"))
    assert done == ["here"]


def test_plan_shows_the_plain_network_while_the_optimiser_is_prepared(cold: Path) -> None:
    project = town(TOWN)
    readiness.prepare_in_background(python(MARK, cold))
    shown: list[Sketch] = []
    told: list[str] = []
    planned = workflow.plan(
        project, project.scenarios[0], lambda _, message: told.append(message), shown.append
    )
    assert shown[0].preliminary
    assert len(shown[0].lines) > 0
    assert not shown[-1].preliminary
    assert shown[-1].cost_eur <= shown[0].cost_eur
    assert shown[-1].cost_eur == pytest.approx(planned.plans[-1].summary.trench_cost_eur)
    assert any("being prepared" in message for message in told)
