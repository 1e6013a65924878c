"""Background work waits for the map, but not for ever."""

import pytest
from shiboken6 import delete

from fibre_planner.ui import lull
from fibre_planner.ui.lull import Lull
from fibre_planner.ui.main_window import MainWindow
from tests.ui.windows import show


@pytest.fixture
def calls(monkeypatch):
    monkeypatch.setattr(lull, "_QUIET_MS", 1)
    return []


def test_is_called_once_after_several_beginnings(qtbot, calls):
    wait = Lull(lambda: calls.append("called"))
    wait.begin()
    wait.begin()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == ["called"]


def test_waits_while_something_more_urgent_goes_on(qtbot, calls):
    busy = [True, True, False]
    wait = Lull(lambda: calls.append(len(busy)))
    wait.is_busy = lambda: busy.pop(0)
    wait.begin()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == [0]


def test_does_not_wait_for_ever(qtbot, calls):
    looks = []
    wait = Lull(lambda: calls.append(len(looks)))
    wait.is_busy = lambda: not looks.append(1)
    wait.begin()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == [lull._MOST_WAITS]


def test_stopped_it_calls_nothing(qtbot, calls):
    wait, other = Lull(lambda: calls.append("first")), Lull(lambda: calls.append("second"))
    wait.begin()
    wait.stop()
    other.begin()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == ["second"]


def test_work_does_not_wait_for_the_map_of_a_window_that_is_gone(qtbot, session, project):
    window = MainWindow(session)
    show(qtbot, window, project)
    window.close_down()
    delete(window)
    assert not session.checker.lull.is_busy()
    session.document.show(None)
