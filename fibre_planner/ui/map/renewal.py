"""When what was painted in the background comes to the screen: with the next frame, if any."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget

_MOVES_S = 0.04
_MOST_LATE_MS = 25


class Renewal(QObject):
    """Collects what is to be drawn anew; a map that moves shows it with its next frame.

    Drawing twice within one frame would double its work for something seen 16 ms sooner.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._due = QRect()
        self._moved_at = -1.0
        self._timer = QTimer(self, singleShot=True, interval=_MOST_LATE_MS)
        self._timer.timeout.connect(self._draw)

    @property
    def is_due(self) -> bool:
        """Return whether something is still to be drawn."""
        return not self._due.isEmpty()

    def moved(self) -> None:
        """Take note that the map has just been moved, so that more frames are likely to come."""
        self._moved_at = time.monotonic()

    def draw(self, part: QRect | None = None) -> None:
        """Have a part of the widget drawn soon, all of it where none is given."""
        whole = self._widget.rect()
        self._due = self._due.united(whole if part is None else part.intersected(whole))
        if not self.is_due:
            return
        if time.monotonic() - self._moved_at > _MOVES_S:
            self._draw()
        elif not self._timer.isActive():
            self._timer.start()

    def drawn(self, part: QRect) -> None:
        """Forget what has just been drawn."""
        if part.contains(self._due):
            self._due = QRect()
            self._timer.stop()

    def _draw(self) -> None:
        if self.is_due:
            self._widget.update(self._due)  # one rectangle is drawn faster than several
