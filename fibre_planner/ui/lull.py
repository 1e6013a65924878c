"""Waits until nothing more urgent goes on: the project is left alone and the map is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_QUIET_MS = 150
_MOST_WAITS = 20
"""A map that is never done, such as one that is not seen, must not hold up anything for ever."""


class Lull(QObject):
    """Calls a function once, a moment after it was last asked to and when the map is painted.

    is_busy: whether something more urgent goes on; whoever shows the map sets it.
    """

    def __init__(self, then: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_busy: Callable[[], bool] = lambda: False
        self._then = then
        self._waits = 0
        self._timer = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Wait from now on."""
        self._waits = 0
        self._timer.start()

    def stop(self) -> None:
        """Wait no more and call nothing."""
        self._timer.stop()

    def _look(self) -> None:
        if self._waits < _MOST_WAITS and self.is_busy():
            self._waits += 1
            self._timer.start()
        else:
            self._then()
