"""Collects garbage in the window's thread alone.

Python collects in whichever thread allocates next. A QObject that dies there holds a lock of Qt
while it waits for the interpreter; the window's thread, which has the interpreter, may wait for
that lock: both stand still for ever (seen with PySide6 6.11.3).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from fibre_planner.ui.map.breathing import seconds_since_frame

_LOOK_MS = 500
_CALM_S, _MOST_PUT_OFF = 0.3, 20
_FULL_EVERY = 20
"""A full collection takes long with large projects; the young objects are the many."""


class Garbage(QObject):
    """Takes collecting over from Python until it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._put_off = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the young objects where there are many; every so often all.

        While a map moves, it is put off for some seconds: it may take several frames.
        """
        if gc.get_count()[0] < gc.get_threshold()[0]:
            return
        if self._put_off < _MOST_PUT_OFF and seconds_since_frame() < _CALM_S:
            self._put_off += 1
            return
        self._put_off = 0
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL_EVERY == 0 else 1)

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()
