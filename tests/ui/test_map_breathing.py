"""Painting threads wait while the window draws a frame, but never for ever."""

import threading

import pytest

from fibre_planner.ui.map import breathing
from fibre_planner.ui.map.breathing import begin_frame, end_frame, give_way


@pytest.fixture(autouse=True)
def no_frame():
    end_frame()
    yield
    end_frame()


def painter(done: list[str]) -> threading.Thread:
    def paint() -> None:
        give_way()
        done.append("painted")

    thread = threading.Thread(target=paint)
    thread.start()
    return thread


def test_painting_goes_on_where_no_frame_is_drawn() -> None:
    done: list[str] = []
    painter(done).join(20)
    assert done == ["painted"]


def test_painting_goes_on_when_the_frame_ends(monkeypatch) -> None:
    monkeypatch.setattr(breathing, "_LONGEST_FRAME_S", 60.0)
    done: list[str] = []
    begin_frame()
    thread = painter(done)
    assert done == []
    end_frame()
    thread.join(20)
    assert done == ["painted"]


def test_frame_that_never_ends_is_waited_for_once(monkeypatch) -> None:
    monkeypatch.setattr(breathing, "_LONGEST_FRAME_S", 0.001)
    begin_frame()
    give_way()
    monkeypatch.setattr(breathing, "_LONGEST_FRAME_S", 60.0)
    done: list[str] = []
    painter(done).join(20)
    assert done == ["painted"]
