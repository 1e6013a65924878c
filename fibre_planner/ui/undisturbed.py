"""Waits with what takes a window away until nothing of it is open and no work runs for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

_LOOK_MS = 100


class Undisturbed(QObject):
    """Does a thing once no dialog, menu or other loop of Qt is open and nothing else is busy.

    A menu that opened a dialog is still at work while the dialog is open; where its window is
    deleted meanwhile, Qt goes on in memory that is no longer there.
    """

    def __init__(
        self, act: Callable[[], object], is_busy: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._act, self._is_busy = act, is_busy
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._try)

    @property
    def is_waiting(self) -> bool:
        """Return whether the thing is still to be done."""
        return self._timer.isActive()

    def want(self) -> None:
        """Ask for it; several wishes are one."""
        self._timer.start(0)

    def forget(self) -> None:
        """Ask for it no more."""
        self._timer.stop()

    def _try(self) -> None:
        if self._is_busy() or something_is_open():
            self._timer.start(_LOOK_MS)
        else:
            self._act()


def something_is_open() -> bool:
    """Return whether a dialog or menu is open, or an event is being dealt with inside another."""
    return (
        QThread.currentThread().loopLevel() > 1
        or QApplication.activePopupWidget() is not None
        or QApplication.activeModalWidget() is not None
    )
