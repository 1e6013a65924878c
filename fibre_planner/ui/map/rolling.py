"""The map as it was last seen, rolled on as it moves: only what comes into view is laid anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QRegion

_AHEAD_PX = 96
"""So far beyond the view a moving map is laid at once, as a few wide strips cost less than many."""

Compose = Callable[[QPainter, QRect], None]
"""Lays a part of the view, in its device pixels, on a painter in the same pixels."""


class RollingPicture:
    """A picture somewhat larger than the view, whose opposite edges meet.

    A pixel of the world keeps its place in it while the view moves, hence nothing is copied: what
    leaves on one side makes room for what comes in on the other. A moving map takes tiles and
    blends texts in a few strips; all else is one plain copy to the screen.

    corner: device pixels of the upper left corner of the view that was laid last, from the origin
    right and up.
    """

    def __init__(self) -> None:
        self._image = QImage()
        self._state: object = None
        self.corner = (0, 0)
        self._valid = QRegion()
        self._reach = QRect()
        self._step = (0, 0)

    def lose(self) -> None:
        """Lay all anew the next time."""
        self._valid = QRegion()

    def lose_part(self, part: QRect) -> None:
        """Lay a part of the view that was laid last anew; a part may lie outside of it."""
        if not self._valid.isEmpty():
            self._valid -= part.intersected(self._reach)

    def lay(
        self,
        painter: QPainter,
        corner: tuple[int, int],
        part: QRect,
        size: tuple[int, int],
        state: object,
        compose: Compose,
    ) -> None:
        """Lay a part of the view on a painter in device pixels.

        corner: that of this view. size: of the view. state: what all that was laid depends on
        but its place.
        """
        self._move_to(corner, size, state)
        wanted = QRegion(part) - self._valid
        if not wanted.isEmpty():
            wanted = QRegion(self._ahead(part)) - self._valid
            self._fill(wanted, compose)
            self._valid += wanted
        for there, here in self._pieces(part):
            painter.drawImage(there.topLeft(), self._image, here)

    def _move_to(self, corner: tuple[int, int], size: tuple[int, int], state: object) -> None:
        reach = QRect(0, 0, *size).adjusted(-_AHEAD_PX, -_AHEAD_PX, _AHEAD_PX, _AHEAD_PX)
        if reach != self._reach:
            self._reach = reach
            self._image = QImage(reach.size(), QImage.Format.Format_RGB32)
            self._valid = QRegion()
        if state != self._state:
            self._state = state
            self._valid = QRegion()
        dx, dy = corner[0] - self.corner[0], self.corner[1] - corner[1]
        self.corner = corner
        if abs(dx) >= reach.width() or abs(dy) >= reach.height():
            self._valid, self._step = QRegion(), (0, 0)
        elif dx or dy:
            self._step = (dx, dy)
            self._valid.translate(-dx, -dy)
            self._valid &= reach

    def _ahead(self, part: QRect) -> QRect:
        """Return a part with what lies before it where the map moves to."""
        dx, dy = self._step
        grown = part.adjusted(
            -_AHEAD_PX if dx < 0 else 0,
            -_AHEAD_PX if dy < 0 else 0,
            _AHEAD_PX if dx > 0 else 0,
            _AHEAD_PX if dy > 0 else 0,
        )
        return grown.intersected(self._reach)

    def _fill(self, wanted: QRegion, compose: Compose) -> None:
        painter = QPainter(self._image)
        for part in wanted:  # a strip or two
            for there, here in self._pieces(part):
                painter.resetTransform()
                painter.translate(here.topLeft() - there.topLeft())
                painter.setClipRect(there)
                compose(painter, there)
        painter.end()

    def _pieces(self, part: QRect) -> Iterator[tuple[QRect, QRect]]:
        """Yield the one to four pieces of a part: where in the view, and where in the picture."""
        wide, high = self._image.width(), self._image.height()
        for x, left, width in _runs(part.x(), part.width(), self.corner[0], wide):
            for y, top, height in _runs(part.y(), part.height(), -self.corner[1], high):
                yield QRect(x, y, width, height), QRect(left, top, width, height)


def _runs(start: int, length: int, origin: int, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield start in the view, start in the picture and length of one or two runs."""
    place = (origin + start) % most
    first = min(length, most - place)
    yield start, place, first
    if first < length:
        yield start + first, 0, length - first
