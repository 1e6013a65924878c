"""Brings sketches from the thread that works to the window, the newest only and not too often."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from fibre_planner.model.sketch import Sketch

LEAST_MS_BETWEEN = 200


class Sketches(QObject):
    """Takes sketches of one job in its thread and hands them on in the window's thread.

    However fast they come, the window sees five per second at most, and always the last one.

    Signals: arrived(Sketch).
    """

    arrived = Signal(object)
    _noted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Sketch | None = None
        self._pause = QTimer(self, singleShot=True, interval=LEAST_MS_BETWEEN)
        self._pause.timeout.connect(self._hand_on)
        self._noted.connect(self._take)

    def show(self, sketch: Sketch) -> None:
        """Take a sketch; called in the thread that works."""
        waits, self._newest = self._newest is not None, sketch
        if not waits:
            self._noted.emit()

    def forget(self) -> None:
        """Drop what has not been handed on, such as after its job has ended."""
        self._newest = None
        self._pause.stop()

    def _take(self) -> None:
        if not self._pause.isActive():
            self._hand_on()

    def _hand_on(self) -> None:
        newest, self._newest = self._newest, None
        if newest is not None:
            self._pause.start()
            self.arrived.emit(newest)
