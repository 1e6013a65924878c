"""Painted tiles that are kept, the longest unused given up first, and laid on the screen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtGui import QImage, QPainter

from fibre_planner.ui.map.viewport import TileKey, Viewport, device_place, upper_left

_LEAST_TILES = 64
"""A tile takes one megabyte."""


class TileCache:
    """Tiles with the revision they were painted for.

    A tile of an older revision is still shown until its successor comes.
    """

    def __init__(self) -> None:
        self._most = _LEAST_TILES
        self._tiles: OrderedDict[TileKey, tuple[QImage, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    def make_room(self, count: int) -> None:
        """Keep so many tiles from now on, but not fewer than for a small window."""
        self._most = max(count, _LEAST_TILES)

    def get(self, key: TileKey) -> QImage | None:
        """Return a tile of any revision and mark it as used."""
        found = self._tiles.get(key)
        if found is None:
            return None
        self._tiles.move_to_end(key)
        return found[0]

    def is_fresh(self, key: TileKey, revision: int) -> bool:
        """Return whether a tile was painted for a revision."""
        found = self._tiles.get(key)
        return found is not None and found[1] == revision

    def put(self, key: TileKey, image: QImage, revision: int) -> None:
        """Keep a tile; the longest unused ones leave when there are too many."""
        known = self._tiles.get(key)
        if known is not None and known[1] > revision:
            return
        self._tiles[key] = (image, revision)
        self._tiles.move_to_end(key)
        while len(self._tiles) > self._most:
            self._tiles.popitem(last=False)

    def clear(self) -> None:
        """Give up all tiles."""
        self._tiles.clear()


def lay_tiles(
    painter: QPainter, tiles: Iterable[tuple[TileKey, QImage]], view: Viewport, ratio: float
) -> None:
    """Draw tiles where they belong in a view, device pixel on device pixel.

    In logical pixels of a fine screen each tile would be scaled, which takes many times longer.
    """
    corner = upper_left(view, ratio)
    if ratio != 1.0:
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
    for key, image in tiles:
        painter.drawImage(*device_place(key, corner), image)
    if ratio != 1.0:
        painter.restore()
