"""The thread that unpacks the tiles of a basemap and puts them together."""

from __future__ import annotations

import threading
import traceback
from collections import OrderedDict, deque

from PySide6.QtCore import QThread, Signal

from fibre_planner.ui.map.basemap.compose import GroundOrder, paint_ground
from fibre_planner.ui.map.basemap.decoding import RefusedAnswer, decode_tile
from fibre_planner.ui.map.basemap.matrix import SourceKey
from fibre_planner.ui.map.breathing import short_turns
from fibre_planner.ui.map.painting_types import load_painting_types
from fibre_planner.ui.map.viewport import TileKey

Answer = tuple[SourceKey, bytes, str, int]
"""Tile, body, content type, and edge of a tile in pixels."""


class BasemapWorker(QThread):
    """Unpacks answers first, then paints what was ordered; a newer order replaces an older one.

    Signals: unpacked(SourceKey, QImage), refused(SourceKey, reason), painted(GroundOrder, QImage),
    failed(text of a traceback).
    """

    unpacked = Signal(object, object)
    refused = Signal(object, str)
    painted = Signal(object, object)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        load_painting_types()
        self.setObjectName("basemap")
        self._changed = threading.Condition()
        self._answers: deque[Answer] = deque()
        self._orders: OrderedDict[TileKey, GroundOrder] = OrderedDict()
        self._stopping = False

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

    def stop(self) -> None:
        """End the thread after the piece at hand and wait for it."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        while True:
            with self._changed:
                while not (self._stopping or self._answers or self._orders):
                    self._changed.wait()
                if self._stopping:
                    return
                answer = self._answers.popleft() if self._answers else None
                order = None if answer else self._orders.popitem(last=False)[1]
            try:
                with short_turns():
                    self._take(answer, order)
            except Exception:  # a fault must not end the thread without a word
                self.failed.emit(traceback.format_exc())

    def _take(self, answer: Answer | None, order: GroundOrder | None) -> None:
        if answer is not None:
            self._unpack(answer)
        elif order is not None:
            self.painted.emit(order, paint_ground(order))

    def _unpack(self, answer: Answer) -> None:
        key, body, content_type, tile_px = answer
        try:
            image = decode_tile(body, content_type, tile_px)
        except RefusedAnswer as reason:
            self.refused.emit(key, str(reason))
        else:
            self.unpacked.emit(key, image)
