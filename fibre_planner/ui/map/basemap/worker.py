"""The thread that unpacks the tiles of a basemap and puts them together."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

from PySide6.QtCore import Signal

from fibre_planner.ui.map.basemap.compose import GroundOrder, paint_ground
from fibre_planner.ui.map.basemap.decoding import RefusedAnswer, decode_tile
from fibre_planner.ui.map.basemap.matrix import SourceKey
from fibre_planner.ui.map.painting_thread import PaintingThread
from fibre_planner.ui.map.viewport import TileKey

Answer = tuple[SourceKey, bytes, str, int]
"""Tile, body, content type, and edge of a tile in pixels."""


class BasemapWorker(PaintingThread):
    """Unpacks answers first, then paints what was ordered; a newer order replaces an older one.

    Signals: unpacked(SourceKey, QImage), refused(SourceKey, reason), painted(GroundOrder, QImage).
    """

    unpacked = Signal(object, object)
    refused = Signal(object, str)
    painted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__("basemap")
        self._answers: deque[Answer] = deque()
        self._orders: OrderedDict[TileKey, GroundOrder] = OrderedDict()

    def unpack(self, answer: Answer) -> None:
        """Ask for an answer to be unpacked."""
        with self._changed:
            self._answers.append(answer)
            self._changed.notify()

    def paint(self, orders: list[GroundOrder]) -> None:
        """Ask for tiles; orders that were not yet begun and are not among them are dropped."""
        with self._changed:
            self._orders = OrderedDict((order.key, order) for order in orders)
            self._changed.notify()

    def forget(self) -> None:
        """Drop all that was asked for."""
        with self._changed:
            self._answers.clear()
            self._orders.clear()

    def _has_work(self) -> bool:
        return bool(self._answers or self._orders)

    def _next_step(self) -> Callable[[], None]:
        if self._answers:
            answer = self._answers.popleft()
            return lambda: self._unpack(answer)
        _, order = self._orders.popitem(last=False)
        return lambda: self.painted.emit(order, paint_ground(order))

    def _unpack(self, answer: Answer) -> None:
        key, body, content_type, tile_px = answer
        try:
            image = decode_tile(body, content_type, tile_px)
        except RefusedAnswer as reason:
            self.refused.emit(key, str(reason))
        else:
            self.unpacked.emit(key, image)
