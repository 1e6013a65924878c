"""What the threads that paint have in common: they wait for work and take it piece by piece."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from PySide6.QtCore import QThread, Signal

from fibre_planner.ui.map.breathing import short_turns
from fibre_planner.ui.map.painting_types import load_painting_types


class PaintingThread(QThread):
    """Waits until there is work, and does the most wanted piece of it until it is stopped.

    A thread says by `_has_work` and `_next_step` what that is; both are called with `_changed`
    held, and whoever gives it work holds and notifies that.

    Signals: failed(text of a traceback).
    """

    failed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        load_painting_types()
        self.setObjectName(name)
        self._changed = threading.Condition()
        self._stopping = False

    def stop(self) -> None:
        """End the thread after the piece at hand and wait for it."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        while True:
            with self._changed:
                while not (self._stopping or self._has_work()):
                    self._changed.wait()
                if self._stopping:
                    return
                step = self._next_step()
            try:
                with short_turns():
                    step()
            except Exception:  # a fault must not end the thread without a word
                self.failed.emit(traceback.format_exc())

    def _has_work(self) -> bool:
        raise NotImplementedError

    def _next_step(self) -> Callable[[], None]:
        """Take the most wanted piece of work off the list and return what does it."""
        raise NotImplementedError
