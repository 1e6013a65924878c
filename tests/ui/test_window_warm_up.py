"""The optimiser is prepared beside the window: said quietly, in nobody's way, ended at will."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fibre_planner.analysis import compiled, readiness
from fibre_planner.ui.main_window import MainWindow
from fibre_planner.ui.session import Session


@pytest.fixture
def cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start as after the installation; the process that compiles waits until it is stopped."""
    if compiled._settings.DISABLE_JIT:
        pytest.skip("nothing is compiled without the compiler")
    wait = "import threading; threading.Event().wait(60)"
    monkeypatch.setattr(compiled, "FOLDER", tmp_path / "compiled")
    monkeypatch.setattr(compiled, "_compiled_here", set())
    monkeypatch.setattr(readiness, "_helper", None)
    monkeypatch.setattr(readiness, "_own_call", lambda: [sys.executable, "-c", wait])
    compiled.room_folder.cache_clear()
    yield
    readiness.stop_preparing()
    compiled.room_folder.cache_clear()


@pytest.mark.usefixtures("cold")
def test_preparing_is_said_quietly_and_blocks_no_job(qtbot: QtBot, window: MainWindow) -> None:
    warm_up, strip = window.session.warm_up, window.task_strip
    with qtbot.waitSignal(warm_up.changed, timeout=20_000):
        warm_up.begin()
    assert warm_up.is_running
    assert strip._preparing.isVisible()
    assert not window.jobs.is_busy
    results: list[int] = []
    go_on = threading.Event()
    job = window.jobs.start("work", lambda _: go_on.wait(10) and 42, results.append)
    assert not strip._preparing.isVisible()
    with qtbot.waitSignal(job.finished):
        go_on.set()
    assert results == [42]
    assert strip._preparing.isVisible()


@pytest.mark.usefixtures("cold")
def test_preparing_can_be_stopped_and_begun_again(qtbot: QtBot, window: MainWindow) -> None:
    warm_up, strip = window.session.warm_up, window.task_strip
    with qtbot.waitSignal(warm_up.changed, timeout=20_000):
        warm_up.begin()
    with qtbot.waitSignal(warm_up.changed):
        strip.stop_preparing.click()
    assert not readiness.is_preparing()
    assert not strip._preparing.isVisible()
    with qtbot.waitSignal(warm_up.changed, timeout=20_000):
        warm_up.begin()
    assert readiness.is_preparing()


@pytest.mark.usefixtures("cold")
def test_process_outlives_the_session(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.warm_up.changed, timeout=20_000):
        session.warm_up.begin()
    session.end()
    assert readiness.is_preparing()


def test_message_goes_when_the_process_has_ended(
    qtbot: QtBot, window: MainWindow, cold: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cold is None
    monkeypatch.setattr(readiness, "_own_call", lambda: [sys.executable, "-c", ""])
    warm_up = window.session.warm_up
    with qtbot.waitSignals([warm_up.changed, warm_up.changed], timeout=20_000):
        warm_up.begin()
    qtbot.waitUntil(lambda: not warm_up.is_running)
    assert not window.task_strip._preparing.isVisible()


def test_nothing_is_begun_where_all_is_compiled(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_compiled_here", set(compiled.ROOMS))
    session.warm_up.begin()
    qtbot.waitUntil(lambda: session.warm_up._job is None, timeout=20_000)
    assert not session.warm_up.is_running
