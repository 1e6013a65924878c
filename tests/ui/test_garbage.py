"""Garbage is collected in the window's thread alone."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fibre_planner.ui.garbage import Garbage


@pytest.mark.usefixtures("qapp")
def test_object_in_a_circle_dies_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    garbage = Garbage()
    died_in: list[int] = []

    class Circle(QObject):
        """Refers to itself."""

    made = Circle()
    made.itself = made  # type: ignore[attr-defined]  # the circle that only a collection breaks
    weakref.finalize(made, lambda: died_in.append(threading.get_ident()))
    del made

    def allocate() -> None:
        kept = [[] for _ in range(5000)]
        assert len(kept) == 5000

    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join(20)
    assert not worker.is_alive()
    assert died_in == []
    littered = [[] for _ in range(5000)]
    qtbot.waitUntil(lambda: bool(died_in))
    assert died_in == [threading.get_ident()]
    assert len(littered) == 5000
    garbage.stop()
    assert gc.isenabled()
